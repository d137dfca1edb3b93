({a, b, c, d, eigenvectors, axes, area}, {realEigenpairs2, decimals}) => {
  const image = (points) => [points.map(([x, y]) => a * x + b * y), points.map(([x, y]) => c * x + d * y)];
  const gap = [NaN, NaN], lines = [];
  for (let k = -3; k <= 3; k++) lines.push([k, -3], [k, 3], gap);
  for (let k = -3; k <= 3; k++) lines.push([-3, k], [3, k], gap);
  const circle = Array.from({length: 97}, (_, k) => [Math.cos(2 * Math.PI * k / 96), Math.sin(2 * Math.PI * k / 96)]);
  const flat = (points) => [points.map(([x]) => x), points.map(([, y]) => y)];

  const det = a * d - b * c, inside = (a - d) ** 2 + 4 * b * c, {values, vectors} = realEigenpairs2(a, b, c, d);
  const kept = (eigenvectors ? vectors : []).flatMap(([x, y]) => [[-9 * x, -9 * y], [9 * x, 9 * y], gap]);
  const ways = a === d && b === 0 && c === 0 ? "every direction is"
    : ["no direction is", "one direction is", "two directions are"][values.length];
  const by = values.length ? `, stretched by ${values.map((value) => decimals(value + 0)).join(" and ")}` : "";

  // the half-axes: u is the direction of the longer one, and what becomes it is Aᵀu, at length 1
  const turn = Math.atan2(2 * (a * c + b * d), a * a + b * b - c * c - d * d) / 2;
  const long = upright([Math.cos(turn), Math.sin(turn)]), short = upright([-Math.sin(turn), Math.cos(turn)]);
  const back = ([x, y]) => [a * x + c * y, b * x + d * y];
  const s = [Math.hypot(...back(long)), Math.hypot(...back(short))];
  const first = s[0] ? back(long).map((entry) => entry / s[0]) : [1, 0];
  const side = back(short)[0] * first[1] > back(short)[1] * first[0] ? -1 : 1;    // the shorter one may be nought
  const fan = (ends) => flat(axes ? ends.flatMap((end) => [[0, 0], end, gap]) : []);
  return {
    grid: image(lines), circle: image(circle), kept: flat(kept), keptBefore: flat(kept),
    square: area ? image([[0, 0], [1, 0], [1, 1], [0, 1]]) : [[0, 0, 0], [0, 0, 0]],
    basis: [[0, a, NaN, 0, b], [0, c, NaN, 0, d]],
    axes: fan([long, short].map(([x, y], k) => [s[k] * x, s[k] * y])),
    radii: fan([first, [-side * first[1], side * first[0]]]),
    goal: inside < -1e-9 && Math.abs(det - 2) < 0.005,
    status: `Signed area ${decimals(det)}. (a − d)² + 4bc = ${decimals(inside)}: ${ways} kept${by}. Radii of the ellipse from ${decimals(s[0])} down to ${decimals(s[1])}.`,
  };

  // the one of two opposite vectors whose larger entry is positive
  function upright([x, y]) {
    return (Math.abs(x) >= Math.abs(y) ? x : y) < 0 ? [-x, -y] : [x, y];
  }
}
