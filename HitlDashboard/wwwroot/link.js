// What the page knows about its connection: html[data-link] is live, lost or dead. Reloads only after /health/live answered.
const root = document.documentElement;
const deadAfter = 15_000, pingTimeout = 3_000, probeEvery = 1_000;
let lastBeat = Date.now();
let component = null;
let isReloading = false;

export const retryDelay = attempt => attempt < 2 ? 200 : Math.min(500 * attempt, 2_000);

export function follow() {
  root.dataset.link = 'live';
  const screen = document.getElementById('components-reconnect-modal');
  if (!screen) return;
  new MutationObserver(() => changed(screen)).observe(screen, { attributeFilter: ['class'] });
  document.getElementById('reconnect-now')?.addEventListener('click', retryNow);
  setInterval(check, 1_000);
}

// Called by App/Heartbeat.razor.cs in its first render.
export function watch(heartbeat) {
  component = heartbeat;
  lastBeat = Date.now();
  new MutationObserver(() => { lastBeat = Date.now(); }).observe(document.getElementById('heartbeat'), { attributeFilter: ['data-beat'] });
}

function changed(screen) {
  if (isReloading) return;
  const has = name => screen.classList.contains(`components-reconnect-${name}`);
  if (has('failed') || has('rejected')) return reloadWhenHealthy();
  root.dataset.link = has('show') ? 'lost' : 'live';
  if (!has('show')) lastBeat = Date.now();
}

async function retryNow() {
  // False: the server does not know this circuit any more. An exception: no server; the script's own retries go on.
  try { if (!await window.Blazor.reconnect()) await reloadWhenHealthy(); } catch { }
}

// A page that looks alive and is dead: connected, visible, and no beat for 15 s.
async function check() {
  if (!component || isReloading || document.hidden || root.dataset.link !== 'live') {
    if (document.hidden) lastBeat = Date.now();
    return;
  }

  if (Date.now() - lastBeat < deadAfter) return;
  lastBeat = Date.now();
  const late = new Promise((_, refuse) => setTimeout(refuse, pingTimeout));
  try { await Promise.race([component.invokeMethodAsync('Ping'), late]); } catch { await reloadWhenHealthy(); }
}

async function reloadWhenHealthy() {
  if (isReloading) return;
  isReloading = true;
  root.dataset.link = 'dead';
  document.getElementById('components-reconnect-modal')?.classList.add('reconnect-gone');
  do {
    while (!await isHealthy()) await new Promise(go => setTimeout(go, probeEvery));
    // Many displays must not come back in the same instant; and the server may have gone in between.
    await new Promise(go => setTimeout(go, Math.random() * 500));
  } while (!await isHealthy());
  location.reload();
}

async function isHealthy() {
  try {
    return (await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(pingTimeout) })).ok;
  } catch {
    return false;
  }
}
