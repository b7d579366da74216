/** How it goes. `slow` and `broken` pass by themselves; `failed` is the end. */
export type LinkState = 'good' | 'slow' | 'broken' | 'failed' | 'unsupported';

export interface EngineTells {
  readonly link: (state: LinkState) => void;
  /** The addresses are refused: `show` is to be called with others. */
  readonly refused: () => void;
  /** The browser's own player had to load the recording anew where it was. */
  readonly reloaded: () => void;
}

export interface Engine {
  /** Plays from these addresses from now on: without a pause, unless it is the sound alone that comes or goes. */
  show(address: string, isSound: boolean): void;
  destroy(): void;
}
