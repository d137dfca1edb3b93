// Motion between stops: a glide of a tenth of a second that ends exactly on the state, only for artists whose picture
// half-way was found to lie half-way when the book was built, and never where a reader asks for less motion.
const GLIDE = 80;                                      // milliseconds

class Motion {
  constructor(picture, tell) {
    this.picture = picture;
    this.tell = tell;                                  // called with true when a glide begins, false when all have ended
    this.now = new Map();                              // artist -> the display list as drawn
    this.gliding = new Map();                          // artist -> {from, to, start}
  }

  show(artist, list, smooth) {
    const from = this.now.get(artist);
    this.gliding.delete(artist);
    if (!smooth || !from || calm() || !alike(from, list)) return this.draw(artist, list);
    this.gliding.set(artist, {from, to: list, start: performance.now()});
    if (this.frame) return;
    this.tell(true);
    this.frame = requestAnimationFrame((time) => this.step(time));
  }

  draw(artist, list) {
    this.now.set(artist, list);
    this.picture.draw(artist, list);
  }

  step(time) {
    for (const [artist, {from, to, start}] of this.gliding) {
      const way = Math.min(Math.max((time - start) / GLIDE, 0), 1);
      if (way === 1) this.gliding.delete(artist);
      this.draw(artist, way === 1 ? to : blend(from, to, way));
    }
    this.frame = this.gliding.size ? requestAnimationFrame((next) => this.step(next)) : null;
    if (!this.frame) this.tell(false);
  }

  settle() {
    for (const [artist, {to}] of this.gliding) this.draw(artist, to);
    this.gliding.clear();
  }
}

function alike(one, other) {
  return one.length === other.length && one.every((a, i) => {
    const b = other[i];
    return a.kind === b.kind && a.x.length === b.x.length && a.key.join() === b.key.join()
      && (!a.codes || a.codes.every((code, k) => code === b.codes[k]));
  });
}

function blend(from, to, way) {
  const between = (a, b) => a.map((start, k) => start + way * (b[k] - start));
  return to.map((end, i) => ({...end, x: between(from[i].x, end.x), y: between(from[i].y, end.y)}));
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}
