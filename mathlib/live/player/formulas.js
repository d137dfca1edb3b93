// Numbers that move inside a formula. Digits are of one width, so they change in place and nothing beside them moves.
function addFormulas(figure) {
  const {spec} = figure;
  const numbers = [...document.querySelectorAll(`mjx-container .live-number[data-figure="${spec.name}"]`)];
  figure.moved.push(() => {
    for (const number of numbers) {
      const text = tiedText(spec, number.getAttribute("data-of"), figure.indices);
      // there are two of each number: its picture, and its MathML for who listens
      if (number instanceof SVGElement) setDigits(number, text);
      else (number.querySelector("mn") || number).textContent = text.replace("−", "");
    }
  });
}

function setDigits(number, text) {
  const glyphs = number.querySelectorAll("use");
  for (const [place, sign] of [...text].entries()) {
    const code = sign.codePointAt(0).toString(16).toUpperCase();
    glyphs[place].setAttribute("data-c", code);
    glyphs[place].setAttribute("href", glyphs[place].getAttribute("href").replace(/[^-]*$/, code));
  }
  const formula = number.closest("mjx-container"), {tex} = formula.dataset;
  const mine = [...formula.querySelectorAll("g.live-number")].indexOf(number);
  let seen = 0;                                        // double braces mark the numbers in the TeX that is copied
  formula.dataset.tex = tex.replace(/\{\{[^{}]*\}\}/g, (old) => (seen++ === mine ? `{{${text.replace("−", "-")}}}` : old));
}
