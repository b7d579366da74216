/**
 * What comes of `work`, unless the signal is aborted first: for calls that may heed none, such as one on a mount that hangs.
 * What is left behind goes on by itself, and how it ends is nobody's concern any more.
 *
 * @throws the signal's reason
 */
export async function within<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const giveUp = (): void => late.reject(signal.reason);
  if (signal.aborted) giveUp();
  else signal.addEventListener('abort', giveUp, { once: true });
  try {
    return await Promise.race([work, late.promise]);
  } finally {
    signal.removeEventListener('abort', giveUp);
  }
}
