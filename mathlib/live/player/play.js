// Play and step: a slider that is time, or chance, moves by itself. After the last stop it begins again.
const BEAT = 140;                                      // milliseconds a stop

function addPlay(figure) {
  for (const button of figure.element.querySelectorAll("[data-play]")) {
    button.disabled = false;
    const axis = Number(button.dataset.play), count = figure.spec.texts[axis].length;
    const step = () => figure.go(withStop(figure.indices, axis, Math.floor(figure.indices[axis] + 1) % count));
    if (!button.classList.contains("live-play")) {
      button.addEventListener("click", () => { figure.pause?.(); step(); });
      continue;
    }
    const label = button.textContent;
    let timer = null;
    const pause = () => {
      clearInterval(timer);
      timer = null;
      button.textContent = label;
      button.setAttribute("aria-pressed", "false");
    };
    button.addEventListener("click", () => {
      if (timer !== null) return pause();
      figure.pause?.();                                // one thing plays at a time
      figure.pause = pause;
      timer = setInterval(step, BEAT);
      button.textContent = "pause";
      button.setAttribute("aria-pressed", "true");
    });
  }
  const rest = (event) => { if (!event.target.closest("[data-play]")) figure.pause?.(); };
  for (const touch of ["pointerdown", "keydown"]) figure.element.addEventListener(touch, rest);
}
