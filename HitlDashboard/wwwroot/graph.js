// Moves the focus along a step graph's edges, zooms it and drags it. Enter is the link's own.
const least = 0.4, readable = 0.85, most = 1.6, step = 1.2;

export function attach(element) {
  // The page may have been left while this was still loading.
  if (!element) return { detach: () => {} };
  const view = element.querySelector('[data-graph-view]');
  const canvas = element.querySelector('[data-graph-canvas]');
  const stop = new AbortController();
  const on = (target, name, handler, options) => target.addEventListener(name, handler, { ...options, signal: stop.signal });
  let zoom = 1;

  const resize = to => {
    zoom = Math.min(most, Math.max(least, to));
    canvas.style.zoom = zoom;
  };
  const fit = atLeast => resize(Math.max(atLeast, Math.min(1, view.clientWidth / parseFloat(canvas.style.width))));

  on(element, 'click', event => {
    const wish = event.target.closest('[data-graph-zoom]')?.dataset.graphZoom;
    if (wish) wish === 'fit' ? fit(least) : resize(wish === 'in' ? zoom * step : zoom / step);
  });
  on(element, 'keydown', event => {
    const box = event.target.closest('[data-step]');
    const next = box && !event.ctrlKey && !event.metaKey && !event.altKey && neighbour(element, box, event.key);
    if (!next) return;
    event.preventDefault();
    event.stopPropagation();
    next.focus();
    next.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  });
  on(view, 'wheel', event => {
    if (!event.ctrlKey) return;
    event.preventDefault();
    resize(event.deltaY < 0 ? zoom * step : zoom / step);
  }, { passive: false });
  drag(view, on);

  // A wide graph starts in letters that can be read, not whole.
  fit(readable);
  element.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  element.dataset.graphReady = '';
  return { detach: () => stop.abort() };
}

function neighbour(element, box, key) {
  const all = [...element.querySelectorAll('[data-step]')];
  const needs = other => other.dataset.needs.split(' ');
  const across = other => Math.abs(other.offsetLeft - box.offsetLeft), down = other => Math.abs(other.offsetTop - box.offsetTop);
  const nearest = list => list.sort((a, b) => across(a) - across(b) || down(a) - down(b))[0];
  const column = all.filter(other => other.offsetLeft === box.offsetLeft).sort((a, b) => a.offsetTop - b.offsetTop);
  switch (key) {
    case 'ArrowRight': return nearest(all.filter(other => needs(other).includes(box.dataset.step)));
    case 'ArrowLeft': return nearest(all.filter(other => needs(box).includes(other.dataset.step)));
    case 'ArrowDown': return column[column.indexOf(box) + 1];
    case 'ArrowUp': return column[column.indexOf(box) - 1];
    case 'Home': return all[0];
    case 'End': return all[all.length - 1];
    default: return undefined;
  }
}

function drag(view, on) {
  let from = null;
  on(view, 'pointerdown', event => {
    if (event.button !== 0 || event.target.closest('[data-step]')) return;
    from = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop };
    view.setPointerCapture(event.pointerId);
  });
  on(view, 'pointermove', event => {
    if (!from) return;
    view.scrollLeft = from.left - (event.clientX - from.x);
    view.scrollTop = from.top - (event.clientY - from.y);
  });
  on(view, 'pointerup', () => { from = null; });
  on(view, 'pointercancel', () => { from = null; });
}
