/** What waits for somebody to sign in again, such as uploads. */
const waiting = new Set<() => void>();
const listeners = new Set<() => void>();

/** Says that a request was refused for want of a session; resolves when there is one again. */
export function whenSignedIn(): Promise<void> {
  for (const listener of listeners) listener();
  return new Promise((resolve) => waiting.add(resolve));
}

/** To be called when somebody has signed in. */
export function goOn(): void {
  for (const resolve of waiting) resolve();
  waiting.clear();
}

/** Told whenever somebody waits for a session. @returns what ends it */
export function onSignedOut(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
