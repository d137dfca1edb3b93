// The quiet buttons at the end of the row: reset, link, code, full screen (and its keys for presenting).
function addTools(figure) {
  const {element} = figure;
  const doing = {
    "reset": () => figure.go(figure.spec.start),
    "link": (button) => copyLink(figure, button),
    "code": (button) => {
      const code = element.querySelector(".live-code");
      code.hidden = !code.hidden;
      code.tabIndex = 0;                               // it may be wider than the page, and scrolls by keys then
      button.setAttribute("aria-expanded", String(!code.hidden));
    },
    "full screen": () => (document.fullscreenElement ? document.exitFullscreen() : element.requestFullscreen()),
  };
  for (const button of element.querySelectorAll("[data-tool]")) {
    button.disabled = false;
    button.hidden = button.dataset.tool === "full screen" && !document.fullscreenEnabled;
    button.addEventListener("click", () => doing[button.dataset.tool](button));
  }
  element.addEventListener("keydown", (event) => {
    if (document.fullscreenElement !== element || event.target.closest("input, select, .live-handle")) return;
    if (event.key === " " && event.target.closest("button")) return;      // there it presses the button
    const presets = [...element.querySelectorAll("button[data-state]")];
    const pressed = {" ": element.querySelector(".live-play"), r: element.querySelector('[data-tool="reset"]')};
    const button = presets[Number(event.key) - 1] || pressed[event.key];
    if (!button) return;
    event.preventDefault();
    event.stopImmediatePropagation();                  // this key is no hand that stops what plays
    button.click();
  }, {capture: true});
  element.tabIndex = -1;                               // so that it can take the keys when it fills the screen
  element.addEventListener("fullscreenchange", () => document.fullscreenElement === element && element.focus());
}

function copyLink(figure, button) {
  const link = new URL(writeAddress(figure.wanted, figure.spec), location.href).href;
  const say = (text) => {
    button.textContent = text;
    figure.announcement.textContent = text;
    setTimeout(() => { button.textContent = button.dataset.tool; }, 1500);
  };
  clearTimeout(figure.resting);                        // the sentence of the last move would talk over it
  figure.resting = null;
  const instead = figure.keep() ? "in the address bar" : "not possible here";
  if (!navigator.clipboard) return say(instead);
  navigator.clipboard.writeText(link).then(() => say("copied"), () => say(instead));
}
