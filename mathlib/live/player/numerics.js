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

  // a unit vector that [[a, b], [c, d]] stretches by its eigenvalue `value`, its larger entry positive; where every
  // vector is one, the axis k
  eigenvector2(a, b, c, d, value, k = 0) {
    const rows = [[b, value - a], [value - d, c]].sort((one, other) => Math.hypot(...other) - Math.hypot(...one));
    const [x, y] = Math.hypot(...rows[0]) ? rows[0] : [1 - k, k];
    const size = Math.hypot(x, y) * (Math.abs(x) >= Math.abs(y) ? Math.sign(x) : Math.sign(y));
    return [x / size, y / size];
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

function rotate(S, p, q) {
  if (S[p][q] === 0) return;
  const theta = (S[q][q] - S[p][p]) / (2 * S[p][q]);
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
  const c = 1 / Math.hypot(t, 1), s = t * c;
  for (let k = 0; k < S.length; k++) [S[k][p], S[k][q]] = [c * S[k][p] - s * S[k][q], s * S[k][p] + c * S[k][q]];
  for (let k = 0; k < S.length; k++) [S[p][k], S[q][k]] = [c * S[p][k] - s * S[q][k], s * S[p][k] + c * S[q][k]];
}
