"use strict";
// The page's own behaviour: colours, sidebar, search keys, where you are, boxes that scroll, what is copied.
// Everything works without it too: the sidebar is there, the search form submits, boxes fold.

const root = document.documentElement;
const narrow = matchMedia("(max-width: 991px)");
const find = (selector) => document.querySelector(selector);
const remember = (name, value) => { try { localStorage.setItem(name, value); } catch { /* refused: for this page only */ } };

function startColours() {
  const button = find(".theme-switch-button");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const names = {light: "light", dark: "dark", auto: "as the system has it"};
  const show = (mode) => {
    root.dataset.mode = mode;
    root.dataset.theme = mode === "auto" ? (prefersDark.matches ? "dark" : "light") : mode;
    button.ariaLabel = button.title = `Colours: ${names[mode]}`;
    remember("mode", mode);
    remember("theme", root.dataset.theme);
  };
  button.addEventListener("click", () => {
    const modes = prefersDark.matches ? ["auto", "light", "dark"] : ["auto", "dark", "light"];
    show(modes[(modes.indexOf(root.dataset.mode) + 1) % 3]);
  });
  prefersDark.addEventListener("change", () => show(root.dataset.mode));
  show(names[root.dataset.mode] ? root.dataset.mode : "auto");
}

function startSidebar() {
  const button = find(".sidebar-button"), sidebar = find(".book-sidebar"), veil = find(".book-veil");
  const shown = () => narrow.matches ? root.classList.contains("sidebar-open") : !root.classList.contains("sidebar-closed");
  const show = (open) => {
    root.classList.toggle(narrow.matches ? "sidebar-open" : "sidebar-closed", narrow.matches === open);
    if (!narrow.matches) remember("sidebar", open ? "open" : "closed");
    veil.hidden = !(narrow.matches && open);
    button.ariaExpanded = String(open);
  };
  const close = () => { show(false); button.focus(); };
  button.addEventListener("click", () => {
    show(!shown());
    if (narrow.matches && shown()) sidebar.querySelector("a").focus();
  });
  veil.addEventListener("click", close);
  sidebar.addEventListener("click", (event) => { if (narrow.matches && event.target.closest("a")) show(false); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && narrow.matches && shown()) close(); });
  sidebar.addEventListener("focusout", (event) => {
    if (narrow.matches && shown() && event.relatedTarget && !sidebar.contains(event.relatedTarget)) show(false);
  });
  narrow.addEventListener("change", () => {
    root.classList.remove("sidebar-open");
    veil.hidden = true;
    button.ariaExpanded = String(shown());
  });
  button.ariaExpanded = String(shown());
  sidebar.querySelector(".book-contents a.current")?.setAttribute("aria-current", "page");
}

function startSearchKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (narrow.matches) location.href = find(".bar-search").href;
    else {
      if (root.classList.contains("sidebar-closed")) find(".sidebar-button").click();
      find(".book-search input").select();
    }
  });
}

// Mark the section that is being read in the contents list.
function startWhereYouAre() {
  const links = new Map([...document.querySelectorAll('.sections a[href^="#"]')].map((link) => [link.hash.slice(1), link]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  if (!headings.length) return;
  const mark = () => {
    const above = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
    const here = links.get(above.at(-1)?.id);
    for (const link of links.values()) link.classList.toggle("here", link === here);
  };
  let waiting = false;
  addEventListener("scroll", () => {
    if (!waiting) requestAnimationFrame(() => { waiting = false; mark(); });
    waiting = true;
  }, {passive: true});
  requestAnimationFrame(mark);
}

// Whatever is wider than its place scrolls in a box of its own, which the keyboard can reach.
function startScrollBoxes() {
  const boxes = "mjx-container[display], .pst-scrollable-table-container, .bd-article pre, .cell_output .output";
  // All is read before anything is written: a browser that is asked in between lays the page out again each time.
  const mark = () => {
    const inline = [...document.querySelectorAll("mjx-container:not([display])")].filter(long).map((formula) => {
      const block = formula.closest("p, li, td, dt, dd, figcaption, summary, h1, h2, h3");
      return [formula, block && !formula.closest("table") && formula.scrollWidth > block.clientWidth];
    });
    for (const [formula, wide] of inline) formula.classList.toggle("too-wide", wide);
    [...document.querySelectorAll(`${boxes}, mjx-container.too-wide`)].map(extent).forEach(tell);
  };
  const long = (formula) => parseFloat(formula.firstChild.getAttribute("width")) > 20;      // ex: no place is narrower
  const extent = (box) => {
    const {scrollWidth, clientWidth, scrollLeft} = box;
    const scrolls = scrollWidth > clientWidth && getComputedStyle(box).overflowX !== "visible";
    return {box, scrolls, before: scrolls && scrollLeft > 1,                 // what is left of a pixel is not more to see
            after: scrolls && scrollLeft + clientWidth < scrollWidth - 1};
  };
  const tell = ({box, scrolls, before, after}) => {
    box.classList.toggle("scrolls", scrolls);
    box.classList.toggle("more-before", before);
    box.classList.toggle("more-after", after);
    if (scrolls) Object.assign(box, {tabIndex: 0});
    else box.removeAttribute("tabindex");
  };
  document.addEventListener("scroll", ({target}) => {
    if (target.classList?.contains("scrolls")) tell(extent(target));
  }, true);
  let frame = 0;
  addEventListener("resize", () => { cancelAnimationFrame(frame); frame = requestAnimationFrame(mark); });
  document.addEventListener("toggle", mark, true);
  matchMedia("print").addEventListener("change", mark);      // on paper code wraps; back on the screen it scrolls again
  document.fonts.ready.then(mark);                           // the first time, too: the page is laid out then anyway
}

// A selection that is copied has each formula as the TeX that it was set from.
function startCopying() {
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const copied = document.createElement("div");
    for (let k = 0; k < selection.rangeCount; k++) copied.append(selection.getRangeAt(k).cloneContents());
    const formulas = copied.querySelectorAll("mjx-container");
    if (!formulas.length) return;
    for (const formula of formulas) formula.replaceWith(asTeX(formula));
    event.preventDefault();
    event.clipboardData.setData("text/html", copied.innerHTML);
    event.clipboardData.setData("text/plain", inLines(copied));
  });
}

