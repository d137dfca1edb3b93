"use strict";
// The search page: what was asked for stands in the address, what can be found in finding.js. Nothing is fetched.

const search = (() => {
  const KINDS = ["term", "definition", "page", "theorem", "lemma", "corollary", "section", "figure", "exercise", "solution"];
  const SHOWN = 40, BEFORE = 60, LINE = 180;                 // results, and characters of a line of text
  const WORD = /[\p{L}\p{N}²∇σ]+/gu;

  // Letters without accents and in one case, one for one, so that a place in them is a place in the text.
  const plain = (text) => text.replace(/[^\x00-\x7f]/g, (letter) => letter.normalize("NFKD")[0]).toLowerCase();
  const words = (text) => plain(text).match(WORD) ?? [];
  const begins = (text, word) => {
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(text[at - 1])) return at;
    }
    return -1;
  };

  // How well an entry answers: 0 not at all; most if its name is the question, and more the earlier its text comes to it.
  function score(asked, {kind, name, named, told}) {
    const places = asked.map((word) => [begins(named, word), begins(told, word)]);
    if (places.some(([inName, inText]) => inName < 0 && inText < 0)) return 0;
    const inName = places.filter(([place]) => place >= 0).length, all = inName === asked.length;
    const whole = words(named).join(" ").includes(asked.join(" "));
    const late = Math.min(Math.max(...places.map(([, place]) => place)), 4000) / 200;
    return 1000 + 100 * all + 50 * whole + 10 * inName - (all ? 0 : late) - KINDS.indexOf(kind) / 2 - name.length / 100;
  }

  // All entries of a book with their words made plain: once, not at every key.
  function read(findable) {
    return findable.flatMap(({url, entries}) => {
      const [, page = ""] = entries[0] ?? [];
      return entries.map(([kind, name, place, text]) => ({kind, name, text, named: plain(name), told: plain(text),
                                                         page: kind === "page" ? "" : page, url: `${url}#${place}`}));
    });
  }

  function find(question, entries) {
    const asked = words(question);
    if (!asked.length) return [];
    return entries.map((entry) => [score(asked, entry), entry]).filter(([points]) => points > 0)
      .sort(([a], [b]) => b - a).map(([, entry]) => ({...entry, line: lineOf(asked, entry)}));
  }

  // The piece of a text in which a word of the question stands first, cut between words: [text, is it the word] in turn.
  function lineOf(asked, {text, told}) {
    const hits = asked.map((word) => begins(told, word)).filter((place) => place >= 0);
    const hit = hits.length ? Math.min(...hits) : 0;
    let from = hit > BEFORE ? text.indexOf(" ", hit - BEFORE) + 1 : 0;
    if (from > hit) from = hit;
    let to = text.length > from + LINE ? text.lastIndexOf(" ", from + LINE) : text.length;
    if (to <= hit) to = Math.min(text.length, from + LINE);
    return parted(asked, (from > 0 ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : ""));
  }

  function parted(asked, text) {
    const told = plain(text), parts = [];
    let done = 0;
    for (const {index, 0: word} of told.matchAll(WORD)) {
      if (!asked.some((one) => word.startsWith(one))) continue;
      parts.push([text.slice(done, index), false], [text.slice(index, index + word.length), true]);
      done = index + word.length;
    }
    return [...parts, [text.slice(done), false]].filter(([piece]) => piece);
  }

  function show(list, results, question) {
    const said = results.length > SHOWN ? `${results.length} places; here are the ${SHOWN} that fit best.`
      : results.length === 1 ? "One place." : results.length ? `${results.length} places.` : `Nothing here has the words “${question}”.`;
    const items = Object.assign(document.createElement("ul"), {className: "found"});
    items.append(...results.slice(0, SHOWN).map(item));
    list.replaceChildren(element("p", question.trim() ? said : "Type a word, or several."), items);
  }

  function item({name, page, url, line}) {
    const entry = document.createElement("li"), text = document.createElement("p");
    text.append(...line.map(([piece, hit]) => hit ? element("mark", piece) : piece));
    entry.append(Object.assign(element("a", name), {href: url}), " ", Object.assign(element("span", page), {className: "where"}), text);
    return entry;
  }

  const element = (name, text) => Object.assign(document.createElement(name), {textContent: text});

  function start() {
    const form = document.querySelector("article .book-search"), list = document.getElementById("search-results");
    const field = form.querySelector("input"), entries = read(findable);
    const answer = () => show(list, find(field.value, entries), field.value);
    field.value = new URLSearchParams(location.search).get("q") ?? "";
    field.addEventListener("input", answer);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      try { history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`); } catch { /* in a frame, say */ }
      answer();
    });
    answer();
    field.focus();
  }

  return {read, find, start};
})();

if (typeof document !== "undefined") search.start();
