// A goal that the figure recognises, and a question that comes before the reading. Neither is ever required.
function addGoal(figure) {
  const line = figure.element.querySelector(".live-goal");
  if (!line) return;
  figure.moved.push(() => {
    const reached = figure.words.goal === "reached";
    if (String(reached) === line.dataset.reached) return;
    line.dataset.reached = reached;
    line.querySelector("span").textContent = reached ? "✓ You are there." : "";
  });
}

const MOVING = '[data-axis], .live-buttons button:not([data-tool="full screen"])';

// While its question is open a figure shows what it asks about and stands still: who could move it would read the answer
// off, and nobody would have guessed. Answered or skipped, it goes where it is wanted.
class Question {
  constructor(figure) {
    this.figure = figure;
    this.told = figure.spec.question;
    this.form = figure.element.querySelector(".live-predict");
    this.reply = this.form.querySelector(".live-because");
    this.inputs = [...this.form.querySelectorAll("input")];
    this.inWriting = this.inputs[0].type === "text";
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.judge();
    });
    this.form.querySelector(".live-skip").addEventListener("click", () => this.answer(null));
    addEventListener("beforeprint", () => this.print(true));
    addEventListener("afterprint", () => this.print(false));
    figure.element.restorePrediction = (given) => this.restore(given);
    figure.status.dataset.waiting = this.told.waiting;
    this.hold(true);
  }

  get open() {
    return "asking" in this.figure.element.dataset;
  }

  // with its states there, a figure can be answered, and not moved before
  begin() {
    if (this.open) this.enable(true);
  }

  enable(open) {
    const {element} = this.figure;
    for (const part of this.form.elements) part.disabled = !open;
    for (const part of element.querySelectorAll(MOVING)) part.disabled = open;
  }

  hold(open) {
    const {element, picture, alt, table, wanted} = this.figure;
    if (open) element.dataset.asking = "waits";
    else delete element.dataset.asking;
    picture.svg.setAttribute("aria-label", (open && this.told.alt) || alt);
    if (table) this.figure.stand(wanted);
  }

  judge() {
    const given = this.read();
    if (typeof given === "number") return this.answer(given);
    this.say("", given);
    this.figure.announcement.textContent = given;
    this.inputs[0].focus();
  }

  // what stands in the form: the number of a choice, a number, or a sentence that says what is missing
  read() {
    if (this.inWriting) return this.inputs[0].value.trim() ? readNumber(this.inputs[0].value, ...this.told.units) : this.told.empty;
    const chosen = this.inputs.findIndex((input) => input.checked);
    return chosen < 0 ? this.told.empty : chosen;
  }

  // `given`: the number of a choice, a number, or null where the question is skipped
  answer(given) {
    this.close(given);
    this.figure.element.focus({preventScroll: true});   // the button that had the focus is gone
    this.figure.announce(`${this.reply.textContent} ${this.figure.words.status}`);
    const kept = given === null || this.inWriting ? given : choiceOf(this.inputs[given]);
    const detail = {figure: this.figure.spec.name, given: kept};
    this.figure.element.dispatchEvent(new CustomEvent("predicted", {bubbles: true, detail}));
  }

  // show what was given before, as the event told it; what is no answer to this question changes nothing
  restore(given) {
    if (!this.open) return;
    if (given !== null && this.inWriting) {
      if (!Number.isFinite(given)) return;
      this.inputs[0].value = given;
    } else if (given !== null) {
      const chosen = this.inputs.find((input) => choiceOf(input) === given);
      if (!chosen) return;
      chosen.checked = true;
    }
    this.close(given === null ? null : this.read());
  }

  close(given) {
    const {within, replies, other, skipped} = this.told;
    const own = given !== null && replies.find(([value]) => Math.abs(value - given) <= within);
    if (own) this.say(...own.slice(1));
    else this.say(...given === null ? skipped : other);
    if (this.figure.table) this.enable(false);
    this.hold(false);
  }

  say(verdict, words) {
    const mark = document.createElement("strong");
    mark.textContent = verdict;
    this.reply.replaceChildren(...verdict ? [mark, " "] : [], words);
    this.reply.hidden = false;
  }

  // paper cannot ask: it has the figure as it will be
  print(begins) {
    if (begins ? !this.open : !this.aside) return;
    this.aside = begins;
    this.hold(!begins);
  }
}

// a choice is kept by its words, which stay the same when another is put before it
function choiceOf(input) {
  return input.closest("label").textContent.trim();
}
