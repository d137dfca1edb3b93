({a, b, c, d}, {eigenvalues2, realEigenpairs2, describe2, decimals}) => {
  const image = (points) => [points.map(([x, y]) => a * x + b * y), points.map(([x, y]) => c * x + d * y)];
  const gap = [NaN, NaN], lines = [];
  for (let k = -3; k <= 3; k++) lines.push([k, -3], [k, 3], gap);
  for (let k = -3; k <= 3; k++) lines.push([-3, k], [3, k], gap);
  const circle = Array.from({length: 97}, (_, k) => [Math.cos(2 * Math.PI * k / 96), Math.sin(2 * Math.PI * k / 96)]);

  const [low, high] = eigenvalues2(a, b, c, d), real = low[1] === 0;
  const through = realEigenpairs2(a, b, c, d).vectors.flatMap(([x, y]) => [[-9 * x, -9 * y], [9 * x, 9 * y], gap]);
  const numbers = real ? `${decimals(low[0])} and ${decimals(high[0])}` : `${decimals(high[0])} ± ${decimals(high[1])} i`;
  const words = describe2(a, b, c, d);
  return {
    grid: image(lines), circle: image(circle), square: image([[0, 0], [1, 0], [1, 1], [0, 1]]),
    basis: [[0, a, NaN, 0, b], [0, c, NaN, 0, d]], tips: [[a, b], [c, d]],
    kept: [through.map(([x]) => x), through.map(([, y]) => y)],
    eigenvalues: [[low[0], high[0]], [low[1], high[1]]],
    goal: (a - d) ** 2 + 4 * b * c < 0,
    status: `${words[0].toUpperCase()}${words.slice(1)}. Signed area ${decimals(a * d - b * c)}, eigenvalues ${numbers}.`,
  };
}
