/** Copies a text. Without TLS browsers take the clipboard away, and an old way is left. @returns whether it was done */
export async function copy(text: string): Promise<boolean> {
  if (isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // It may be refused by the frame that the page is in.
    }
  }
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'visually-hidden';
  document.body.append(area);
  area.select();
  // eslint-disable-next-line typescript/no-deprecated
  const isDone = document.execCommand('copy');
  area.remove();
  return isDone;
}
