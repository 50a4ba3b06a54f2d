// All keys of the product: one listener on the document. What the keys mean comes from Ui/Keys/Keymap.cs.
// A page module registers with handle() for the commands whose id starts with its prefix.
const sequenceWindow = 1500;
const handlers = new Map();
let commands = [];
let stopper = null;
let sequence = null;

export function start(list) {
  stop();
  commands = list.flatMap(command => command.bindings.map(binding => ({ ...command, keys: binding.keys, scopes: binding.scopes.map(scope => scope.toLowerCase()) })));
  stopper = new AbortController();
  document.addEventListener('keydown', onKey, { signal: stopper.signal });
  document.addEventListener('click', onClick, { signal: stopper.signal });
  // A mouse click must not leave the focus on a button that decides: the next Enter or Space would press it again.
  document.addEventListener('mousedown', event => { if (event.target.closest?.('[data-command]')) event.preventDefault(); }, { signal: stopper.signal });
}

export function stop() {
  stopper?.abort();
  stopper = null;
  endSequence();
}

export function handle(prefix, handler) {
  handlers.set(prefix, handler);
  return () => { if (handlers.get(prefix) === handler) handlers.delete(prefix); };
}

function onKey(event) {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || isModalOpen()) return;
  const path = event.composedPath();
  if (path.some(element => element.dataset?.keys === 'off')) return;
  const key = nameOf(event);
  // Alt belongs to the browser and the system.
  if (!key) return;
  if (sequence) return continueSequence(event, key);
  const isTyping = path.some(isEditable);
  const command = find(key, scopeOf(path), isTyping);
  if (!command) return;
  if ((key === 'Enter' || key === ' ') && path.some(isActivatable)) return;
  event.preventDefault();
  if (command.sequence) return beginSequence(key);
  if (event.repeat && !command.repeats) return;
  run(command, key, 'key');
}

// Buttons that do what a key does say so with data-command: same way, same rules.
function onClick(event) {
  const button = event.target.closest?.('[data-command]');
  if (!button || button.disabled) return;
  const command = commands.find(candidate => candidate.id === button.dataset.command);
  if (command) run(command, button.dataset.key ?? '', 'pointer', button);
}

function find(key, scope, isTyping) {
  for (const command of commands) {
    if (isTyping && !command.worksInText) continue;
    if (!command.scopes.includes('global') && !command.scopes.includes(scope)) continue;
    if (command.keys === key || (command.keys === '1–9' && /^[1-9]$/.test(key))) return command;
    if (command.keys.startsWith(`${key} `) && key !== ' ' && key !== 'Shift+') return { sequence: true };
  }
}

function run(command, key, source, button) {
  if (command.href) return window.Blazor.navigateTo(command.href);
  if (command.id === 'help.open') return document.querySelector('[data-key-sheet]')?.showModal();
  if (command.id === 'filter.focus') return document.querySelector('[data-filter]')?.focus();
  handlers.get(command.id.split('.')[0])?.(command, { key, source, button });
}

function beginSequence(key) {
  sequence = { key, timer: setTimeout(endSequence, sequenceWindow) };
  chip(true);
}

// Whatever follows belongs to the sequence: a key that completes none is dropped, never run for itself.
function continueSequence(event, key) {
  if (key === 'Shift' || key === 'Control' || key === 'Alt' || key === 'Meta') return;
  const command = commands.find(candidate => candidate.keys === `${sequence.key} ${key}`);
  event.preventDefault();
  endSequence();
  if (command && !event.repeat) run(command, key, 'key');
}

function endSequence() {
  clearTimeout(sequence?.timer);
  sequence = null;
  chip(false);
}

function chip(isShown) {
  const element = document.querySelector('[data-key-chip]');
  if (element) element.hidden = !isShown;
}

// The printed letter decides; where the layout is not Latin, the key's place does.
export function nameOf(event) {
  if (event.altKey && !event.getModifierState?.('AltGraph')) return '';
  let key = event.key;
  if (key.length === 1 && key.charCodeAt(0) > 127 && event.code.startsWith('Key')) key = event.code.slice(3).toLowerCase();
  if (event.ctrlKey || event.metaKey) return event.getModifierState?.('AltGraph') ? key : `Mod+${key}`;
  const isLetter = /^[a-z]$/i.test(key);
  if (isLetter) key = event.shiftKey ? `Shift+${key.toLowerCase()}` : key.toLowerCase();
  return key === ' ' && event.shiftKey ? 'Shift+ ' : key;
}

const scopeOf = path => path.find(element => element.dataset?.keyScope)?.dataset.keyScope ?? 'global';

const isModalOpen = () => document.querySelector('dialog[open], [aria-modal="true"], .rz-dialog, .components-reconnect-show') !== null;

const textRoles = new Set(['textbox', 'searchbox', 'combobox', 'spinbutton', 'menu', 'menubar']);

function isEditable(element) {
  if (!(element instanceof HTMLElement)) return false;
  return /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName) || element.isContentEditable || textRoles.has(element.getAttribute('role'));
}

const isActivatable = element => element instanceof HTMLElement && element.matches('button, a[href], summary, [role="button"]');
