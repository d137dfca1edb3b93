// The second engine: a checked script of the figure gives points in data coordinates, and paints images: between stops,
// and at stops what the table leaves to it.
// A place on an axis of the grid is a number: whole at a stop, between two stops where a handle may rest anywhere.
function isStop(places) {
  return places.every(Number.isInteger);
}

function valueAt(spec, axis, place) {
  const stops = stopsOf(spec, axis);
  if (Number.isInteger(place)) return stops[place];
  const low = Math.floor(place);
  return Math.round(100 * (stops[low] + (place - low) * (stops[low + 1] - stops[low]))) / 100;
}

// what words tied to a figure say: a value, or its status once a question is answered
function tiedText(spec, name, places, status, asking) {
  const axis = spec.controls.find((control) => control.name === name)?.axes[0];
  if (axis === undefined) return asking ? "…" : status;
  return textAt(spec, axis, places[axis]);
}

function textAt(spec, axis, place) {
  return Number.isInteger(place) ? spec.texts[axis][place] : numerics.decimals(valueAt(spec, axis, place));
}

// the place of a value between stops; whole where it is a stop
function placeOf(spec, axis, value) {
  const stops = stopsOf(spec, axis), last = stops.length - 1;
  const rounded = Math.min(Math.max(Math.round(100 * value) / 100, stops[0]), stops[last]);
  const stop = stops.indexOf(rounded);
  if (stop >= 0) return stop;
  const low = stops.findLastIndex((one) => one < rounded);
  return low + (rounded - stops[low]) / (stops[low + 1] - stops[low]);
}

function stopsOf(spec, axis) {
  const control = spec.controls.find(({axes}) => axes.includes(axis));
  return control.stops[control.axes.indexOf(axis)];
}

// what the script draws at a place: gid -> points or grey levels, the status, the goal
function drawnBy(script, spec, data, places) {
  const values = {};
  for (const {name, axes, given} of spec.controls) {
    const parts = axes.map((axis, way) => (given ? given[way][places[axis]] : valueAt(spec, axis, places[axis])));
    values[name] = parts.length > 1 ? parts : parts[0];
  }
  return script(values, numerics, data);
}

// what the script gives, as a table would: the display lists (artist -> list), the status, the goal
function scripted(spec, table, drawn) {
  const lists = new Map();
  for (const [name, line] of Object.entries(spec.script.lines)) {
    lists.set(line.number, asPrimitives(template(table, line.number), drawn[name], line));
  }
  return {lists, words: {status: drawn.status || "", goal: drawn.goal ? "reached" : ""}};
}

// style and clip of an artist, from any of its states that draws something
function template(table, number) {
  const track = table.tracks.find(({name}) => name === number);
  const longest = track.signatures.reduce((a, b) => (b.length > a.length ? b : a));
  return longest.map((key) => table.keys[key]);
}

function asPrimitives(keys, [xs, ys], line) {
  const place = ({log, scale, offset}, value) => offset + scale * (log ? Math.log10(value) : value);
  const all = {x: Array.from(xs, (value) => place(line.x, value)), y: Array.from(ys, (value) => place(line.y, value))};
  const drawn = all.x.map((one, i) => Number.isFinite(one) && Number.isFinite(all.y[i]));
  const codes = drawn.map((_, i) => (drawn[i - 1] ? 2 : 1));
  const pick = (row) => row.filter((_, i) => drawn[i]);
  const points = {x: pick(all.x), y: pick(all.y), codes: pick(codes)};
  return keys.map(([kind, ...key]) => {
    if (kind !== "path") return {kind, key, content: "", ...rounded(points), codes: null};
    const path = line.closed ? closed(points) : key[1].includes("dasharray") ? clipped(points, line.canvas) : points;
    return {kind, key, content: "", ...rounded(path)};
  });
}

function closed({x, y, codes}) {
  return {x: [...x, x[0]], y: [...y, y[0]], codes: [...codes, 79]};
}

// a dashed line begins where matplotlib clips it: one unit outside of the canvas
function clipped({x, y, codes}, [width, height]) {
  const path = {x: [], y: [], codes: []};
  const add = (code, px, py) => { path.x.push(px); path.y.push(py); path.codes.push(code); };
  for (let i = 1; i < x.length; i++) {
    if (codes[i] === 1) continue;
    const dx = x[i] - x[i - 1], dy = y[i] - y[i - 1];
    let start = 0, end = 1;
    for (const [way, room] of [[-dx, x[i - 1] + 1], [dx, width + 1 - x[i - 1]], [-dy, y[i - 1] + 1], [dy, height + 1 - y[i - 1]]]) {
      if (way < 0) start = Math.max(start, room / way);
      else if (way > 0) end = Math.min(end, room / way);
      else if (room < 0) end = -1;
    }
    if (start > end) continue;
    if (start > 0 || codes[i - 1] === 1) add(1, x[i - 1] + start * dx, y[i - 1] + start * dy);
    add(2, x[i - 1] + end * dx, y[i - 1] + end * dy);
  }
  return path;
}

function rounded({x, y, codes}) {
  return {x: x.map(onGrid), y: y.map(onGrid), codes};
}

// on the grid of the table, rounded as numpy rounds there, so that a stop looks the same by both
function onGrid(value) {
  return even((even(value * 1e6) / 1e6 - LOW) * UNIT) / UNIT + LOW;
}

function even(value) {
  const low = Math.floor(value), rest = value - low;
  return low + Number(rest > 0.5 || (rest === 0.5 && low % 2 !== 0));
}

// the arrays that a script is given, from what the build stored
async function unpacked(stored = {}) {
  const types = {Int8Array, Uint8Array, Int16Array, Uint16Array, Float32Array, Float64Array}, data = {};
  for (const [name, [type, packed]] of Object.entries(stored)) data[name] = new types[type]((await inflate(packed)).buffer);
  return data;
}

// grey levels, row by row, as the address of a bitmap: no other kind of picture is made as fast
function bitmap(greys, {rows, columns}) {
  const start = 54 + 1024, width = columns + (-columns & 3), bytes = new Uint8Array(start + rows * width);
  const levels = new Uint8ClampedArray(greys);
  const head = new DataView(bytes.buffer);
  bytes.set([66, 77]);                                 // BM
  [[2, bytes.length], [10, start], [14, 40], [18, columns], [22, -rows], [26, 1 | 8 << 16], [34, rows * width], [46, 256]]
    .forEach(([at, number]) => head.setInt32(at, number, true));
  for (let grey = 0; grey < 256; grey++) head.setUint32(54 + 4 * grey, grey * 0x10101, true);
  for (let row = 0; row < rows; row++) {
    bytes.set(levels.subarray(row * columns, (row + 1) * columns), start + row * width);
  }
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode.apply(null, bytes.subarray(at, at + 32768));
  return `data:image/bmp;base64,${btoa(text)}`;
}
