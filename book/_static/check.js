"use strict";
// Checks answers in the page. What it replies was computed in Python (mathlib/exercises); the form holds it as data.
// A number or a choice has rows [value, how far off one may be, sentence]; the first is right, and the first that fits
// decides. An output has rows of tokens, lines have pairs of which one must stand above the other. Numbers are read as
// figures read them. Whoever keeps answers hears the event `answered`, with {label, right, given}, which a form sends
// when it has judged, and gives them back by `form.restore(given)`.

const checks = (() => {
  const LONGEST = 2000, TOO_LONG = "That is more than a program would print here: write just its output.";
  const SPACES = /[ \t\n\r\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
  const verdict = (right, sentence, known = true) => ({right, sentence, known});

  // ---- one field: how it judges what was given

  const judges = {number: judgeNumber, choice: judgeRow, output: judgeOutput, lines: judgeLines};

  function judgeRow({rows}, given, sentences) {
    const met = rows.findIndex(([value, within]) => Math.abs(given - value) <= within);
    return met < 0 ? null : verdict(met === 0, sentences[rows[met][2]]);
  }

  function judgeNumber(field, given, sentences) {
    const asked = field.whole && !Number.isInteger(given) ? " A whole number is asked for." : "";
    return judgeRow(field, given, sentences)
      || verdict(false, `Too ${given > field.rows[0][0] ? "large" : "small"}.${asked}`, false);
  }

  function judgeOutput({rows}, given, sentences) {
    const met = rows.findIndex(([known]) => same(given, known)), right = rows[0][0];
    return met < 0 ? almost(given, right) || verdict(false, soFar(given, right), false)
      : verdict(met === 0, sentences[rows[met][1]]);
  }

  function judgeLines({lines, pairs, mistakes}, given, sentences) {
    const wrong = ([above, below]) => given.indexOf(below) < given.indexOf(above);
    const early = pairs.filter(wrong).map(([, below]) => below);
    if (!early.length) return verdict(true, "");
    const made = mistakes.find(([above, below]) => given.indexOf(above) < given.indexOf(below));
    if (made) return verdict(false, sentences[made[2]]);
    return verdict(false, `"${lines[given.find((line) => early.includes(line))]}" stands too early.`, false);
  }

  // ---- what a program prints

  const same = (one, other) => one.length === other.length && one.every((token, i) => token === other[i]);
  const lowered = (found) => found.map((token) => token.toLowerCase());
  const values = (found) => found.filter((token) => /^[A-Za-z0-9_.-]/.test(token));     // a minus belongs to its number

  // The words, numbers and signs of an output; white space does not count, nor what telephones make of some signs.
  function tokens(text) {
    if ([...text].length > LONGEST) return TOO_LONG;
    const plain = text.replace(/[−–]/g, "-").replace(/[‘’]/g, "'").replace(/[“”]/g, '"').replace(SPACES, " ");
    return plain.match(/[A-Za-z0-9_.]+|[^ ]/gu) || "Write what is printed first.";
  }

  function almost(given, right) {
    if (same(lowered(given), lowered(right))) return verdict(false, "The words are right; look at the capitals.");
    if (!same(values(given), values(right))) return null;
    return verdict(false, "The values are right; look at the signs between them, such as brackets and commas.");
  }

  function soFar(given, right) {
    let common = 0;
    while (common < Math.min(given.length, right.length) && given[common] === right[common]) common++;
    if (common === 0) return "That is not what is printed.";
    const rest = common === given.length ? "then more is printed"
      : common === right.length ? "then nothing more is printed" : "then something else is printed";
    return `Right as far as "${given.slice(0, common).join(" ")}"; ${rest}.`;
  }

  // ---- all fields: for each whether it is right, and one reply, with a line for each part that is not

  function judge({right, hint, sentences, fields}, given) {
    const verdicts = fields.map((field, i) => judges[field.kind](field, given[i], sentences));
    const fine = verdicts.map((one) => one.right);
    if (!fine.includes(false)) return [fine, right];
    const pairs = swapped(fields, given, verdicts), explained = pairs.flat();
    const puzzled = verdicts.some((one, i) => !one.known && !explained.includes(i));
    const hints = hint && puzzled ? [`Hint: ${hint}`] : [];
    if (fields.length === 1) return [fine, [verdicts[0].sentence, ...hints].join(" ")];
    return [fine, [share(fields, fine), ...told(fields, verdicts, pairs), ...hints].join("\n")];
  }

  function share(fields, fine) {
    const labels = fields.filter((_, i) => fine[i]).map(({label}) => label), last = labels.pop();
    const names = labels.length ? `${labels.join(", ")} and ${last}` : last;
    return `${fine.filter(Boolean).length} of ${fine.length} are right${last === undefined ? "" : `: ${names}`}.`;
  }

  function told(fields, verdicts, pairs) {
    return fields.flatMap(({label}, i) => {
      const pair = pairs.find(([one]) => one === i);
      if (pair) return [`${label} and ${fields[pair[1]].label}: these two are swapped.`];
      return verdicts[i].right || pairs.some(([, other]) => other === i) ? [] : [`${label}: ${verdicts[i].sentence}`];
    });
  }

  // The pairs of numbers each of which would be right in the place of the other, unless more is known.
  function swapped(fields, given, verdicts) {
    const puzzling = fields.map((_, i) => i).filter((i) => !verdicts[i].known && fields[i].kind === "number");
    const fits = (i, j) => Math.abs(given[j] - fields[i].rows[0][0]) <= fields[i].rows[0][1];
    const pairs = [], free = (i) => !pairs.flat().includes(i);
    for (const i of puzzling) {
      const j = puzzling.find((other) => i < other && free(i) && free(other) && fits(i, other) && fits(other, i));
      if (j !== undefined) pairs.push([i, j]);
    }
    return pairs;
  }

  // ---- in the page: how a field is read (into a value, or a sentence if there is none), kept as text, and filled in

  const chosen = (part) => part.querySelector("input:checked");
  const order = (part) => [...part.children].map((line) => Number(line.dataset.line));

  const read = {
    number: (part, {units}) => mathlibLive.readNumber(part.value, ...units),
    choice: (part) => (chosen(part) ? Number(chosen(part).value) : "Choose an answer first."),
    output: (part) => tokens(part.value),
    lines: order,
  };
  const keep = {
    number: (part) => part.value,
    choice: (part) => chosen(part).parentElement.textContent.trim(),
    output: (part) => part.value,
    lines: (part) => order(part).join(" "),
  };
  const fill = {
    number: (part, text) => { part.value = text; },
    choice: (part, text) => {
      for (const label of part.querySelectorAll("label")) label.firstChild.checked = label.textContent.trim() === text;
    },
    output: (part, text) => { part.value = text; },
    lines: (part, text) => {
      const places = text.split(" "), place = (line) => places.indexOf(line.dataset.line);
      part.append(...[...part.children].sort((one, other) => place(one) - place(other)));
    },
  };

  // Lines are moved by their buttons, by the arrow keys on these, and by dragging their grips.
  function arrange(list, tell) {
    let dragged = null;
    const pass = (line, down) => {       // the neighbour moves, so that the line keeps the focus and the finger
      const other = down ? line.nextElementSibling : line.previousElementSibling;
      if (other) line[down ? "before" : "after"](other);
    };
    const say = (line) => tell(`Line ${[...list.children].indexOf(line) + 1} of ${list.children.length}: `
                               + line.querySelector("code").textContent.trim());
    const middle = (line, none) => {
      const box = line?.getBoundingClientRect();
      return box ? (box.top + box.bottom) / 2 : none;
    };
    const move = (target, down) => {
      const line = target.closest("li");
      pass(line, down);
      say(line);
    };
    list.addEventListener("click", ({target}) => { if (target.value) move(target, target.value === "1"); });
    list.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
      event.preventDefault();
      move(event.target, event.key === "ArrowDown");
    });
    list.addEventListener("pointerdown", (event) => {
      if (!event.target.matches(".check-grip")) return;
      event.preventDefault();
      dragged = event.target.closest("li");
      dragged.classList.add("check-dragged");
      list.setPointerCapture(event.pointerId);
    });
    list.addEventListener("pointermove", ({clientY}) => {
      if (!dragged) return;
      while (clientY < middle(dragged.previousElementSibling, -Infinity)) pass(dragged, false);
      while (clientY > middle(dragged.nextElementSibling, Infinity)) pass(dragged, true);
    });
    const drop = () => {
      if (!dragged) return;
      dragged.classList.remove("check-dragged");
      say(dragged);
      dragged = null;
    };
    list.addEventListener("pointerup", drop);
    list.addEventListener("pointercancel", drop);
  }

  function start(form) {
    const data = JSON.parse(form.dataset.check), line = form.querySelector(".check-reply");
    const parts = [...form.querySelectorAll("fieldset, input[type=text], textarea, ol")];
    const kind = (i) => data.fields[i].kind;
    const values = () => parts.map((part, i) => read[kind(i)](part, data.fields[i]));
    const say = (sentence, found) => {
      form.dataset.verdict = found;
      line.textContent = "";                       // so that the same reply is read aloud again
      requestAnimationFrame(() => { line.textContent = sentence; });
    };
    const mark = (fine) => parts.forEach((part, i) => {
      if (!fine[i] && part.matches("input, textarea")) part.ariaInvalid = "true";
      else part.removeAttribute("aria-invalid");
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = values(), open = given.findIndex((one) => typeof one === "string");
      mark(parts.map(() => true));
      if (open >= 0) {
        say((parts.length > 1 ? `${data.fields[open].label}: ` : "") + given[open], "open");
        (parts[open].querySelector("input") || parts[open]).focus();
        return;
      }
      const [fine, sentence] = judge(data, given), right = !fine.includes(false);
      mark(fine);
      say((right ? "✓ " : "") + sentence, right ? "right" : "wrong");
      const detail = {label: form.dataset.label, right, given: parts.map((part, i) => keep[kind(i)](part))};
      form.dispatchEvent(new CustomEvent("answered", {bubbles: true, detail}));
    });
    form.addEventListener("input", () => { if (line.textContent) say("", "open"); });
    for (const list of form.querySelectorAll("ol")) arrange(list, (sentence) => say(sentence, "open"));

    // Puts answers back that were given once; nothing is said, and nothing happens where they fit no longer.
    form.restore = (given) => {
      if (given.length !== parts.length) return;
      parts.forEach((part, i) => fill[kind(i)](part, given[i]));
      const found = values();
      if (found.some((one) => typeof one === "string")) return;
      form.dataset.verdict = judge(data, found)[0].includes(false) ? "wrong" : "right";
    };
    form.hidden = false;
  }

  return {tokens, judge, start};
})();

if (typeof document !== "undefined") for (const form of document.querySelectorAll("form.check")) checks.start(form);
