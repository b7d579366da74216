/** One line of the plots. */
export interface Line {
  readonly name: string;
  readonly amounts: readonly number[];
}

/** The most that can be told from each other. */
export const MOST_LINES = 6;

// Colour is never the only sign.
const LOOKS: readonly { readonly token: string; readonly dash: readonly number[] }[] = [
  { token: '--accent', dash: [] },
  { token: '--warn', dash: [8, 4] },
  { token: '--bad', dash: [2, 3] },
  { token: '--good', dash: [10, 3, 2, 3] },
  { token: '--text', dash: [4, 4] },
  { token: '--line-strong', dash: [14, 4] },
];

export function lineLook(index: number) {
  return LOOKS[index % LOOKS.length] ?? { token: '--accent', dash: [] };
}
