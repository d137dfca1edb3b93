// Puts display lists into the groups that the picture keeps for its live artists, reusing the nodes that are there.
const SVG = "http://www.w3.org/2000/svg";
const LETTER = {1: "M", 2: "L", 3: "Q", 4: "C", 79: "Z"};
const POINTS = {3: 2, 4: 3};

function svgElement(tag, attributes = {}, parent = null) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) if (value !== "") element.setAttribute(name, value);
  parent?.append(element);
  return element;
}

class Picture {
  constructor(svg, prefix) {
    this.svg = svg;
    this.prefix = prefix;
    this.drawn = new Map();                            // artist -> the nodes of its primitives
    this.groups = new Map([...svg.querySelectorAll("[data-live]")].map((g) => [g.dataset.live, g]));
  }

  // ids in the table are bare; in the page each picture has its own
  own(markup) {
    return markup.replace(/(\bid="|href="#|url\(#)/g, `$1${this.prefix}`);
  }

  define(definitions) {
    for (const [id, markup] of Object.entries(definitions)) {
      if (this.svg.getElementById(this.prefix + id)) continue;
      const defs = this.svg.querySelector(":scope > defs:last-child") || svgElement("defs", {}, this.svg);
      defs.insertAdjacentHTML("beforeend", this.own(markup));
    }
  }

  draw(artist, list) {
    const group = this.groups.get(artist);
    if (!group) return;
    let nodes = this.drawn.get(artist);
    if (!nodes) {
      group.textContent = "";
      this.drawn.set(artist, nodes = []);
    }
    list.forEach((primitive, i) => {
      const identity = primitive.kind + "\n" + primitive.key.join("\n");
      if (nodes[i]?.identity !== identity) {
        const node = this.make(primitive);
        node.identity = identity;
        if (nodes[i]) nodes[i].element.replaceWith(node.element); else group.append(node.element);
        nodes[i] = node;
      }
      UPDATE[primitive.kind](nodes[i], primitive, this);
    });
    for (const node of nodes.splice(list.length)) node.element.remove();
  }

  paint({number, ...size}, greys) {
    this.groups.get(number)?.querySelector("image")?.setAttribute("href", bitmap(greys, size));
  }

  make({kind, key: [clip, ...key]}) {
    const clipped = {"clip-path": clip && `url(#${this.prefix}${clip})`};
    const element = svgElement(kind === "path" ? "path" : "g", clipped);
    if (kind === "path") element.setAttribute("style", this.own(key[0]));
    if (kind === "text") svgElement("text", {style: key[0]}, element);
    if (kind === "node") svgElement("g", {}, element);
    return {element, key, content: null};
  }
}

const UPDATE = {
  path(node, {x, y, codes}) {
    let d = "";
    for (let i = 0; i < codes.length;) {
      const count = POINTS[codes[i]] || 1;
      d += LETTER[codes[i]];
      if (codes[i] !== 79) for (let k = i; k < i + count; k++) d += x[k] + " " + y[k] + " ";
      i += count;
    }
    node.element.setAttribute("d", d);
  },
  marks(node, {x, y, key: [, style, shape]}, picture) {
    const marks = node.element.children;
    while (marks.length > x.length) node.element.lastChild.remove();
    while (marks.length < x.length) svgElement("path", {d: shape, style: picture.own(style)}, node.element);
    for (let i = 0; i < x.length; i++) marks[i].setAttribute("transform", `translate(${x[i]} ${y[i]})`);
  },
  text(node, {x, y, content}) {
    const text = node.element.firstChild;
    if (node.content !== content) text.textContent = node.content = content;
    text.setAttribute("transform", `translate(${x[0]} ${y[0]}) ${node.key[1]}`);
  },
  node(node, {x, y, content}, picture) {
    const place = node.element.firstChild;
    if (node.content !== content) {
      node.content = content;
      place.innerHTML = picture.own(content);
    }
    place.setAttribute("transform", `translate(${x[0]} ${y[0]})`);
  },
};

// On a narrow screen the panels of a figure stand one below the other.
const NARROW = 480;

function arrange(svgs, {size: [width, height], panels}, available) {
  const stacked = panels.length > 0 && available > 0 && available < NARROW;
  const widest = Math.max(...panels.map(([left, right]) => right - left));
  for (const svg of svgs) {
    svg.setAttribute("viewBox", stacked ? `0 0 ${widest} ${height * panels.length}` : `0 0 ${width} ${height}`);
    for (const group of svg.querySelectorAll("[data-panel]")) {
      if (stacked) group.setAttribute("transform", below(panels, group.dataset.panel, widest, height));
      else group.removeAttribute("transform");
    }
  }
}

function below(panels, number, widest, height) {
  const [left, right] = panels[number];
  const above = panels.filter(([other]) => other < left).length;
  return `translate(${(widest - (right - left)) / 2 - left} ${height * above})`;
}
