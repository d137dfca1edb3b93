// MathJax while the book is built: what QuickJS does for typesetter.py, after MathJax's own components.
MathJax.startup.defaultReady();

// Return the markup of a formula and the shapes of the glyphs that it refers to.
function typeset(tex, display) {
  const {adaptor, output} = MathJax.startup;
  MathJax.texReset();
  output.fontCache.clearCache();
  const formula = MathJax.tex2svg(tex, {display});
  slim(adaptor.tags(formula, "svg")[0]);
  const html = adaptor.outerHTML(formula);
  return JSON.stringify([html, adaptor.innerHTML(output.fontCache.getCache())]);
}

// Take out the groups that a picture looks the same without: those that say nothing, and those that only move one child.
function slim(group) {
  const {adaptor} = MathJax.startup;
  for (const child of adaptor.childNodes(group)) {
    if (adaptor.kind(child) === "#text") continue;
    slim(child);
    if (adaptor.kind(child) !== "g") continue;
    if (adaptor.getAttribute(child, "data-mml-node") !== "mtable") adaptor.removeAttribute(child, "data-mml-node");
    const said = adaptor.allAttributes(child).map(({name}) => name), inside = adaptor.childNodes(child);
    if (said.length === 0) inside.forEach((one) => adaptor.insert(one, child));
    else if (said.join() === "transform" && inside.length === 1 && canMove(inside[0])) {
      adaptor.setAttribute(inside[0], "transform", adaptor.getAttribute(child, "transform"));
      adaptor.insert(inside[0], child);
    } else continue;
    adaptor.remove(child);
  }
}

function canMove(node) {
  const {adaptor} = MathJax.startup;
  return ["g", "use", "rect"].includes(adaptor.kind(node)) && !adaptor.hasAttribute(node, "transform");
}

function styleSheet() {
  return JSON.stringify(MathJax.startup.adaptor.textContent(MathJax.svgStylesheet()));
}
