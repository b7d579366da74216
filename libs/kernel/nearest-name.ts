import { closestMatch } from 'leven';

/**
 * The name that was probably meant by one that there is not; undefined where none is near. Case, dashes, underscores
 * and spaces are no difference: `soft_percent`, `Soft-Percent` and `softPercent` are one name to whoever writes it. Nor
 * is the order of the same letters: two are swapped (`PROT`), or words are (`PORT_DELIVERY`).
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const swapped = known.find((each) => lettersOf(each) === lettersOf(name));
  if (swapped !== undefined) return swapped;
  const spelt = new Map(known.map((each) => [plain(each), each]));
  // So many letters of a name may be wrong; with more of them it is another word.
  const maxDistance = Math.max(1, Math.floor(name.length * 0.4));
  return spelt.get(closestMatch(plain(name), [...spelt.keys()], { maxDistance }) ?? '');
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[_\s-]/g, '');
}

function lettersOf(name: string): string {
  return plain(name).split('').toSorted().join('');
}
