/** Small choices of this browser, such as its language. Browsers that keep nothing only forget them. */
export function remembered(name: string): string | undefined {
  try {
    return localStorage.getItem(`lectern.${name}`) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Whether anything is kept: in a foreign frame a browser may forbid it. */
export function canRemember(): boolean {
  try {
    return localStorage.length >= 0;
  } catch {
    return false;
  }
}

export function remember(name: string, value: string): void {
  try {
    localStorage.setItem(`lectern.${name}`, value);
  } catch {
    // It holds until the page is left.
  }
}
