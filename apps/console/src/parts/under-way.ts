/** What would break off if the page were left. */
const underWay = new Set<string>();

/** Whoever leaves the page while something is under way is asked first. */
export function setUnderWay(name: string, isSo: boolean): void {
  if (isSo) underWay.add(name);
  else underWay.delete(name);
  // Some browsers put pages that listen for it at a disadvantage, so it is heard only then.
  if (underWay.size > 0) addEventListener('beforeunload', ask);
  else removeEventListener('beforeunload', ask);
}

export function isUnderWay(): boolean {
  return underWay.size > 0;
}

function ask(event: BeforeUnloadEvent): void {
  event.preventDefault();
  // The way of older browsers.
  event.returnValue = '';
}
