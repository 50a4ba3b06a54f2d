// The cursor moves here first, at once; the server follows with the item. At most one move is under way, the latest waits.
const list = () => document.querySelector('[data-queue-list]');
let sequence = Date.now();
let wanted = null;
let isMoving = false;

export function move(page, next) {
  const element = list();
  if (!element) return;
  const total = Number(element.dataset.total);
  const from = wanted ?? Number(element.dataset.cursor);
  const place = Math.max(0, Math.min(next(from, total), total - 1));
  if (total === 0 || place === from) return;
  wanted = place;
  paint(element, place);
  if (!isMoving) follow(page);
}

async function follow(page) {
  isMoving = true;
  try {
    while (wanted !== null) {
      const place = wanted;
      await page.invokeMethodAsync('MoveAsync', ++sequence, place);
      if (wanted === place) wanted = null;
    }
  } catch {
    wanted = null;
  } finally {
    isMoving = false;
  }
}

function paint(element, place) {
  for (const row of element.querySelectorAll('.is-cursor')) mark(row, false);
  const row = element.querySelector(`[data-place="${place}"]`);
  if (row) {
    mark(row, true);
    element.setAttribute('aria-activedescendant', row.id);
  }

  reveal(element, place);
}

function mark(row, isCursor) {
  row.classList.toggle('is-cursor', isCursor);
  row.setAttribute('aria-selected', isCursor);
}

// Virtualize has no scroll to an index; rows have one height, so this is arithmetic.
function reveal(element, place) {
  const height = Number(element.dataset.rowHeight);
  const top = place * height;
  if (top < element.scrollTop) element.scrollTop = top;
  else if (top + height > element.scrollTop + element.clientHeight) element.scrollTop = top + height - element.clientHeight;
}

// When the server goes on to the next item, the list scrolls along, and the address names the item.
export function followCursor() {
  const inbox = document.querySelector('[data-inbox]');
  const observer = new MutationObserver(changes => {
    const element = list();
    if (element && changes.some(change => change.target === element) && wanted === null && Number(element.dataset.cursor) >= 0) reveal(element, Number(element.dataset.cursor));
    const id = inbox.querySelector('[data-review]')?.dataset.id;
    const path = id ? `/inbox/${id}` : '/inbox';
    if (location.pathname.startsWith('/inbox') && location.pathname !== path) history.replaceState(history.state, '', path + location.search);
  });
  observer.observe(inbox, { attributeFilter: ['data-cursor', 'data-id'], subtree: true });
  return () => observer.disconnect();
}
