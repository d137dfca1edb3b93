// Handles: points of the picture that are dragged, or focused and moved by the arrow keys (Shift: ten stops).
// They lie on an SVG of their own, above the picture, because a picture with role "img" has no parts for a reader.
const ARROWS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};

class Handle {
  // spec: {label, role, panel, x: {axis, at}, y: {axis, at}}, `at` the canvas coordinate of each stop,
  // `axis` the axis of the grid that it moves (null: this direction is fixed)
  constructor(svg, spec, move) {
    this.spec = spec;
    this.move = move;
    const panel = svg.querySelector(`[data-panel="${spec.panel}"]`) || svgElement("g", {"data-panel": spec.panel}, svg);
    this.group = svgElement("g", {
      class: "live-handle", tabindex: 0, role: "slider", "aria-label": spec.label,
      "aria-roledescription": "handle", "data-lm-suppress-shortcuts": "true", style: `--handle: var(--${spec.role})`,
    }, panel);
    svgElement("circle", {class: "live-handle-area", r: 18}, this.group);
    svgElement("circle", {class: "live-handle-ring", r: 7}, this.group);
    this.group.addEventListener("pointerdown", (event) => this.grab(event));
    this.group.addEventListener("keydown", (event) => this.key(event));
  }

  show(places, figure) {
    const {x, y} = this.spec;
    this.places = places;
    this.figure = figure;
    const place = ({axis}) => (axis === null ? 0 : places[axis]);
    if (!this.held) this.put(along(x.at, place(x)), along(y.at, place(y)));
    const main = x.axis === null ? y : x;
    this.group.setAttribute("aria-valuemin", 0);
    this.group.setAttribute("aria-valuemax", main.at.length - 1);
    this.group.setAttribute("aria-valuenow", place(main));
    this.group.setAttribute("aria-valuetext", [["x", x], ["y", y]].filter(([, way]) => way.axis !== null)
      .map(([name, way]) => `${name} ${textAt(figure, way.axis, place(way))}`).join(", "));
  }

  put(x, y) {
    this.at = [x, y];
    this.group.setAttribute("transform", `translate(${x} ${y})`);
  }

  grab(event) {
    if (event.button > 0) return;                      // the other buttons of a mouse are for its menus
    event.preventDefault();
    this.group.focus({preventScroll: true});
    this.group.setPointerCapture(event.pointerId);
    const inside = this.group.parentNode.getScreenCTM().inverse();
    const pointed = (at) => new DOMPoint(at.clientX, at.clientY).matrixTransform(inside);
    const [left, top] = this.at, start = pointed(event);
    const drag = (at) => {
      const point = pointed(at), x = left + point.x - start.x, y = top + point.y - start.y;
      this.held = !calm();                             // the handle follows the hand, and settles when it lets go
      if (this.held) this.put(within(this.spec.x.at, x), within(this.spec.y.at, y));
      this.go([this.find(this.spec.x, x), this.find(this.spec.y, y)]);
    };
    const release = () => {
      this.held = false;
      this.group.removeEventListener("pointermove", drag);
      this.show(this.places, this.figure);
    };
    this.group.addEventListener("pointermove", drag);
    for (const end of ["pointerup", "pointercancel"]) this.group.addEventListener(end, release, {once: true});
  }

  key(event) {
    if (!(event.key in ARROWS) || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const stops = event.shiftKey ? 10 : 1;
    this.go([this.spec.x, this.spec.y].map(({axis, at}, way) => {
      const step = ARROWS[event.key][way] * stops * Math.sign(at[at.length - 1] - at[0]);
      return axis === null ? 0 : Math.min(Math.max(Math.round(this.places[axis]) + step, 0), at.length - 1);
    }));
  }

  // the place that a point of the canvas means: the nearest stop, or any place where a script draws between stops
  find({axis, at}, point) {
    const stop = nearest(at, point);
    if (!this.figure.script?.between?.includes(axis)) return stop;
    const stops = stopsOf(this.figure, axis), up = Math.sign(at[at.length - 1] - at[0]);
    let low = 0;
    while (low < at.length - 2 && up * (point - at[low + 1]) > 0) low++;
    return placeOf(this.figure, axis,
      stops[low] + (point - at[low]) / (at[low + 1] - at[low]) * (stops[low + 1] - stops[low]));
  }

  go([x, y]) {
    const next = [...this.places];
    if (this.spec.x.axis !== null) next[this.spec.x.axis] = x;
    if (this.spec.y.axis !== null) next[this.spec.y.axis] = y;
    this.move(next);
  }
}

// the canvas coordinate of a place between stops
function along(at, place) {
  const low = Math.floor(place);
  return low === place ? at[low] : at[low] + (place - low) * (at[low + 1] - at[low]);
}

function within(places, place) {
  return Math.min(Math.max(place, Math.min(...places)), Math.max(...places));
}

function nearest(places, place) {
  let best = 0;
  for (let i = 1; i < places.length; i++) {
    if (Math.abs(places[i] - place) < Math.abs(places[best] - place)) best = i;
  }
  return best;
}
