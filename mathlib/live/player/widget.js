// A live figure where a kernel runs: the picture and its handles; ipywidgets controls stand below it.
function renderWidget({model, el}) {
  const spec = model.get("spec");
  const box = document.createElement("div");
  box.className = "live-picture";
  el.classList.add("live-figure");
  el.dataset.state = "live";
  el.id = spec.name;
  el.append(box);
  box.innerHTML = model.get("svg");
  const svg = box.firstElementChild;
  const overlay = svgElement("svg", {class: "live-handles", viewBox: svg.getAttribute("viewBox")}, box);
  const status = Object.assign(document.createElement("p"), {className: "live-status"});
  status.setAttribute("role", "status");
  el.append(status);
  const picture = new Picture(svg, spec.prefix);
  const handles = spec.handles.map((one) => new Handle(overlay, one, (next) => {
    model.set("indices", next);
    model.save_changes();
    handles.forEach((handle) => handle.show(next, spec.texts));
  }));
  const draw = () => {
    const bytes = model.get("frame");
    const table = readTable(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    picture.define(table.definitions);
    for (const track of table.tracks) {
      const list = displayList(table, track, 0);
      if (track.name === "status") status.textContent = list[0].content;
      else picture.draw(track.name, list);
    }
    el.dataset.indices = JSON.stringify(model.get("indices"));
    handles.forEach((handle) => handle.show(model.get("indices"), spec.texts));
  };
  const complain = () => {
    status.textContent = model.get("problem") || status.textContent;
    el.dataset.state = model.get("problem") ? "problem" : "live";
  };
  model.on("change:frame", draw);
  model.on("change:problem", complain);
  const observer = new ResizeObserver(() => arrange([svg, overlay], spec, box.clientWidth));
  observer.observe(box);
  draw();
  return () => {
    observer.disconnect();
    model.off("change:frame", draw);
    model.off("change:problem", complain);
  };
}
