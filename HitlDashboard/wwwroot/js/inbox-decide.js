// Decisions: only about what is painted, not before it could be read, never without an answer.
export const dwell = 300, confirmDwell = 500, ackWithin = 1500;
const pane = () => document.querySelector('[data-review]');
let paintedAt = Infinity;
let waiting = null;

// A command is under way: nothing else may be decided until it is answered.
export const isWaiting = () => waiting !== null;

export function watchPane() {
  const inbox = document.querySelector('[data-inbox]');
  const fresh = () => {
    paintedAt = Infinity;
    const shown = identity(pane());
    afterPaint(() => { if (identity(pane()) === shown) paintedAt = performance.now(); });
    const scroller = document.querySelector('[data-review-scroll]');
    if (scroller) scroller.scrollTop = 0;
  };
  const observer = new MutationObserver(fresh);
  observer.observe(inbox, { attributeFilter: ['data-id', 'data-version', 'data-digest'], subtree: true });
  fresh();
  return () => { observer.disconnect(); dismiss(); };
}

export function afterPaint(action) {
  requestAnimationFrame(() => requestAnimationFrame(action));
}

const identity = element => element && `${element.dataset.id} ${element.dataset.version} ${element.dataset.digest}`;

// What was painted, and a name for this press: a retry is the same press.
export const painted = element => ({
  reviewId: element.dataset.id, version: Number(element.dataset.version), digest: element.dataset.digest, key: crypto.randomUUID?.() ?? randomKey(),
});

// randomUUID exists only on https and localhost.
const randomKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), value => value.toString(16).padStart(2, '0')).join('');

export const isLive = () => document.documentElement.dataset.link === 'live';

export async function decide(page, verdict) {
  const element = pane();
  if (!element?.dataset.id) return;
  if (waiting || !isLive() || element.dataset.locked || performance.now() - paintedAt < dwell) return shake();
  const input = painted(element);
  await send(element, () => page.invokeMethodAsync('DecideAsync', verdict, input));
}

// Something short of a decision, about what is painted: it opens a strip, or claims.
export async function act(page, action) {
  const element = pane();
  if (!element?.dataset.id) return;
  if (waiting || !isLive()) return shake();
  const input = painted(element);
  await send(element, () => page.invokeMethodAsync('ActAsync', action, input));
}

// What is taken back is what the bar showed when the key went down, not what is on top when the press arrives.
export async function undo(page, reviewId) {
  const element = pane();
  reviewId ??= document.querySelector('[data-undo-bar]')?.dataset.review;
  if (waiting || !isLive()) return shake();
  const key = painted(element).key;
  await send(element, () => page.invokeMethodAsync('UndoAsync', reviewId ?? null, key));
}

// Acknowledged within 1.5 s, or a bar that stays says so. Returns the answer, or nothing where there was none.
export async function send(element, call) {
  waiting = call;
  element.classList.add('is-waiting');
  const late = setTimeout(() => complain(element, call), ackWithin);
  try {
    const result = await call();
    dismiss();
    if (result.outcome === 'refused') shake();
    return result;
  } catch {
    complain(element, call);
  } finally {
    clearTimeout(late);
    if (waiting === call) waiting = null;
    element.classList.remove('is-waiting');
  }
}

function complain(element, call) {
  const bar = document.querySelector('[data-not-saved]');
  if (!bar) return;
  bar.querySelector('[data-not-saved-text]').textContent = isLive() ? 'Not saved: the server has not answered yet.' : 'Not saved: the connection is lost.';
  bar.querySelector('[data-not-saved-retry]').onclick = () => { waiting = null; send(element, call); };
  bar.hidden = false;
}

function dismiss() {
  const bar = document.querySelector('[data-not-saved]');
  if (bar) bar.hidden = true;
}

// A key that was dropped is seen to be dropped.
export function shake() {
  const element = pane();
  if (!element) return;
  element.classList.remove('is-shaken');
  void element.offsetWidth;
  element.classList.add('is-shaken');
}
