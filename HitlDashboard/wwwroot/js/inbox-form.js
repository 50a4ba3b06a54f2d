// Strips and the editor. What is typed stays in the browser until it is submitted; large texts are streamed.
import { afterPaint, confirmDwell, isLive, isWaiting, painted, send, shake } from './inbox-decide.js';

const draftDelay = 500, compareDelay = 400;
let openedAt = Infinity;
let timer = 0;

export const openForm = () => document.querySelector('[data-form]');

// Puts the focus into a form that opens, brings back its draft, and compares while somebody edits.
export function watchForm(page) {
  const inbox = document.querySelector('[data-inbox]');
  let known = null;
  const look = () => {
    const form = openForm();
    if (form === known) return;
    known = form;
    if (form) opened(form);
  };
  const observer = new MutationObserver(look);
  observer.observe(inbox, { childList: true, subtree: true });
  const stopper = new AbortController();
  inbox.addEventListener('input', event => edited(page, event), { signal: stopper.signal });
  inbox.addEventListener('click', event => { if (event.target.closest?.('[data-compare]')) compare(page); }, { signal: stopper.signal });
  return () => { observer.disconnect(); stopper.abort(); };
}

function opened(form) {
  openedAt = Infinity;
  const draft = sessionStorage.getItem(draftKey(form));
  const text = form.querySelector('[data-field="text"]');
  if (text && draft !== null && draft !== text.value) {
    text.value = draft;
    note(form, 'Your draft is back');
  }

  const first = form.querySelector('[data-reason], [data-field="text"], [data-name], [data-field="note"], [data-field="target"], [data-field="token"]');
  if (first) {
    first.focus();
  } else {
    form.tabIndex = -1;
    form.focus();
  }

  afterPaint(() => { openedAt = performance.now(); });
}

export function closing() {
  const form = openForm();
  const text = form?.querySelector('[data-field="text"]');
  if (text && text.value === text.defaultValue) sessionStorage.removeItem(draftKey(form));
}

export function choose(key) {
  const form = openForm();
  const chosen = form?.querySelector(`[data-reason][data-key="${key}"]`);
  if (!chosen) return;
  for (const chip of form.querySelectorAll('[data-reason]')) chip.setAttribute('aria-pressed', chip === chosen && chip.getAttribute('aria-pressed') !== 'true');
  form.querySelector('[data-field="note"]')?.focus();
}

export async function submit(page) {
  const form = openForm();
  if (!form) return;
  const soonest = form.dataset.form === 'Approve' ? confirmDwell : 0;
  if (isWaiting() || !isLive() || performance.now() - openedAt < soonest || openedAt === Infinity) return shake();
  const input = {
    ...painted(form),
    reason: form.querySelector('[data-reason][aria-pressed="true"]')?.dataset.reason ?? null,
    note: form.querySelector('[data-field="note"]')?.value ?? null,
    token: form.querySelector('[data-field="token"]')?.value ?? null,
    target: form.querySelector('[data-field="target"]')?.value ?? null,
    until: instantOf(form.querySelector('[data-field="until"]')?.value),
  };
  const content = contentOf(form);
  say(form, '');
  const draft = draftKey(form);
  const result = await send(form, () => page.invokeMethodAsync('SubmitAsync', input, content === null ? null : streamOf(content)));
  if (result?.outcome === 'problem') say(form, result.message);
  if (result?.outcome === 'saved') sessionStorage.removeItem(draft);
}

function say(form, message) {
  const problem = form.querySelector('[data-problem]');
  if (problem) problem.textContent = message;
}

// What was typed is in the time of whoever typed it.
const instantOf = local => local ? new Date(local).toISOString() : null;

const streamOf = text => window.DotNet.createJSStreamReference(new Blob([text]));

// The edited text, or the form's fields as an object; null where the form has neither.
function contentOf(form) {
  if (!form.dataset.editor) return null;
  if (form.dataset.editor !== 'Form') return form.querySelector('[data-field="text"]').value;
  const fields = {};
  for (const field of form.querySelectorAll('[data-name]')) {
    const value = field.dataset.kind === 'boolean' ? field.checked : field.dataset.kind === 'number' ? field.valueAsNumber : field.value;
    if (value !== '' && !Number.isNaN(value)) fields[field.dataset.name] = value;
  }

  return JSON.stringify(fields);
}

function edited(page, event) {
  const form = openForm();
  if (!form || !event.target.matches('[data-field="text"]')) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    keepDraft(form, event.target.value);
    if (form.querySelector('[data-compare][aria-pressed="true"]')) compare(page);
  }, form.querySelector('[data-compare][aria-pressed="true"]') ? compareDelay : draftDelay);
}

function compare(page) {
  const text = openForm()?.querySelector('[data-field="text"]');
  if (text && isLive()) page.invokeMethodAsync('EditedAsync', streamOf(text.value));
}

function keepDraft(form, text) {
  try {
    sessionStorage.setItem(draftKey(form), text);
    note(form, 'Draft kept in this tab');
  } catch {
    note(form, 'Too large to keep a draft');
  }
}

const draftKey = form => `draft ${form.dataset.id} ${form.dataset.version}`;

function note(form, text) {
  const element = form.querySelector('[data-draft-note]');
  if (element) element.textContent = text;
}
