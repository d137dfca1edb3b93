// A live figure where a kernel runs: the picture and its handles; ipywidgets controls stand below it.
function renderWidget({model, el}) {
  const spec = {...model.get("spec"), script: null};  // a kernel draws every state itself
  const box = document.createElement("div");
  const painted = model.get("spec").script?.images || {};
  box.className = `live-picture${Object.keys(painted).length ? " live-smooth" : ""}`;
  el.classList.add("live-figure");
  el.dataset.state = "live";
  el.id = spec.name;
  el.append(box);
  box.innerHTML = model.get("svg");
  const svg = box.firstElementChild;
  const overlay = svgElement("svg", {class: "live-handles", viewBox: svg.getAttribute("viewBox")}, box);
  const status = Object.assign(document.createElement("p"), {className: "live-status"});
  status.setAttribute("role", "status");
  if (spec.question) status.dataset.waiting = spec.question.waiting;
  el.append(status);
  const picture = new Picture(svg, spec.prefix), ghost = new Ghost(picture);
  let resting = null, wish = null;                     // where a reader wants to go while a question is open
  const rest = () => {
    if (spec.ghost && !resting) ghost.leave();
    clearTimeout(resting);
    resting = setTimeout(() => { resting = null; }, REST);
  };
  const handles = spec.handles.map((one) => new Handle(overlay, one, (next) => {
    go(next);
    handles.forEach((handle) => handle.show(next, spec));
  }));
  let sentence = "";
  const say = () => {
    status.textContent = model.get("problem") || sentence;
    el.dataset.state = model.get("problem") ? "problem" : "live";
  };
  const draw = () => {
    const bytes = model.get("frame");
    const table = readTable(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    picture.define(table.definitions);
    for (const track of table.tracks) {
      const list = displayList(table, track, 0);
      if (track.name === "status") sentence = list[0].content;
      else picture.draw(track.name, list);
    }
    el.dataset.indices = JSON.stringify(model.get("drawn"));
    handles.forEach((handle) => handle.show(model.get("drawn"), spec));
    say();
    follow();
  };
  const ask = () => {
    if (model.get("asking")) el.dataset.asking = "waits";
    else delete el.dataset.asking;
    follow();
    if (!model.get("asking") && wish) go(wish);
    wish = null;
  };

  // in JupyterLab the sentences tied to a figure are links, #live:set/name/what: one sets it, the others follow it
  const tied = (kind) => [...document.querySelectorAll(`a[href^="#live:${kind}/${spec.name}/"]`)];
  const what = (link) => link.getAttribute("href").split("/").slice(2).join("/");
  const set = (event) => {
    const link = event.target.closest?.(`a[href^="#live:"]`);
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    const next = tied("set").includes(link) && readAddress(`#${spec.name}:${what(link)}`, spec);
    if (!next) return;
    if (model.get("asking")) wish = next;
    else go(next);
  };
  const go = (next) => {
    model.set("indices", next);
    model.save_changes();
  };
  const follow = () => {
    for (const link of [...tied("show"), ...tied("scrub")]) {
      link.textContent = tiedText(spec, what(link), model.get("drawn"), sentence, model.get("asking"));
    }
  };
  document.addEventListener("click", set, true);
  const heard = {"change:indices": rest, "change:drawn": draw, "change:problem": say, "change:asking": ask};
  for (const [event, answer] of Object.entries(heard)) model.on(event, answer);
  const observer = new ResizeObserver(() => arrange([svg, overlay], spec, box.clientWidth));
  observer.observe(box);
  draw();
  ask();
  return () => {
    observer.disconnect();
    document.removeEventListener("click", set, true);
    for (const [event, answer] of Object.entries(heard)) model.off(event, answer);
  };
}
