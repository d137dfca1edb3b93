// A live figure of a built page: its controls, its table, its state in the address.
const tables = new Map();                              // file name -> {arrive, fail}

class PageFigure {
  constructor(element) {
    this.element = element;
    this.spec = JSON.parse(element.dataset.spec);
    this.indices = null;
    this.shown = new Map();                            // artist -> the state drawn last
    const [svg, handles] = element.querySelectorAll("svg");
    this.svgs = [svg, handles];
    this.picture = new Picture(svg, this.spec.prefix);
    this.handles = this.spec.handles.map((spec) => new Handle(handles, spec, (next) => this.go(next)));
    this.box = element.querySelector(".live-picture");
    new ResizeObserver(() => this.arrange()).observe(this.box);
    this.arrange();
  }

  arrange() {
    arrange(this.svgs, this.spec, this.box.clientWidth);
  }

  async load() {
    try {
      this.table = readTable(await inflate(await fetchTable(this.element.dataset.table)));
      this.picture.define(this.table.definitions);
      this.bind();
      this.draw(readAddress(location.hash, this.spec) || this.spec.start);
      this.element.dataset.state = "live";
    } catch (error) {
      this.element.querySelector(".live-problem").hidden = false;
      console.warn(`${this.spec.name}: ${error.message}`);
    }
  }

  bind() {
    for (const input of this.inputs = [...this.element.querySelectorAll("[data-axis]")]) {
      input.disabled = false;
      input.addEventListener("input", () => this.go(withStop(this.indices, input.dataset.axis, readInput(input))));
    }
    this.outputs = [...this.element.querySelectorAll("output")];
    this.status = this.element.querySelector(".live-status");
    this.announcement = this.element.querySelector("[role=status]");
    for (const button of this.element.querySelectorAll("button[data-state]")) {
      button.disabled = false;
      button.addEventListener("click", () => this.go(JSON.parse(button.dataset.state)));
    }
    addEventListener("hashchange", () => this.follow());
  }

  follow() {
    const indices = readAddress(location.hash, this.spec);
    if (!indices) return;
    this.draw(indices);
    this.element.scrollIntoView({block: "nearest"});
  }

  // move there as a reader's doing: the address and the screen reader follow when the hand rests
  go(indices) {
    this.draw(indices);
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.announcement.textContent = this.sentence;
      try { history.replaceState(null, "", writeAddress(this.indices, this.spec)); } catch { /* not every page may */ }
    }, 400);
  }

  draw(indices) {
    this.indices = indices;
    for (const track of this.table.tracks) {
      const state = track.on.reduce((sum, axis, i) => sum * track.shape[i] + indices[axis], 0);
      if (this.shown.get(track.name) === state) continue;
      this.shown.set(track.name, state);
      const list = displayList(this.table, track, state);
      if (track.name === "status") this.status.textContent = this.sentence = list[0].content;
      else this.picture.draw(track.name, list);
    }
    for (const input of this.inputs) showInput(input, indices[input.dataset.axis], this.spec.texts);
    for (const output of this.outputs) {
      output.textContent = this.spec.texts[output.dataset.of][indices[output.dataset.of]];
    }
    for (const handle of this.handles) handle.show(indices, this.spec.texts);
  }
}

function withStop(indices, axis, stop) {
  const next = [...indices];
  next[axis] = stop;
  return next;
}

function readInput(input) {
  return input.type === "checkbox" ? Number(input.checked) : Number(input.value);
}

function showInput(input, stop, texts) {
  if (input.type === "checkbox") input.checked = stop === 1;
  else if (input.type === "radio") input.checked = Number(input.value) === stop;
  else input.value = stop;
  if (input.type === "range") input.setAttribute("aria-valuetext", texts[input.dataset.axis][stop]);
}

// Tables are classic scripts, because a page opened from a disk may load nothing else.
function fetchTable(file) {
  return new Promise((arrive, fail) => {
    tables.set(file, arrive);
    const script = document.createElement("script");
    script.src = new URL(`../_live/${encodeURIComponent(file)}`, PLAYER).href;
    script.onerror = () => fail(new Error("its table could not be loaded"));
    document.head.append(script);
  });
}

function startPage() {
  const near = new IntersectionObserver((entries) => {
    for (const {isIntersecting, target} of entries) {
      if (!isIntersecting) continue;
      near.unobserve(target);
      figures.get(target).load();
    }
  }, {rootMargin: "800px"});
  const figures = new Map();
  for (const element of document.querySelectorAll("figure.live-figure[data-table]")) {
    figures.set(element, new PageFigure(element));
    near.observe(element);
  }
  const named = [...figures.keys()].find((element) => location.hash.startsWith(`#${element.id}:`));
  named?.scrollIntoView();
}
