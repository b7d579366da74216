interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** Between two looks at a recording that plays nobody can have played more, whatever the speed. */
const LONGEST_STEP_SECONDS = 5;
const MOST_STRETCHES = 50;

/** What has been played since it was last taken. */
export class WatchedStretches {
  #done: Stretch[] = [];
  #from: number | undefined;
  #to = 0;

  /** The recording plays, and is at `second`. */
  at(second: number): void {
    if (this.#from === undefined) this.#from = second;
    else if (second < this.#to || second - this.#to > LONGEST_STEP_SECONDS) {
      this.stop();
      this.#from = second;
    }
    this.#to = second;
  }

  /** It has stopped, or jumps. */
  stop(): void {
    if (this.#from !== undefined && this.#to > this.#from)
      this.#done.push({ from: this.#from, to: this.#to });
    this.#from = undefined;
  }

  take(): Stretch[] {
    const plays = this.#from !== undefined;
    this.stop();
    if (plays) this.#from = this.#to;
    const taken = this.#done.slice(0, MOST_STRETCHES);
    this.#done = this.#done.slice(MOST_STRETCHES);
    return taken;
  }

  /** Those that could not be told count still. */
  putBack(stretches: readonly Stretch[]): void {
    this.#done = [...stretches, ...this.#done];
  }
}
