// The state of what is moved goes into the address when the hand lets go: who reloads or leaves at once finds it again.
// Browsers stop a page that writes its address more than a hundred times in half a minute. So a key that is held counts
// once, and a hand that let go too often of late waits until it rests.
const GESTURES = 20;

function keepWhenReleased(figures) {
  let repeats = false, left = GESTURES, counted = 0;
  const mayWrite = () => {
    const now = performance.now();
    left = Math.min(left + (now - counted) / REST, GESTURES);
    counted = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
  const unkept = () => figures.filter((figure) => figure.unkept);
  addEventListener("keydown", ({repeat}) => { repeats = repeat; }, {capture: true});
  for (const end of ["pointerup", "keyup", "change", "click"]) {
    addEventListener(end, () => {
      if (end === "keyup") repeats = false;
      if (!repeats && unkept().length && mayWrite()) unkept().forEach((figure) => figure.keep());
    });
  }
  addEventListener("pagehide", () => unkept().forEach((figure) => figure.keep()));
}
