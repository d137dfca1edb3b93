// The page of a figure without a document: the player's own code, with stand-ins for what only a browser has.
// `inflated` is a function of Python: what was deflated in, what it was out, both as base64.
var inflate = (base64) => Uint8Array.fromBase64(inflated(base64));
var TextDecoder = class {
  decode(bytes) {
    return decodeURIComponent(Array.from(bytes, (byte) => "%" + byte.toString(16).padStart(2, "0")).join(""));
  }
};

var arrived, page;
var drawn = new Map(), painted = new Map();
var mathlibLive = {table: (file, data, script, arrays) => { arrived = {data, script, arrays}; }};

var answers = {
  open(spec) {
    page = Object.assign(Object.create(PageFigure.prototype), {
      spec, table: readTable(inflate(arrived.data)), script: arrived.script,
      indices: null, shown: new Map(), words: {status: "", goal: ""}, moved: [], inputs: [], outputs: [], handles: [],
      status: {}, motion: {show: (artist, list) => drawn.set(artist, list)},
      picture: {paint: ({number}, greys) => painted.set(number, greys)},
    });
    unpacked(arrived.arrays).then((data) => { page.data = data; });
    return null;
  },

  artists() {
    const {lines = {}, images = {}} = page.spec.script || {};
    const scripted = [...Object.values(lines), ...Object.values(images)].map(({number}) => number);
    return [...page.table.tracks.map(({name}) => name).filter((name) => !(name in page.words)), ...scripted];
  },

  definitions: () => Object.keys(page.table.definitions),
  keys: () => page.table.keys,

  go(indices) {
    page.draw(indices);
    return [page.status.textContent, page.words.goal === "reached"];
  },

  // what was drawn and painted since it was taken last: display lists, grey levels
  take() {
    const lists = Array.from(drawn, ([artist, list]) => [artist, list.map(
      ({kind, key, x, y, codes, content}) => [kind, key, x, y, codes && Array.from(codes), content])]);
    const images = Array.from(painted, ([artist, greys]) => [artist, Array.from(greys)]);
    drawn.clear();
    painted.clear();
    return [lists, images];
  },
};

function call(name, given) {
  return JSON.stringify(answers[name](...JSON.parse(given)));
}
