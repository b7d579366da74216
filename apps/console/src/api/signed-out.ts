/** What waits for its person to sign in again, such as uploads. */
let waiting: readonly { readonly subject: string; readonly goOn: () => void }[] = [];
const refused = new Set<() => void>();
const entered = new Set<(subject: string) => void>();

/** Says that a request of this person was refused for want of a session; resolves when they have one again. */
export function whenSignedIn(subject: string): Promise<void> {
  const again = new Promise<void>((resolve) => {
    waiting = [...waiting, { subject, goOn: resolve }];
  });
  for (const listener of refused) listener();
  return again;
}

/** To be called when it is known who is signed in. What waits for somebody else goes on waiting. */
export function goOn(subject: string): void {
  const theirs = waiting.filter((each) => each.subject === subject);
  waiting = waiting.filter((each) => each.subject !== subject);
  for (const listener of entered) listener(subject);
  for (const each of theirs) each.goOn();
}

/** Told whenever somebody waits for a session. @returns what ends it */
export function onSignedOut(listener: () => void): () => void {
  refused.add(listener);
  return () => void refused.delete(listener);
}

/** Told who is signed in whenever that may have changed. */
export function onSignedIn(listener: (subject: string) => void): void {
  entered.add(listener);
}
