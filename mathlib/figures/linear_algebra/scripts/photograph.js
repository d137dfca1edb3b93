(() => {
  const sums = {};                                     // photograph -> the sum of its first terms, and how many
  return ({rank, photo}, _, data) => {
    const [left, right, factor] = ["left", "right", "factor"].map((part) => data[`${photo}_${part}`]);
    const rows = left.length / factor.length, columns = right.length / factor.length;
    const sum = sums[photo] ||= {terms: 0, greys: new Float64Array(rows * columns)};
    while (sum.terms < rank) add(sum.terms, factor[sum.terms++]);
    while (sum.terms > rank) add(--sum.terms, -factor[sum.terms]);
    return {picture: new Uint8ClampedArray(sum.greys)};

    // one singular value times its column times its row
    function add(term, by) {
      const u = left.subarray(term * rows), v = right.subarray(term * columns), greys = sum.greys;
      for (let i = 0, at = 0; i < rows; i++) {
        const times = by * u[i];
        for (let j = 0; j < columns; j++) greys[at++] += times * v[j];
      }
    }
  };
})()
