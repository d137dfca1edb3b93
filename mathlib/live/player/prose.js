// Sentences that move: links that set a figure, values that follow it, numbers that can be dragged in the text.
function addProse(figure) {
  const mine = (kind) => document.querySelectorAll(`.live-${kind}[data-figure="${figure.spec.name}"]`);
  const axisOf = (element) => figure.spec.controls.find(({name}) => name === element.dataset.of)?.axes[0];
  for (const link of mine("set")) {
    link.addEventListener("click", (event) => {
      const indices = readAddress(link.hash, figure.spec);
      if (!indices) return;
      event.preventDefault();
      figure.pause?.();
      figure.go(indices);
      figure.element.scrollIntoView({block: "nearest", behavior: calm() ? "auto" : "smooth"});
    });
  }
  for (const scrub of mine("scrub")) addScrub(figure, scrub, axisOf(scrub));
  const shown = [...mine("show"), ...mine("scrub")];
  figure.moved.push(() => {
    for (const element of shown) {
      const {spec, indices, words} = figure;
      const text = tiedText(spec, element.dataset.of, indices, words.status, figure.asking);
      element.textContent = text;
      if (element.role === "slider") {
        element.setAttribute("aria-valuenow", indices[axisOf(element)]);
        element.setAttribute("aria-valuetext", text);
        element.setAttribute("aria-disabled", figure.asking);
      }
    }
  });
}

const PIXELS = 7;                                      // of sideways dragging for one stop

function addScrub(figure, element, axis) {
  const last = figure.spec.texts[axis].length - 1;
  const to = (stop) => {
    if (figure.asking) return;
    figure.pause?.();
    figure.go(withStop(figure.indices, axis, Math.min(Math.max(Math.round(stop), 0), last)));
  };
  element.tabIndex = 0;
  element.setAttribute("role", "slider");
  element.setAttribute("aria-label", element.dataset.of.replaceAll("_", " "));
  element.setAttribute("aria-valuemin", 0);
  element.setAttribute("aria-valuemax", last);
  element.addEventListener("keydown", (event) => {
    const way = {ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1}[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    to(figure.indices[axis] + way * (event.shiftKey ? 10 : 1));
  });
  element.addEventListener("pointerdown", (event) => {
    if (event.button > 0) return;
    event.preventDefault();
    element.focus({preventScroll: true});
    element.setPointerCapture(event.pointerId);
    const from = figure.indices[axis];
    const drag = (at) => to(from + (at.clientX - event.clientX) / PIXELS);
    element.addEventListener("pointermove", drag);
    const release = () => element.removeEventListener("pointermove", drag);
    for (const end of ["pointerup", "pointercancel"]) element.addEventListener(end, release, {once: true});
  });
}
