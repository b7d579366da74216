/** What has to hold during one rehearsal, told line by line and counted. */
export class Rehearsal {
  passed = 0;
  failed = 0;

  constructor(readonly name: string) {}

  /** What is done now. */
  step(sentence: string): void {
    console.log(`${this.name}: ${sentence}`);
  }

  /** @param seen told when it does not hold */
  hold(sentence: string, holds: boolean, seen?: unknown): void {
    if (holds) {
      this.passed += 1;
      console.log(`${this.name}:   held: ${sentence}`);
      return;
    }
    this.failed += 1;
    const facts =
      seen === undefined ? '' : `; seen: ${typeof seen === 'string' ? seen : JSON.stringify(seen)}`;
    console.error(`${this.name}: FAILED ${sentence}${facts}`);
  }

  equal(sentence: string, seen: unknown, expected: unknown): void {
    this.hold(sentence, JSON.stringify(seen) === JSON.stringify(expected), { seen, expected });
  }
}
