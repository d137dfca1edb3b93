// Reads one number as people write it: 0.5, 0,5, 97 370, −3, 2/3, 2 1/2, √2, 2√3, 1/√2, π/4, 1e-3, 2·10⁻³, (2/3)², 5 %.
// `mathlib/typed.py` reads the same in a notebook: rule by rule, so that the two never disagree.
const readNumber = (() => {
  const LONGEST = 40;
  const SPACES = /[ \t\n\r\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g;
  const NO_NUMBER = "Write one number, such as 0.25, 1/3, √2 or 1e-3.";
  const BELOW = "Put what stands below the line in brackets, such as 1/(2√3).";
  const UNDER = "Put what stands under the root in brackets, such as √(2π).";
  const PARTS = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4"};
  const MIXED = /^([0-9]+) ([0-9]+) ?\/ ?([0-9]+)$/;

  const refuse = (sentence) => { throw new RangeError(sentence); };
  const divided = (above, below) => (below ? above / below : NaN);

  // The finite number that a text says, or a sentence on how to write one; behind it may stand one of these units.
  function read(text, ...units) {
    try {
      const value = measured(text, units);
      return Number.isFinite(value) ? value : "This number is not finite.";
    } catch (problem) {
      if (!(problem instanceof RangeError)) throw problem;
      const asked = units.length ? NO_NUMBER.replace(",", ` in ${units[0]},`) : NO_NUMBER;
      return problem.message.replace(NO_NUMBER, asked);
    }
  }

  function measured(text, units) {
    if ([...text].length > LONGEST) refuse(`That is too long for a number: ${LONGEST} signs are enough.`);
    const typed = tidy(text), unit = units.find((one) => typed.endsWith(one));
    if (typed === "") refuse("Write a number first.");
    if (unit !== undefined) return new Reader(before(typed, unit)).whole();
    return typed.endsWith("%") ? new Reader(before(typed, "%")).whole() / 100 : new Reader(typed).whole();
  }

  const before = (typed, unit) => typed.slice(0, -unit.length).replace(/ $/, "");

  const lowered = (power) => [...power].map((one) => "+-0123456789"["⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(one)]).join("");

  // One sign for each thing that has several.
  function tidy(text) {
    return text.replace(/[½⅓⅔¼¾]/g, (part) => ` ${PARTS[part]}`)
      .replace(/[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+/g, (power) => `^${lowered(power)}`)
      .replace(/[−–‐‑]/g, "-").replace(/[⁄÷]/g, "/").replace(/[·×⋅]/g, "*").replace(/\*\*/g, "^")
      .replace(/√|[sS]qrt/g, "√").replace(/[pP]i/g, "π").replace(SPACES, " ").replace(/^ | $/g, "");
  }

  class Reader {
    constructor(text) { this.rest = text; }

    take(pattern) {
      const met = pattern.exec(this.rest);
      if (met) this.rest = this.rest.slice(met[0].length);
      return met;
    }

    whole() {
      const value = this.signed(() => (MIXED.test(this.rest) ? this.mixed() : this.ratio()));
      return this.rest ? refuse(NO_NUMBER) : value;
    }

    signed(read) { return this.take(/^[+-] ?/)?.[0][0] === "-" ? -read() : read(); }

    mixed() {
      const [, ones, above, below] = this.take(MIXED);
      if (above.length === 3 && ones.length <= 3) {                // are these thousands?
        const part = `${above}/${below}`;
        refuse(`${ones} ${part} could be ${ones}${part}, or ${ones} and ${part}: write one fraction.`);
      }
      return Number(ones) + divided(Number(above), Number(below));
    }

    ratio() {
      const above = this.product();
      if (!this.take(/^ ?\/ ?/)) return above;
      const below = this.signed(() => this.factor());
      return /^ ?[*√π(]/.test(this.rest) ? refuse(BELOW) : divided(above, below);
    }

    product() {
      let value = this.factor();
      while (this.take(/^ ?\* ?/) || /^ ?[√π(]/.test(this.rest)) value *= this.factor();
      return value;
    }

    factor() {
      this.take(/^ /);
      if (this.take(/^√ ?/)) return this.root();
      const base = this.base(), power = this.take(/^ ?\^ ?(?:\(([+-]?[0-9]{1,2})\)|([+-]?[0-9]{1,2})(?![0-9]))/);
      return power ? raised(base, Number(power[1] || power[2])) : base;
    }

    base() {
      if (this.take(/^\( ?/)) return this.bracket();
      return this.take(/^π/) ? Math.PI : this.literal();
    }

    root() {
      const plain = !/^\(/.test(this.rest), value = this.take(/^√ ?/) ? this.root() : this.base();
      return /^ ?\^/.test(this.rest) || (plain && /^ ?[π(]/.test(this.rest)) ? refuse(UNDER) : Math.sqrt(value);
    }

    bracket() {
      const value = this.signed(() => this.ratio());
      return this.take(/^ ?\)/) ? value : refuse(NO_NUMBER);
    }

    literal() {
      const thousands = this.take(/^[0-9]{1,3}(?: [0-9]{3})+(?![0-9])(?:[.,][0-9]+)?/);
      const [digits] = thousands || this.take(/^[0-9.,]+/) || refuse(NO_NUMBER);
      const [exponent] = this.take(/^[eE][+-]?[0-9]+/) || [""];
      return Number(decimal(digits.replace(/ /g, "")) + exponent);
    }
  }

  function raised(base, power) {
    let value = 1;
    for (let k = 0; k < Math.abs(power); k++) value *= base;
    return power < 0 ? divided(1, value) : value;
  }

  // Digits with a decimal point; a comma is a decimal sign or, where it can be nothing else, parts thousands.
  function decimal(digits) {
    if (/^[1-9][0-9]{0,2},[0-9]{3}$/.test(digits)) {
      refuse(`${digits} could be ${digits.replace(",", "")} or ${digits.replace(",", ".")}: write one of these.`);
    }
    if (/^[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]*)?$/.test(digits)) return digits.replace(/,/g, "");
    if (/^[0-9]*,[0-9]+$/.test(digits)) return digits.replace(",", ".");
    return /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/.test(digits) ? digits : refuse(NO_NUMBER);
  }

  return read;
})();
