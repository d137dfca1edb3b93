// MathJax while the book is built: what QuickJS does for typesetter.py, after MathJax's own components.
MathJax.startup.defaultReady();

// Return the markup of a formula and the shapes of the glyphs that it refers to.
function typeset(tex, display) {
  const {adaptor, output} = MathJax.startup;
  MathJax.texReset();
  output.fontCache.clearCache();
  const html = adaptor.outerHTML(MathJax.tex2svg(tex, {display}));
  return JSON.stringify([html, adaptor.innerHTML(output.fontCache.getCache())]);
}

function styleSheet() {
  return JSON.stringify(MathJax.startup.adaptor.textContent(MathJax.svgStylesheet()));
}
