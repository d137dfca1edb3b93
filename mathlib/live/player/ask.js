// A goal that the figure recognises, and a prediction that comes before the reading. Neither is ever required.
function addGoal(figure) {
  const line = figure.element.querySelector(".live-goal");
  if (!line) return;
  figure.moved.push(() => {
    const reached = figure.words.goal === "reached";
    if (String(reached) === line.dataset.reached) return;
    line.dataset.reached = reached;
    line.querySelector("span").textContent = reached ? "✓ You are there." : "";
  });
}

function addPrediction(figure) {
  const form = figure.element.querySelector(".live-predict");
  if (!form) return;
  const because = form.querySelector(".live-because");
  for (const part of form.elements) part.disabled = false;
  const reveal = (verdict) => {
    because.firstElementChild.textContent = verdict;
    because.hidden = false;
    for (const part of form.elements) part.disabled = true;
    delete figure.element.dataset.asking;
    for (const tell of figure.moved) tell();
    figure.announce(because.textContent + " " + figure.words.status);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const chosen = form.querySelector("input:checked") || form.querySelector("input[type=text]");
    const given = Number((chosen?.value.trim() || "NaN").replace(",", ".").replace("−", "-"));
    if (Number.isNaN(given)) return void form.querySelector("input").focus();      // nothing to judge, nothing told
    const off = Math.abs(given - Number(form.dataset.answer));
    reveal(off <= Number(form.dataset.within) + 1e-12 ? "Right." : "Not so.");
  });
  form.querySelector(".live-skip").addEventListener("click", () => reveal(""));
}
