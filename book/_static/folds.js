"use strict";
// What folds: one button for all of a page, links that open what they lead into, and paper, on which nothing is folded.
// The rest is the browser's own: <details> opens by keyboard, without scripts, and for a search in the page.

const folds = (() => {
  const all = () => [...document.querySelectorAll(".bd-article details")];

  function startUnfoldAll() {
    const button = document.querySelector(".unfold-all");
    if (!button) return;
    const someFolded = () => all().some((fold) => !fold.open);
    const name = () => { button.textContent = someFolded() ? "unfold all" : "fold all"; };
    button.addEventListener("click", () => {
      const open = someFolded();
      for (const fold of all()) fold.open = open;
      name();
    });
    document.addEventListener("toggle", name, true);
    name();
  }

  // Open every fold around the target of a link. Browsers do so by themselves, but for a figure's state, "#id:state".
  function unfold(hash) {
    const target = document.getElementById(decoded(hash.slice(1)).split(":")[0]);
    const around = all().filter((fold) => fold.contains(target) && !fold.open);
    for (const fold of around) fold.open = true;
    if (around.length) target.scrollIntoView();
  }

  function decoded(text) {
    try { return decodeURIComponent(text); } catch { return ""; }      // "#%" is no mistake
  }

  function startLinks() {
    addEventListener("hashchange", () => unfold(location.hash));
    unfold(location.hash);
  }

  function startPrint() {
    let opened = [];
    addEventListener("beforeprint", () => {
      opened = all().filter((fold) => !fold.open);
      for (const fold of opened) fold.open = true;
    });
    addEventListener("afterprint", () => { for (const fold of opened) fold.open = false; });
  }

  return {startUnfoldAll, startLinks, startPrint};
})();

for (const start of Object.values(folds)) start();
