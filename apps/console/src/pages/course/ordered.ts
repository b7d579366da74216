import type { Asset } from '../../api/queries.js';

/** In the order of the course; what is new to that comes last, the eldest first. */
export function ordered(assets: readonly Asset[], order: readonly string[]): readonly Asset[] {
  const place = new Map(order.map((id, at) => [id, at]));
  const placeOf = ({ id }: Asset) => place.get(id) ?? order.length;
  return [...assets].sort((a, b) => placeOf(a) - placeOf(b) || a.createdAt.localeCompare(b.createdAt));
}
