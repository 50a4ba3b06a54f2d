// Keeps every <time data-relative> and <time data-elapsed> telling the truth, in the words of Ui/RelativeText.cs,
// and shows every <time data-local> in the browser's own time.
export function length(seconds) {
  const s = Math.floor(seconds), min = Math.floor(s / 60), h = Math.floor(min / 60), d = Math.floor(h / 24);
  if (s < 60) return `${s} s`;
  if (min < 60) return `${min} min`;
  if (h < 24) return min % 60 ? `${h} h ${min % 60} min` : `${h} h`;
  return h % 24 ? `${d} d ${h % 24} h` : `${d} d`;
}

export function relative(at, now) {
  const seconds = (now - at) / 1000;
  return seconds < 0 ? `in ${length(-seconds)}` : `${length(seconds)} ago`;
}

export function local(at) {
  const two = n => String(n).padStart(2, '0');
  const d = new Date(at);
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}

function textOf(element, now) {
  const at = Date.parse(element.dateTime);
  if ('local' in element.dataset) return local(at);
  return 'elapsed' in element.dataset ? length(Math.max(0, now - at) / 1000) : relative(at, now);
}

function tick() {
  const now = Date.now();
  for (const element of document.querySelectorAll('time[data-relative], time[data-elapsed], time[data-local]')) {
    const text = textOf(element, now);
    // The text node belongs to the renderer: its data may change, the node itself must stay.
    const node = element.firstChild;
    if (node?.nodeType === Node.TEXT_NODE && node.data !== text) node.data = text;
  }
}

setInterval(tick, 1000);
// New rows must not show the server's time for a second. Changed text is not a changed list of children: no loop.
new MutationObserver(tick).observe(document.body, { childList: true, subtree: true });
