"use strict";
// What a reader has answered, kept on this device alone: it is there again at the next visit, the contents show how far
// one is, and all of it can be forgotten. Where a browser refuses to keep anything, the page works and says nothing.

const progress = (() => {
  const KEY = "mathematics-in-machine-learning";
  const page = DOCUMENTATION_OPTIONS.pagename;
  let kept = null, forgotten = false;

  // What is kept is data that anybody may have written: what does not look like ours is left out.
  function read() {
    let found = null;
    try { found = JSON.parse(localStorage.getItem(KEY)); } catch { /* refused, or not ours */ }
    const {answers, predictions, last} = Object(found);
    return {answers: entries(answers, isAnswer), predictions: entries(predictions, isPrediction),
            last: isPlace(last) ? last : null};
  }

  const entries = (all, isOurs) => Object.fromEntries(Object.entries(Object(all)).filter(([, one]) => isOurs(one)));
  const isText = (one) => typeof one === "string";
  const isAnswer = (one) => typeof one?.right === "boolean" && Array.isArray(one.given) && one.given.every(isText);
  const isPrediction = (one) => one === null || isText(one) || Number.isFinite(one);
  const isPlace = (one) => [one?.page, one?.title, one?.section].every(isText) && /^\w[\w/-]*$/.test(one.page);

  // Another window may have written meanwhile: change what stands there now.
  function change(how) {
    const there = read();
    if (there.last || Object.keys(there.answers).length) kept = there;
    how(kept);
    try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* refused: kept as long as this page is open */ }
    show();
  }

  function forget() {
    try { localStorage.removeItem(KEY); } catch { /* there is nothing */ }
    forgotten = true;
    location.reload();
  }

  // ---- what was given before

  function restore() {
    for (const form of document.querySelectorAll("form.check")) {
      const answer = kept.answers[form.dataset.label];
      if (answer) form.restore(answer.given);
    }
    for (const figure of document.querySelectorAll("figure.live-figure[data-asking]")) {
      const name = `${page}#${figure.id}`;
      if (name in kept.predictions) figure.restorePrediction?.(kept.predictions[name]);
    }
  }

  // ---- how far one is

  const rights = (labels) => labels.filter((label) => kept.answers[label]?.right).length;

  function show() {
    const all = new Set();
    for (const link of document.querySelectorAll(".book-contents a[data-exercises]")) {
      const labels = link.dataset.exercises.split(" "), done = rights(labels);
      for (const label of labels) all.add(label);
      link.querySelector(".done")?.remove();
      if (done) link.append(mark(done, labels.length));
    }
    const some = Object.keys({...kept.answers, ...kept.predictions}).length > 0 || kept.last !== null;
    document.querySelector(".forget").hidden = !some;
    showWayBack([...all]);
  }

  function mark(done, all) {
    const span = Object.assign(document.createElement("span"), {className: "done", role: "img"});
    span.ariaLabel = `${done} of ${all} exercises done`;
    span.textContent = done === all ? "✓" : `${done}/${all}`;
    return span;
  }

  function showWayBack(labels) {
    const line = document.querySelector(".way-back");
    if (!line || !kept.last) return;
    const link = line.querySelector("a"), {last} = kept, done = rights(labels);
    link.textContent = last.title;
    link.href = `${last.page}.html${last.section && `#${encodeURIComponent(last.section)}`}`;
    line.querySelector("span").textContent = done ? ` Done so far: ${done} of ${labels.length} exercises.` : "";
    line.hidden = false;
  }

  // Leaving a page that the contents name, remember it and its section.
  function leave() {
    const link = document.querySelector(".book-contents a.current"), heading = document.querySelector("h1");
    if (forgotten || !link || !heading) return;
    const here = document.querySelector(".sections a.here"), title = heading.firstChild.textContent.trim();
    const section = here ? decodeURIComponent(here.hash.slice(1)) : "";
    change((all) => { all.last = {page, title, section}; });
  }

  function start() {
    kept = read();
    document.addEventListener("answered", ({detail: {label, right, given}}) => {
      const before = kept.answers[label];
      if (right || !before?.right) change((all) => { all.answers[label] = {right, given}; });
    });
    document.addEventListener("predicted", ({detail: {figure, given}}) => {
      change((all) => { all.predictions[`${page}#${figure}`] = given; });
    });
    const again = () => { kept = read(); show(); };                  // another window, or the same page from before
    addEventListener("storage", again);
    addEventListener("pageshow", ({persisted}) => { if (persisted) again(); });
    addEventListener("pagehide", leave);
    startForgetting(document.querySelector(".forget"));
    restore();
    show();
  }

  // One press asks, a second one forgets.
  function startForgetting(line) {
    const [ask, sure, no] = line.querySelectorAll("button"), question = line.querySelector("span");
    const turn = (asked) => {
      ask.hidden = asked;
      question.hidden = !asked;
      (asked ? no : ask).focus();
    };
    ask.addEventListener("click", () => turn(true));
    no.addEventListener("click", () => turn(false));
    sure.addEventListener("click", forget);
  }

  return {start};
})();

progress.start();
