// Figures of a page with the same `link` move together: controls of the same name with the same stops.
const linked = new Map();                              // name -> the figures that share it

function addSharing(figure) {
  const {link} = figure.spec;
  if (!link) return;
  const friends = linked.get(link) || new Set();
  linked.set(link, friends.add(figure));
  figure.moved.push(() => {
    for (const friend of friends) {
      const next = friend === figure ? friend.indices : follow(friend, figure);
      if (next.some((stop, axis) => stop !== friend.indices[axis])) friend.draw(next);
    }
  });
}

function follow(friend, figure) {
  const next = [...friend.indices];
  for (const control of friend.spec.controls) {
    const twin = figure.spec.controls.find(({name}) => name === control.name);
    if (!twin || JSON.stringify(twin.stops) !== JSON.stringify(control.stops)) continue;
    control.axes.forEach((axis, way) => { next[axis] = figure.indices[twin.axes[way]]; });
  }
  return next;
}
