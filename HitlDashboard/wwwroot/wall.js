// The wall's own nurse: clock, age of the data, NOT LIVE, and a reload after the server has answered, never before.
// It works without the circuit, because it is needed most when there is none.
const lateAfter = 10_000, deadAfter = 30_000, doubtAfter = 6_000, linkGrace = 3_000, silentAfter = 20_000;
const probeEvery = 3_000, probeTimeout = 2_000, shiftEvery = 600_000;

export function healthOf({ age, linkLostFor, isServerGone }) {
  if (age > deadAfter || linkLostFor > linkGrace || isServerGone) return 'dead';
  return age > lateAfter ? 'late' : 'live';
}

export const clockText = date => `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;

export function ageText(age) {
  const s = Math.floor(age / 1000);
  if (s < 5) return 'Live';
  return `Data ${s < 120 ? `${s} s` : `${Math.floor(s / 60)} min`} old`;
}

export function watch(root) {
  // The page may have been left while this was still loading.
  if (!root) return { stop: () => {} };
  const html = document.documentElement;
  const screen = document.getElementById('components-reconnect-modal');
  let lastRead = Date.now(), lastBeat = Date.now(), lastProbe = 0, lostAt = 0, isServerGone = false, isReloading = false;

  const observer = new MutationObserver(changes => {
    lastBeat = Date.now();
    if (changes.some(change => change.attributeName === 'data-read')) {
      lastRead = Date.now();
      isServerGone = false;
    }
    tick();
  });
  observer.observe(root, { attributeFilter: ['data-read', 'data-beat'] });
  // The strip at the bottom and the red band say the same, in letters that a room can read.
  if (screen) screen.style.visibility = 'hidden';

  function tick() {
    const now = Date.now();
    lostAt = html.dataset.link === 'live' || !html.dataset.link ? 0 : lostAt || now;
    const age = now - lastRead;
    const health = healthOf({ age, linkLostFor: lostAt ? now - lostAt : 0, isServerGone });
    write(root, health, age, lastRead);
    if (age > doubtAfter || lostAt) probe(now);
  }

  // A cut cable closes nothing: only asking tells within seconds whether the server is still there.
  async function probe(now) {
    if (now - lastProbe < probeEvery || isReloading) return;
    lastProbe = now;
    const isHealthy = await answers();
    isServerGone = !isHealthy && Date.now() - lastRead > doubtAfter;
    if (isHealthy && Date.now() - lastBeat > silentAfter) {
      isReloading = true;
      setTimeout(async () => await answers() ? location.reload() : isReloading = false, Math.random() * 500);
    }
  }

  const timers = [setInterval(tick, 1_000), setInterval(() => shift(root), shiftEvery)];
  const lock = keepAwake();
  tick();
  return {
    stop() {
      timers.forEach(clearInterval);
      observer.disconnect();
      lock.stop();
      if (screen) screen.style.visibility = '';
    },
  };
}

function write(root, health, age, lastRead) {
  if (root.dataset.health !== health) root.dataset.health = health;
  const set = (name, text) => {
    const element = root.querySelector(`[data-wall-${name}]`);
    if (element && element.textContent !== text) element.textContent = text;
  };
  const now = new Date();
  set('clock', `${now.toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'short' })}  ${clockText(now)}`);
  set('age', health === 'dead' ? `Not live, ${ageText(age).toLowerCase()}` : ageText(age));
  set('dead', health === 'dead' ? `NOT LIVE since ${clockText(new Date(lastRead))}` : '');
}

async function answers() {
  try {
    return (await fetch('/health/live', { cache: 'no-store', signal: AbortSignal.timeout(probeTimeout) })).ok;
  } catch {
    return false;
  }
}

// A pixel to and fro every ten minutes, against burning in.
function shift(root) {
  const by = () => Math.round(Math.random() * 4 - 2);
  root.style.translate = `${by()}px ${by()}px`;
}

function keepAwake() {
  let lock = null, isStopped = false;
  const ask = async () => {
    try { if (!isStopped && document.visibilityState === 'visible') lock = await navigator.wakeLock?.request('screen'); } catch { }
  };
  ask();
  document.addEventListener('visibilitychange', ask);
  return { stop() { isStopped = true; document.removeEventListener('visibilitychange', ask); lock?.release(); } };
}
