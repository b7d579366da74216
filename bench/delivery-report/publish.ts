import type { GrowthFigures } from '../delivery-growth/growth-figures.js';
import type { CaseFigures } from './case-figures.js';
export async function publishCases(
  _folder: string,
  _figures: CaseFigures,
  _connections: number,
): Promise<void> {}
export async function publishGrowth(_folder: string, _figures: GrowthFigures): Promise<void> {}
