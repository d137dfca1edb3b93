// Reads the table of a figure: the twin of mathlib/live/table.py, which says how it is laid out.
const UNIT = 32, LOW = -512;
const FAMILIES = ["signature", "length", "code", "x", "y", "u", "v", "content"];

async function inflate(base64) {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function readTable(bytes) {
  const size = bytes[0] | bytes[1] << 8 | bytes[2] << 16 | bytes[3] << 24;
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + size)));
  const blocks = bytes.subarray(4 + size), matrices = new Map();
  for (const track of header.tracks) {
    for (const family of FAMILIES) {
      const meta = track[family];
      if (!meta) continue;
      if (!matrices.has(meta.at)) matrices.set(meta.at, readMatrix(meta, track.shape, blocks));
      const matrix = matrices.get(meta.at), line = meta.plus && track[meta.plus];
      track[family] = line ? (state) => sum(matrix(state), line(state)) : matrix;
    }
  }
  return header;
}

// states x columns of 16-bit numbers: columns that never change once, the others as differences along `axes`
function readMatrix({at, columns, axes}, shape, blocks) {
  const states = shape.reduce((a, b) => a * b, 1), head = Math.ceil(columns / 8);
  const fixedAt = [], movingAt = [];
  for (let j = 0; j < columns; j++) (blocks[at + (j >> 3)] >> (j & 7) & 1 ? fixedAt : movingAt).push(j);
  const fixed = readPlanes(blocks, at + head, fixedAt.length);
  addUp(fixed, [fixedAt.length], 0);
  const moving = readPlanes(blocks, at + head + 2 * fixedAt.length, states * movingAt.length);
  for (const axis of axes) addUp(moving, [...shape, movingAt.length], axis);
  const row = new Uint16Array(columns);
  fixedAt.forEach((j, k) => { row[j] = fixed[k]; });
  return (state) => {
    const start = state * movingAt.length;
    for (let k = 0; k < movingAt.length; k++) row[movingAt[k]] = moving[start + k];
    return row;
  };
}

// markers are kept as differences from the points of their line
function sum(marks, line) {
  const row = Uint16Array.from(marks);
  for (let j = 0; j < Math.min(marks.length, line.length); j++) row[j] += line[j];
  return row;
}

function readPlanes(blocks, at, count) {
  const numbers = new Uint16Array(count);
  for (let i = 0; i < count; i++) {
    const zigzag = blocks[at + i] | blocks[at + count + i] << 8;
    numbers[i] = zigzag >> 1 ^ -(zigzag & 1);
  }
  return numbers;
}

function addUp(numbers, shape, axis) {
  const stride = shape.slice(axis + 1).reduce((a, b) => a * b, 1), block = stride * shape[axis];
  for (let start = 0; start < numbers.length; start += block) {
    for (let i = start + stride; i < start + block; i++) numbers[i] += numbers[i - stride];
  }
}

// the display list of a track in one of its states: what Recorder kept, as numbers and strings
function displayList(table, track, state) {
  const read = (family) => (track[family] ? track[family](state) : []);
  const [[signature], lengths, codes, x, y, u, v, contents] = FAMILIES.map(read);
  let length = 0, path = 0, other = 0, content = 0;
  return track.signatures[signature].map((number) => {
    const [kind, ...key] = table.keys[number];
    const isPath = kind === "path";
    const count = isPath || kind === "marks" ? lengths[length++] : 1;
    const start = isPath ? path : other;
    if (isPath) path += count; else other += count;
    const slice = (row) => Array.from(row.subarray(start, start + count), (n) => n / UNIT + LOW);
    return {
      kind, key, x: slice(isPath ? x : u), y: slice(isPath ? y : v),
      codes: isPath ? codes.slice(start, start + count) : null,
      content: kind === "text" || kind === "node" ? table.strings[contents[content++]] : "",
    };
  });
}
