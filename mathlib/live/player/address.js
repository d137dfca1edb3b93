// The state of a figure in the address: #momentum-ravine:step_size=0.05,start=-2;1
// What is read there is data: it is compared with the stops that exist, and ignored when it is none of them.
function readAddress(hash, spec) {
  const text = hash.slice(1);                          // some programs encode the marks between the parts too
  const [name, rest] = splitOnce(text.includes(":") ? text : decoded(text), ":");
  if (name !== spec.name || rest === undefined) return null;
  const indices = [...spec.start];
  for (const part of rest.split(",")) {
    const [key, value] = splitOnce(part, "=");
    const control = spec.controls.find((one) => one.name === key);
    if (!control || value === undefined) continue;
    const found = value.split(";").map((piece, way) => findPlace(spec, control.axes[way], decoded(piece)));
    if (found.length === control.axes.length && found.every((stop) => stop >= 0)) {
      control.axes.forEach((axis, way) => { indices[axis] = found[way]; });
    }
  }
  return indices;
}

function writeAddress(indices, spec) {
  const parts = spec.controls.map(({name, axes}) =>
    `${name}=${axes.map((axis) => encodeURIComponent(valueAt(spec, axis, indices[axis]))).join(";")}`);
  return `#${spec.name}:${parts.join(",")}`;
}

// the place of a written value on its axis; -1 for what is none
function findPlace(spec, axis, text) {
  if (axis === undefined) return -1;
  const stops = stopsOf(spec, axis), exact = stops.findIndex((stop) => String(stop) === text);
  if (exact >= 0 || text.trim() === "" || !stops.every((stop) => typeof stop === "number")) return exact;
  const number = Number(text);                         // a number between two stops means the nearer one
  if (!(number >= Math.min(...stops) && number <= Math.max(...stops))) return -1;
  return spec.script?.between.includes(axis) ? placeOf(spec, axis, number) : nearest(stops, number);
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

function decoded(text) {
  try { return decodeURIComponent(text); } catch { return ""; }
}
