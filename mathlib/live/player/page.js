// A live figure of a built page: its controls, its table, its state in the address.

class PageFigure {
  constructor(element) {
    this.element = element;
    this.spec = JSON.parse(element.dataset.spec);
    this.indices = null;                               // what is drawn
    this.wanted = this.spec.start;                     // where it is to stand, once no question is open
    this.shown = new Map();                            // artist -> the state drawn last
    this.words = {status: "", goal: ""};               // what the state tells in words
    this.moved = [];                                   // called after each move
    const [svg, handles] = element.querySelectorAll(".live-picture svg");
    this.svgs = [svg, handles];
    this.picture = new Picture(svg, this.spec.prefix);
    this.ghost = new Ghost(this.picture);
    this.motion = new Motion(this.picture, (gliding) => element.toggleAttribute("data-gliding", gliding));
    this.handles = this.spec.handles.map((spec) => new Handle(handles, spec, (next) => this.go(next)));
    this.box = element.querySelector(".live-picture");
    this.status = element.querySelector(".live-status");
    this.announcement = element.querySelector("[role=status]");
    this.alt = svg.getAttribute("aria-label");
    this.question = this.spec.question && new Question(this);
    new ResizeObserver(() => this.arrange()).observe(this.box);
    this.arrange();
  }

  arrange() {
    arrange(this.svgs, this.spec, this.box.clientWidth);
  }

  async load() {
    try {
      const {data, script, arrays} = await fetchTable(this.element.dataset.table);
      this.table = readTable(await inflate(data));
      this.script = script;
      this.data = await unpacked(arrays);
      this.picture.define(this.table.definitions);
      this.bind();
      for (const add of [addProse, addFormulas, addSharing, addGoal, addPlay, addTools]) add(this);
      this.question?.begin();
      this.stand(readAddress(location.hash, this.spec) || joined(this));
      this.element.dataset.state = "live";
    } catch (error) {
      this.table = null;                               // no state can be shown, so that there is nothing to ask
      this.question?.hold(false);
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
    for (const button of this.element.querySelectorAll("button[data-state]")) {
      button.disabled = false;
      button.addEventListener("click", () => this.go(JSON.parse(button.dataset.state)));
    }
    addEventListener("hashchange", () => this.follow());
    addEventListener("beforeprint", () => this.motion.settle());
  }

  follow() {
    const indices = readAddress(location.hash, this.spec);
    if (!indices) return;
    this.stand(indices);
    this.element.scrollIntoView({block: "nearest"});
  }

  get asking() {
    return Boolean(this.question?.open);
  }

  // an open question has a state of its own; the figure goes where it is wanted when it is over
  stand(indices) {
    this.wanted = indices;
    this.draw(this.asking ? this.spec.question.before : indices);
  }

  // move there as a reader's doing: the screen reader follows when the hand rests, the address by then
  go(indices) {
    if (this.spec.ghost && !this.resting && !this.asking) {
      this.motion.settle();
      this.ghost.leave();
    }
    this.stand(indices);
    this.unkept = true;
    clearTimeout(this.resting);
    this.resting = setTimeout(() => {
      this.resting = null;
      this.announce(this.asking ? this.status.dataset.waiting : this.words.status);
      if (this.unkept) this.keep();
    }, REST);
  }

  // write the state into the address; false where a page may not, as inside another page
  keep() {
    this.unkept = false;
    try { history.replaceState(null, "", writeAddress(this.wanted, this.spec)); } catch { return false; }
    return true;
  }

  announce(text) {
    const goal = this.words.goal && !this.asking && this.element.querySelector(".live-goal").textContent;
    this.announcement.textContent = [text, goal].filter(Boolean).join(" ");
  }

  draw(indices) {
    const before = this.indices || indices;
    this.indices = indices;
    const {images = {}} = this.spec.script || {}, stop = isStop(indices), {scripted: left} = this.table;
    const asks = !stop || Object.keys({...images, ...left}).length > 0;
    const drawn = asks ? drawnBy(this.script, this.spec, this.data, indices) : null;
    if (stop) this.drawStop(before, indices);
    if (drawn) this.drawScripted(before, indices, drawn);
    for (const [name, image] of Object.entries(images)) this.picture.paint(image, drawn[name]);
    if (!this.asking) this.status.textContent = this.words.status;     // until then it keeps its place, unseen
    for (const input of this.inputs) showInput(input, indices[input.dataset.axis], this.spec);
    for (const output of this.outputs) {
      output.textContent = textAt(this.spec, Number(output.dataset.of), indices[output.dataset.of]);
    }
    for (const handle of this.handles) handle.show(indices, this.spec);
    for (const tell of this.moved) tell();
  }

  drawStop(before, indices) {
    for (const track of this.table.tracks) {
      if (track.name in this.table.scripted) continue;
      const state = track.on.reduce((sum, axis, i) => sum * track.shape[i] + indices[axis], 0);
      if (this.shown.get(track.name) === state) continue;
      this.shown.set(track.name, state);
      const list = displayList(this.table, track, state);
      if (track.name in this.words) this.words[track.name] = list[0].content;
      else this.motion.show(track.name, list, glides(track, before, indices));
    }
  }

  // between stops all that the script draws; at a stop what the table leaves to it
  drawScripted(before, indices, drawn) {
    const {lists, words} = scripted(this.spec, this.table, drawn), left = this.table.scripted, stop = isStop(indices);
    if (!stop) this.shown.clear();
    for (const [artist, list] of lists) {
      if (!stop || artist in left) this.motion.show(artist, list, stop && glides(left[artist], before, indices));
    }
    for (const name of Object.keys(words)) if (!stop || name in left) this.words[name] = words[name];
  }
}

// only what was found smooth may glide, and only between neighbours: farther apart, half-way may lie
function glides(track, before, after) {
  return track.on.every((axis) => before[axis] === after[axis]
    || (track.smooth.includes(axis) && Math.abs(before[axis] - after[axis]) <= 3));
}

function withStop(indices, axis, stop) {
  const next = [...indices];
  next[axis] = stop;
  return next;
}

function readInput(input) {
  return input.type === "checkbox" ? Number(input.checked) : Number(input.value);
}

function showInput(input, place, spec) {
  const stop = Math.round(place);
  if (input.type === "checkbox") input.checked = stop === 1;
  else if (input.type === "radio") input.checked = Number(input.value) === stop;
  else input.value = stop;
  const said = [textAt(spec, Number(input.dataset.axis), place), input.dataset.unit].filter(Boolean).join(" ");
  if (input.type === "range") input.setAttribute("aria-valuetext", said);
}

// Tables are classic scripts, because a page opened from a disk may load nothing else. Each calls mathlibLive.table.
const arrivals = new Map();                            // file name -> {promise, arrive, fail}

function arrival(file) {
  if (!arrivals.has(file)) {
    const one = {};
    one.promise = new Promise((arrive, fail) => Object.assign(one, {arrive, fail}));
    arrivals.set(file, one);
  }
  return arrivals.get(file);
}

function fetchTable(file) {
  const {promise, fail} = arrival(file);
  if (file !== "inline") {                             // an inline table comes with the page
    const script = document.createElement("script");
    script.src = new URL(`../_live/${encodeURIComponent(file)}`, PLAYER).href;
    script.onerror = () => fail(new Error("its table could not be loaded"));
    document.head.append(script);
  }
  return promise;
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
  keepWhenReleased([...figures.values()]);
  const named = [...figures.keys()].find((element) => location.hash.startsWith(`#${element.id}:`));
  named?.scrollIntoView();
}
