import type { Finding } from '#libs/storage/examination';

const WORDS: Record<Finding['verdict'], string> = {
  ok: 'ok',
  warning: 'WARNING',
  wrong: 'WRONG',
  figure: 'figure',
  skipped: 'skipped',
};

/** Prints findings as they come, one a line, and a verdict at the end; or all of them as one JSON document. */
export class DoctorReport {
  readonly #findings: Finding[] = [];

  constructor(
    private readonly name: string,
    private readonly options: { json: boolean; also?: string | undefined },
    private readonly print: (line: string) => void = console.log,
  ) {}

  begin(): void {
    if (!this.options.json) this.print(`Is ${this.name} good enough for Lectern?\n`);
  }

  readonly take = (finding: Finding): void => {
    this.#findings.push(finding);
    if (this.options.json) return;
    this.print(`${WORDS[finding.verdict].padEnd(8)} ${finding.check.padEnd(20)} ${finding.meaning}`);
    if (finding.mend !== undefined) this.print(`${' '.repeat(29)} -> ${finding.mend}`);
  };

  /** The verdict, as an exit code too: 0 or 1. */
  end(): number {
    const count = (verdict: Finding['verdict']) =>
      this.#findings.filter((finding) => finding.verdict === verdict).length;
    const [wrong, warnings] = [count('wrong'), count('warning')];
    if (this.options.json) {
      const { also } = this.options;
      const verdict = wrong > 0 ? 'wrong' : warnings > 0 ? 'warning' : 'ok';
      this.print(JSON.stringify({ storage: this.name, also, verdict, findings: this.#findings }, null, 2));
    } else this.print(`\n${sentence(wrong, warnings)}`);
    return wrong > 0 ? 1 : 0;
  }
}

function sentence(wrong: number, warnings: number): string {
  const weighed = warnings === 0 ? '' : `, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'} to weigh`;
  if (wrong === 0) return `Good enough${weighed}.`;
  return `Not good enough: ${wrong} ${wrong === 1 ? 'thing is' : 'things are'} wrong${weighed}.`;
}
