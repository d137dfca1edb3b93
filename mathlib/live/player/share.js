// Figures of a page with the same `link` move together: controls of the same name with the same stops.
const linked = new Map();                              // name -> the figures that share it

function addSharing(figure) {
  const {link} = figure.spec;
  if (!link) return;
  const friends = linked.get(link) || new Set();
  linked.set(link, friends.add(figure));
  figure.moved.push(() => {
    if (friends.led) return;                           // who follows does not lead: it may share only some controls
    friends.led = true;
    for (const friend of friends) {
      const next = friend === figure ? friend.wanted : follow(friend, figure);
      if (next.some((stop, axis) => stop !== friend.wanted[axis])) friend.stand(next);
    }
    friends.led = false;
  });
}

// where a figure begins: at its first state, in step with a figure that has come to life before it
function joined(figure) {
  const friend = [...linked.get(figure.spec.link) || []].find((one) => one !== figure);
  return friend ? follow(figure, friend) : figure.wanted;
}

function follow(friend, figure) {
  const next = [...friend.wanted];
  for (const control of friend.spec.controls) {
    const twin = figure.spec.controls.find(({name}) => name === control.name);
    if (!twin || JSON.stringify(twin.stops) !== JSON.stringify(control.stops)) continue;
    control.axes.forEach((axis, way) => {
      const place = figure.wanted[twin.axes[way]];
      next[axis] = friend.spec.script?.between.includes(axis) ? place : Math.round(place);
    });
  }
  return next;
}
