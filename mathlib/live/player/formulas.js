// Numbers that move inside a formula. Digits are of one width, so they change in place and nothing beside them moves.
function addFormulas(figure) {
  const {spec} = figure, numbers = [...document.querySelectorAll(`mjx-container .live-number[data-figure="${spec.name}"]`)];
  figure.moved.push(() => {
    for (const number of numbers) {
      const text = tiedText(spec, number.getAttribute("data-of"), figure.indices);
      const spoken = number.querySelector("mn");       // there are two of each number: the picture, and its MathML
      if (spoken) spoken.textContent = text.replace("−", "");
      else setDigits(number, text);
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
  const formula = number.closest("mjx-container"), mine = [...formula.querySelectorAll("g.live-number")].indexOf(number);
  let seen = 0;                                        // in the TeX that is copied, double braces are around each of them
  formula.dataset.tex = formula.dataset.tex.replace(/\{\{[^{}]*\}\}/g, (old) => (seen++ === mine ? `{{${text.replace("−", "-")}}}` : old));
}
