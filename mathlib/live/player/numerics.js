// The numerics that scripts of figures share, checked against numpy and scipy by tests/live/test_numerics.py.
const numerics = {
  // the solution of A x = b, by elimination with partial pivoting; null if A is singular
  solve(A, b) {
    const M = A.map((row, i) => [...row, b[i]]), n = M.length;
    for (let k = 0; k < n; k++) {
      let p = k;
      for (let i = k + 1; i < n; i++) if (Math.abs(M[i][k]) > Math.abs(M[p][k])) p = i;
      if (M[p][k] === 0) return null;
      [M[k], M[p]] = [M[p], M[k]];
      for (let i = k + 1; i < n; i++) {
        const factor = M[i][k] / M[k][k];
        for (let j = k; j <= n; j++) M[i][j] -= factor * M[k][j];
      }
    }
    const x = new Array(n);
    for (let i = n - 1; i >= 0; i--) {
      x[i] = M[i][n];
      for (let j = i + 1; j < n; j++) x[i] -= M[i][j] * x[j];
      x[i] /= M[i][i];
    }
    return x;
  },

  // the lower triangle L with L Lᵀ = A; null if A is not positive definite
  cholesky(A) {
    const L = A.map((row) => row.map(() => 0));
    for (let i = 0; i < A.length; i++) {
      for (let j = 0; j <= i; j++) {
        let rest = A[i][j];
        for (let k = 0; k < j; k++) rest -= L[i][k] * L[j][k];
        if (i === j && !(rest > 0)) return null;
        L[i][j] = i === j ? Math.sqrt(rest) : rest / L[j][j];
      }
    }
    return L;
  },

  // the eigenvalues of [[a, b], [c, d]] as [[real, imaginary], [real, imaginary]], the lower first
  eigenvalues2(a, b, c, d) {
    const mean = (a + d) / 2, inside = ((a - d) / 2) ** 2 + b * c;
    if (inside < 0) return [[mean, -Math.sqrt(-inside)], [mean, Math.sqrt(-inside)]];
    const far = mean + (mean < 0 ? -1 : 1) * Math.sqrt(inside);      // the one that loses no digits
    const near = far === 0 ? 0 : (a * d - b * c) / far;
    return [[Math.min(far, near), 0], [Math.max(far, near), 0]];
  },

  // the real eigenvalues of [[a, b], [c, d]], the greatest first, a unit vector for each, and whether one is missing: as
  // linear_algebra.real_eigenpairs finds them
  realEigenpairs2(a, b, c, d) {
    const unit = largest(a, b, c, d) || 1, entries = [a, b, c, d].map((entry) => entry / unit);
    const mean = (entries[0] + entries[3]) / 2, half = (entries[0] - entries[3]) / 2, [, right, below] = entries;
    const q = half * half + right * below, size = Math.hypot(half, right, below, half), whole = Math.hypot(...entries);
    if (size <= 2e-12 * whole) return {values: [unit * mean, unit * mean], vectors: [[1, 0], [0, 1]], defective: false};
    const vector = (root) => direction([half + root, below], [right, root - half]);
    if (Math.abs(q) <= 1e-12 * size * whole) return {values: [unit * mean], vectors: [vector(0)], defective: true};
    const roots = q > 0 ? [Math.sqrt(q), -Math.sqrt(q)] : [];
    return {values: roots.map((root) => unit * (mean + root)), vectors: roots.map(vector), defective: false};
  },

  // what [[a, b], [c, d]] does to the plane, in the words of linear_algebra.describe_map
  describe2(a, b, c, d) {
    const A = [a, b, c, d], unit = largest(a, b, c, d), {digits} = numerics;
    const times = ([a, b, c, d], [e, f, g, h]) => [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h];
    const turned = ([a, b, c, d]) => [a, c, b, d], area = ([a, b, c, d]) => a * d - b * c, one = [1, 0, 0, 1];
    const equal = (P, Q) => Math.max(...P.map((p, i) => Math.abs(p - Q[i]))) <= 1e-9 * Math.max(largest(...P), largest(...Q));
    const tenth = (radians) => Number((radians * 180 / Math.PI).toFixed(1)) + 0;
    const angle = () => digits(tenth(Math.atan2(c, a)) === -180 ? 180 : tenth(Math.atan2(c, a)));
    const line = ([a, b, c, d]) => {
      const [x, y] = Math.hypot(b, d) > Math.hypot(a, c) ? [b, d] : [a, c];
      return digits((tenth(Math.atan2(y, x)) + 180) % 180);
    };
    if (unit === 0) return "zero: every point goes to the origin";
    if (equal(A, one)) return "identity";
    if (equal(times(turned(A), A), one)) {
      return area(A) > 0 ? `rotation by ${angle()}°` : `reflection across the line at ${line([a + 1, b, c, d + 1])}°`;
    }
    if (equal(times(A, A), A)) return `${equal(A, turned(A)) ? "" : "oblique "}projection onto the line at ${line(A)}°`;
    const B = A.map((entry) => entry / unit), k = Math.sqrt(Math.abs(area(B))) * unit;
    if (area(B) > 0 && equal(times(turned(B), B), one.map((entry) => area(B) * entry))) {
      if (equal(A, one.map((entry) => a * entry))) return `scaling by ${digits(a)}`;
      return `rotation by ${angle()}° and scaling by ${digits(k)}`;
    }
    const {values, defective} = numerics.realEigenpairs2(a, b, c, d);
    if (defective && Math.abs(values[0] - 1) <= 1e-9) return "shear";
    if (Math.abs(area(B)) <= 1e-9) return "singular: the plane falls on a line";
    if (defective) return `defective: only one direction is kept, scaled by ${digits(values[0])}`;
    if (values.length === 0) return "no direction is kept";
    const ways = equal(A, turned(A)) ? "perpendicular directions" : "two directions";
    return `stretching by ${values.map((value) => digits(value)).join(" and ")} in ${ways}`;
  },

  // the eigenvalues of a symmetric matrix, ascending, by Jacobi's rotations
  eigenvaluesSymmetric(A) {
    const S = A.map((row) => [...row]), n = S.length;
    for (let sweep = 0; sweep < 60; sweep++) {
      for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) rotate(S, p, q);
    }
    return S.map((row, i) => row[i]).sort((x, y) => x - y);
  },

  // log Γ(x) for x > 0, by Stirling's series after moving x beyond 10
  logGamma(x) {
    let shift = 0;
    for (; x < 10; x++) shift += Math.log(x);
    const z = 1 / (x * x);
    const series = (1 / 12 - z * (1 / 360 - z * (1 / 1260 - z * (1 / 1680 - z * (1 / 1188 - z * 691 / 360360))))) / x;
    return (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + series - shift;
  },

  // a number with so many digits, as Python's format(x, ".4g") writes it, with true minus signs
  digits(x, count = 4) {
    const [digits, power] = x.toExponential(count - 1).split("e");
    const plain = !power || (power >= -4 && power < count);
    const text = plain ? String(Number(x.toPrecision(count)))
      : `${Number(digits)}e${power[0]}${power.slice(1).padStart(2, "0")}`;
    return text.replaceAll("-", "−");
  },

  // a number with so many decimals, as Python's format(x, "z.2f") writes it, with a true minus sign
  decimals(x, count = 2) {
    const text = x.toFixed(count);
    return text.replace("-", Number(text) === 0 ? "" : "−");
  },
};

function largest(...entries) {
  return Math.max(...entries.map(Math.abs));
}

// the longer of two vectors, at length 1, its larger entry positive (the first, if they are equal but for rounding)
function direction(one, other) {
  const [x, y] = Math.hypot(...other) > Math.hypot(...one) ? other : one;
  const size = Math.hypot(x, y) * (Math.abs(x) >= Math.abs(y) * (1 - 1e-8) ? Math.sign(x) : Math.sign(y));
  return [x / size + 0, y / size + 0];
}

function rotate(S, p, q) {
  if (S[p][q] === 0) return;
  const theta = (S[q][q] - S[p][p]) / (2 * S[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1), s = t * c;
  for (let k = 0; k < S.length; k++) [S[k][p], S[k][q]] = [c * S[k][p] - s * S[k][q], s * S[k][p] + c * S[k][q]];
  for (let k = 0; k < S.length; k++) [S[p][k], S[q][k]] = [c * S[p][k] - s * S[q][k], s * S[p][k] + c * S[q][k]];
}