function asTeX(formula) {
  const {tex} = formula.dataset;
  const marks = !formula.hasAttribute("display") ? "$" : /^\s*\\begin\{(align|equation|gather|multline)/.test(tex) ? "" : "$$";
  return marks + tex + marks;
}

// Return the text of an element as a page would show it: what is not shown has no lines.
function inLines(element) {
  Object.assign(element.style, {position: "fixed", left: "-100vw", width: "80vw"});
  document.body.append(element);
  const text = element.innerText;
  element.remove();
  return text;
}

// What a link speaks of, beside it, for a mouse that rests on it and for the keyboard. The build has laid it into the
// page, or it stands there already. A finger follows the link.
function startPreviews() {
  const linkAt = (target) => target.closest?.(".bd-article a[href*='#']:not(.headerlink)");
  let shown = null, title = "", box = null, waiting = 0;
  const later = (act) => { clearTimeout(waiting); waiting = setTimeout(act, 250); };
  const hide = () => {
    clearTimeout(waiting);
    if (!shown) return;
    box.hidePopover();
    shown.removeAttribute("aria-describedby");
    if (title) shown.title = title;
    shown = null;
  };
  const show = (link) => {
    clearTimeout(waiting);
    if (link === shown) return;
    hide();
    const what = spokenOf(link);
    if (!what) return;
    box ??= makeBox();
    box.replaceChildren(...what);
    [shown, title] = [link, link.title];
    link.removeAttribute("title");                         // or the browser would show it too
    link.setAttribute("aria-describedby", box.id);
    box.showPopover();
    putBeside(box, link);
  };
  const makeBox = () => {
    const made = Object.assign(document.createElement("div"), {className: "preview", id: "preview", popover: "manual", role: "tooltip"});
    made.addEventListener("pointerenter", () => clearTimeout(waiting));
    made.addEventListener("pointerleave", () => later(hide));
    find(".bd-article").append(made);
    return made;
  };
  if (!HTMLElement.prototype.showPopover) return;
  document.addEventListener("pointerover", ({target, pointerType}) => {
    const link = pointerType !== "touch" && linkAt(target);
    if (link) later(() => show(link));
  });
  document.addEventListener("pointerout", ({target, relatedTarget}) => {
    const link = linkAt(target);
    if (link && !link.contains(relatedTarget)) later(hide);
  });
  document.addEventListener("focusin", ({target}) => { if (linkAt(target) && target.matches(":focus-visible")) show(target); });
  document.addEventListener("focusout", hide);
  document.addEventListener("keydown", ({key}) => { if (key === "Escape") hide(); });
  document.addEventListener("click", ({target}) => { if (linkAt(target)) hide(); });
}

// Return what a link speaks of: baked for it, or the title of a citation, or a copy of what it leads to in this page.
function spokenOf(link) {
  const href = link.getAttribute("href");
  const baked = [...document.querySelectorAll("template[data-of]")].find((template) => template.dataset.of === href);
  if (baked) return baked.content.cloneNode(true).childNodes;
  if (link.title) return [Object.assign(document.createElement("p"), {textContent: link.title})];
  const target = href.startsWith("#") && document.getElementById(href.slice(1));
  if (!target || !target.matches("div.proof, div.math")) return null;
  const copy = target.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
  for (const inner of copy.querySelectorAll("a")) inner.replaceWith(...(inner.matches(".headerlink") ? [] : inner.childNodes));
  return [copy];
}

// Put a box below the first line of a link, or above it where there is no room.
function putBeside(box, link) {
  const at = link.getClientRects()[0], {clientWidth, clientHeight} = root, {offsetWidth, offsetHeight} = box, gap = 5;
  const above = at.bottom + gap + offsetHeight > clientHeight && at.top - gap - offsetHeight > 0;
  box.style.left = `${scrollX + Math.max(0, Math.min(at.left, clientWidth - offsetWidth - 16))}px`;
  box.style.top = `${scrollY + (above ? at.top - gap - offsetHeight : at.bottom + gap)}px`;
}

for (const start of [startColours, startSidebar, startSearchKey, startWhereYouAre, startScrollBoxes, startCopying,
                     startPreviews]) start();
