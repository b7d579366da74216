/** Counts what held and what did not, and says each of them in a line. */
export class Findings {
  passed = 0;
  failed = 0;

  /** @returns whether it held */
  async check(name: string, holds: () => Promise<string | void>): Promise<boolean> {
    const started = performance.now();
    try {
      const said = await holds();
      this.passed += 1;
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`ok      ${name} (${seconds} s)${said === undefined ? '' : `: ${said}`}`);
      return true;
    } catch (error) {
      this.fail(name, error);
      return false;
    }
  }

  fail(name: string, error: unknown): void {
    this.failed += 1;
    console.log(`FAILED  ${name}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export function must(holds: boolean, message: string): asserts holds {
  if (!holds) throw new Error(message);
}
