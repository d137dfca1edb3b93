"use strict";
// Checks answers in the page. What it replies was computed in Python (mathlib/exercises) and stands in the form as data:
// each field has rows [value, how far off one may be, sentence]; the first is right, and the first that fits decides.

const checks = (() => {
  const PLAIN = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?";
  const NUMBER = new RegExp(`^(${PLAIN})(?:/(${PLAIN}))?$`, "i");

  // Read what was typed: a number, or a sentence that says how to write one. Nothing is ever run.
  function read(text) {
    const typed = text.replace(/[−–]/g, "-").replace(/\s/g, "");
    const [, above, below = "1"] = NUMBER.exec(typed) || [];
    if (typed === "") return "Write a number first.";
    if (typed.includes(",")) return "Write the decimal sign as a point, such as 0.5, and leave other commas out.";
    if (typed.endsWith("%")) return "Write a plain number, such as 0.05 for 5 %.";
    if (above === undefined) return "Write one number, such as 0.25, 1/3 or 1e-3.";
    const number = Number(above) / Number(below);
    return Number.isFinite(number) ? number : "This number is not finite.";
  }

  function judgeOne(sentences, {rows, otherwise}, given) {
    const met = rows.findIndex(([value, within]) => Math.abs(given - value) <= within);
    return met < 0 ? [false, otherwise[Number(given > rows[0][0])]] : [met === 0, sentences[rows[met][2]]];
  }

  // Return for each field whether it is right, and one reply for all of them.
  function judge({right, sentences, fields}, given) {
    const judged = fields.map((field, i) => judgeOne(sentences, field, given[i]));
    const fine = judged.map(([ok]) => ok), first = fine.indexOf(false);
    if (first < 0) return [fine, right];
    if (fields.length === 1) return [fine, judged[0][1]];
    const share = `${fine.filter(Boolean).length} of ${fields.length} are right.`;
    return [fine, `${share} Look again at ${fields[first].label}: ${judged[first][1]}`];
  }

  function start(form) {
    const data = JSON.parse(form.dataset.check), line = form.querySelector(".check-reply");
    const fields = [...form.querySelectorAll("fieldset, input[type=text]")];
    const value = (field) => field.localName === "input" ? read(field.value)
      : Number(field.querySelector("input:checked")?.value ?? NaN);
    const say = (sentence, verdict) => {
      form.dataset.verdict = verdict;
      line.textContent = "";                       // so that the same reply is read aloud again
      requestAnimationFrame(() => { line.textContent = sentence; });
    };
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = fields.map(value), open = given.findIndex((one) => typeof one === "string" || Number.isNaN(one));
      for (const field of fields) field.removeAttribute("aria-invalid");
      if (open >= 0) {
        const which = fields.length > 1 ? `${data.fields[open].label}: ` : "";
        say(which + (given[open] || "Choose an answer first."), "open");
        (fields[open].querySelector("input") || fields[open]).focus();
        return;
      }
      const [fine, sentence] = judge(data, given), right = !fine.includes(false);
      fields.forEach((field, i) => { if (!fine[i] && field.localName === "input") field.ariaInvalid = "true"; });
      say((right ? "✓ " : "") + sentence, right ? "right" : "wrong");
    });
    form.addEventListener("input", () => { if (line.textContent) say("", "open"); });
    form.hidden = false;
  }

  return {read, judge, start};
})();

if (typeof document !== "undefined") for (const form of document.querySelectorAll("form.check")) checks.start(form);
