// The ghost: the previous setting stays in sight, pale and dotted, while a reader moves away from it.
const REST = 400;                                      // milliseconds without a move: the hand rests

class Ghost {
  constructor(picture) {
    this.picture = picture;
  }

  // call when the hand begins to move: what is drawn now becomes the ghost
  leave() {
    this.clear();
    this.shades = [];
    for (const group of this.picture.groups.values()) {
      const shade = group.cloneNode(true);
      shade.removeAttribute("data-live");
      shade.setAttribute("class", "live-ghost");
      shade.setAttribute("aria-hidden", "true");
      for (const text of shade.querySelectorAll("text")) text.remove();
      for (const part of shade.querySelectorAll("[id]")) part.removeAttribute("id");
      group.before(shade);
      this.shades.push(shade);
    }
  }

  clear() {
    for (const shade of this.shades || []) shade.remove();
    this.shades = [];
  }
}
