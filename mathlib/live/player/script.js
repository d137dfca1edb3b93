// The second engine: between stops a checked script of the figure gives points in data coordinates; images it paints
// at every state.
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

// what words tied to a figure say: a value, or its status once a question is answered; undefined where they stay
function tiedText(spec, name, places, status, asking) {
  const axis = spec.controls.find((control) => control.name === name)?.axes[0];
  if (axis === undefined) return asking ? undefined : status;
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
  for (const {name, axes} of spec.controls) {
    const parts = axes.map((axis) => valueAt(spec, axis, places[axis]));
    values[name] = parts.length > 1 ? parts : parts[0];
  }
  return script(values, numerics, data);
}

// a state between stops: the display lists (artist -> list), the status, the goal
function scripted(spec, table, drawn) {
  const lists = new Map();
  for (const [name, line] of Object.entries(spec.script.lines)) {
    lists.set(line.number, asPrimitives(template(table, line.number), drawn[name], line));
  }
  return {lists, status: drawn.status || "", goal: drawn.goal ? "reached" : ""};
}

// style and clip of an artist, from any of its states that draws something
function template(table, number) {
  const track = table.tracks.find(({name}) => name === number);
  const longest = track.signatures.reduce((a, b) => (b.length > a.length ? b : a));
  return longest.map((key) => table.keys[key]);
}

function asPrimitives(keys, [xs, ys], line) {
  const place = ({log, scale, offset}, value) =>      // on the grid of the table, so that a stop looks the same by both
    Math.round(UNIT * (offset + scale * (log ? Math.log10(value) : value))) / UNIT;
  const x = Array.from(xs, (value) => place(line.x, value)), y = Array.from(ys, (value) => place(line.y, value));
  const drawn = x.map((one, i) => Number.isFinite(one) && Number.isFinite(y[i]));
  const keep = (row) => row.filter((_, i) => drawn[i]);
  const codes = keep(x.map((_, i) => (drawn[i - 1] ? 2 : 1)));
  const points = {x: keep(x), y: keep(y), content: ""};
  return keys.map(([kind, ...key]) => (kind === "path"
    ? {kind, key, ...close(points, codes, line.closed)} : {kind, key, codes: null, ...points}));
}

function close(points, codes, closed) {
  if (!closed) return {...points, codes};
  return {...points, x: [...points.x, points.x[0]], y: [...points.y, points.y[0]], codes: [...codes, 79]};
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
