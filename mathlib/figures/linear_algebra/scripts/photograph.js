(() => {
  const sums = {};                                     // photograph -> the sum of its first terms, and how many
  return ({rank, photo}, _, data) => {
    const [left, right, factor] = ["left", "right", "factor"].map((part) => data[`${photo}_${part}`]);
    const rows = left.length / factor.length, columns = right.length / factor.length;
    const sum = sums[photo] ||= {terms: 0, greys: new Float64Array(rows * columns)};
    const goal = Math.min(Math.round(rank), factor.length);
    while (sum.terms !== goal) change(sum, goal);
    return {picture: new Uint8ClampedArray(sum.greys)};

    // add or take away up to four terms in one walk over the picture; a term is its factor, column and row
    function change({terms, greys}, goal) {
      const sign = Math.sign(goal - terms), end = sign > 0 ? Math.min(goal, terms + 4) : Math.max(goal, terms - 4);
      const first = Math.min(terms, end), last = Math.max(terms, end);
      const [one, two, three, four] = [0, 1, 2, 3].map((k) => first + k).map((term) => ({
        by: term < last ? sign * factor[term] : 0,
        u: left.subarray(term < last ? term * rows : 0), v: right.subarray(term < last ? term * columns : 0)}));
      for (let i = 0, at = 0; i < rows; i++) {
        const a = one.by * one.u[i], b = two.by * two.u[i], c = three.by * three.u[i], d = four.by * four.u[i];
        for (let j = 0; j < columns; j++) greys[at++] += a * one.v[j] + b * two.v[j] + c * three.v[j] + d * four.v[j];
      }
      sum.terms = end;
    }
  };
})()
