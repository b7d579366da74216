let lock: WakeLockSentinel | undefined;
let isWanted = false;

/** Keeps the screen, and with it a phone's link, awake while something is sent, where the browser can (TLS alone). */
export function stayAwake(isBusy: boolean): void {
  isWanted = isBusy;
  if (!isBusy) {
    void lock?.release();
    lock = undefined;
  } else if (lock === undefined) void acquire();
}

async function acquire(): Promise<void> {
  if (!('wakeLock' in navigator) || document.visibilityState !== 'visible') return;
  try {
    const got = await navigator.wakeLock.request('screen');
    lock = got;
    got.addEventListener('release', () => {
      if (lock === got) lock = undefined;
    });
  } catch {
    // A battery that is low refuses it.
  }
}

// It ends whenever the page is hidden.
document.addEventListener('visibilitychange', () => {
  if (isWanted && lock === undefined) void acquire();
});
