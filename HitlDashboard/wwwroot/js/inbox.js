// The inbox in the browser: cursor, decisions about what is painted, forms. Commands come from keys.js; the server does the rest.
import { handle } from './keys.js';
import { move, followCursor } from './inbox-cursor.js';
import { act, decide, undo, watchPane, isWaiting } from './inbox-decide.js';
import { submit, choose, openForm, closing, watchForm } from './inbox-form.js';

const $ = selector => document.querySelector(selector);
let stopper = null;
let leave = [];

export function attach(page) {
  detach();
  stopper = new AbortController();
  const verdicts = { 'decide.approve': 'Approve', 'decide.reject': 'Reject', 'decide.amend': 'Amend', 'decide.sendback': 'SendBack' };
  const actions = { 'item.claim': 'Claim', 'item.comment': 'Comment', 'item.defer': 'Defer', 'item.delegate': 'Delegate', 'item.escalate': 'Escalate' };
  leave = [
    handle('nav', command => navigate(page, command.id)),
    handle('decide', (command, press) => command.id === 'decide.undo' ? undo(page, press.button?.dataset.review) : decide(page, verdicts[command.id])),
    handle('item', command => act(page, actions[command.id])),
    handle('form', (command, press) => command.id === 'form.submit' ? submit(page) : choose(press.key)),
    handle('view', command => view(page, command.id)),
    handle('list', () => page.invokeMethodAsync('MergeAsync')),
  ];
  const inbox = $('[data-inbox]');
  inbox.addEventListener('click', event => pick(page, event), { signal: stopper.signal });
  inbox.addEventListener('input', event => filter(page, event), { signal: stopper.signal });
  inbox.addEventListener('keydown', event => filterKeys(page, event), { signal: stopper.signal });
  // A click into a rendered page would take the keys with it.
  window.addEventListener('blur', () => setTimeout(() => { if (document.activeElement?.matches('iframe')) $('[data-review]')?.focus(); }), { signal: stopper.signal });
  leave.push(watchPane(), watchForm(page), followCursor(), keepFocus());
}

export function detach() {
  stopper?.abort();
  stopper = null;
  leave.forEach(stop => stop());
  leave = [];
}

function navigate(page, command) {
  switch (command) {
    case 'nav.next': return move(page, place => place + 1);
    case 'nav.previous': return move(page, place => place - 1);
    case 'nav.first': return move(page, () => 0);
    case 'nav.last': return move(page, (_, total) => total - 1);
    case 'nav.open': return $('[data-review]')?.focus();
    case 'nav.back': return back(page);
  }
}

// One layer per press: the form, the filter, the pane.
async function back(page) {
  if (openForm()) {
    if (isWaiting()) return;
    closing();
    await page.invokeMethodAsync('Close');
    $('[data-review]')?.focus();
  } else {
    $('[data-queue-list]')?.focus();
  }
}

function view(page, command) {
  const pane = $('[data-review-scroll]');
  if (command === 'view.toggle') return page.invokeMethodAsync('Toggle');
  pane?.scrollBy({ top: (command === 'view.scroll' ? 0.85 : -0.85) * pane.clientHeight });
}

function pick(page, event) {
  const row = event.target.closest?.('[data-place]');
  if (row) move(page, () => Number(row.dataset.place));
}

let typing = 0;

function filter(page, event) {
  if (!event.target.matches('[data-filter]')) return;
  clearTimeout(typing);
  typing = setTimeout(() => page.invokeMethodAsync('Filter', event.target.value), 250);
}

function filterKeys(page, event) {
  if (!event.target.matches('[data-filter]') || event.key !== 'Enter' || event.isComposing) return;
  event.preventDefault();
  clearTimeout(typing);
  page.invokeMethodAsync('Filter', event.target.value);
  $('[data-queue-list]')?.focus();
}

// Whatever the server takes away may have held the focus: it goes to the list, never to the page's body, never to a button that decides.
function keepFocus() {
  const inbox = $('[data-inbox]');
  const mend = () => {
    if (document.activeElement === document.body && !openForm()) ($('[data-queue-list]') ?? $('[data-review]'))?.focus({ preventScroll: true });
  };
  const observer = new MutationObserver(mend);
  observer.observe(inbox, { childList: true, subtree: true });
  const heading = setTimeout(() => {
    if (document.activeElement?.tagName === 'H1') $('[data-queue-list]')?.focus({ preventScroll: true });
    mend();
  }, 300);
  return () => { observer.disconnect(); clearTimeout(heading); };
}
