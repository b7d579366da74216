import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { GrowthFigures } from '../delivery-growth/growth-figures.js';
import { OURS } from '../delivery-load/peers.js';
import type { CaseFigures } from './case-figures.js';
import { CASE_TITLES, casePicture } from './case-picture.js';
import { growthPicture } from './growth-picture.js';
import { figure } from './svg.js';

/** Writes delivery-throughput.svg, and the table into the folder's performance.md where that is there. */
export async function publishCases(folder: string, figures: CaseFigures, conditions: string): Promise<void> {
  const subtitle = `Medians of ${figures.options.rounds} rounds, ${conditions}`;
  await publish(folder, 'delivery-throughput.svg', casePicture(figures, subtitle));
  const rows = figures.cases.flatMap((name) =>
    figures.peerNames.map((peer) => {
      const one = figures.medians(name, peer);
      const { throughput, cpu } = figures.ratio(name, peer);
      const ratio = peer === OURS ? ['', ''] : [throughput.toFixed(2), cpu.toFixed(2)];
      const values = [one.perSecond, one.megabytesPerSecond, one.cpuUs, one.cpuUsPerMegabyte];
      const more = [one.p50Us / 1000, one.p99Us / 1000, one.peakMiB];
      const title = peer === OURS ? (CASE_TITLES[name] ?? name) : '';
      return row([title, peer, ...[...values, ...more].map(figure), ...ratio]);
    }),
  );
  const columns = [
    '',
    '',
    'requests/s',
    'MB/s',
    'CPU µs/request',
    'CPU µs/MB',
    'p50 ms',
    'p99 ms',
    'peak MiB',
  ];
  const head = [...columns, 'Lectern to it: requests/s', 'CPU'];
  const text = `${subtitle}. ${await machine()}\n\n${table(head, rows)}`;
  await insert(folder, 'cases', text);
}

/** Writes delivery-growth.svg, and the table into the folder's performance.md where that is there. */
export async function publishGrowth(folder: string, figures: GrowthFigures): Promise<void> {
  await publish(folder, 'delivery-growth.svg', growthPicture(figures));
  const columns = ['', '', '', 'requests/s', 'MB/s', 'CPU µs/request', 'p50 ms', 'p99 ms', 'peak MiB'];
  const parts = figures.sweeps.map((sweep) => {
    const rows = figures.kinds(sweep).flatMap((kind) =>
      figures.steps(sweep, kind).flatMap((at) =>
        figures.peerNames.map((peer) => {
          const one = figures.medians({ sweep, kind, at, peer });
          if (one === undefined) return '';
          const values = [one.perSecond, one.megabytesPerSecond, one.cpuUs];
          const more = [one.p50Us / 1000, one.p99Us / 1000, one.peakMiB];
          const first = peer === OURS ? [kind, at] : ['', ''];
          return row([...first, peer, ...[...values, ...more].map(figure)]);
        }),
      ),
    );
    return `**${sweep}**: ${figures.noteOf(sweep)}.\n\n${table(columns, rows)}`;
  });
  await insert(folder, 'growth', `${await machine()}\n\n${parts.join('\n\n')}`);
}

async function publish(folder: string, name: string, text: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, name), text);
  console.log(`wrote ${join(folder, name)}`);
}

/** Puts the text between the marks `<!-- NAME -->` and `<!-- /NAME -->` of the page. */
async function insert(folder: string, name: string, text: string): Promise<void> {
  const page = join(folder, 'performance.md');
  const before = await readFile(page, 'utf8').catch(() => '');
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [before.indexOf(start), before.indexOf(end)];
  if (from === -1 || to < from) return;
  await writeFile(page, `${before.slice(0, from)}${start}\n\n${text}\n\n${before.slice(to)}`);
  console.log(`wrote the figures into ${page}`);
}

async function machine(): Promise<string> {
  const [cpu] = cpus();
  const { stderr } = await promisify(execFile)('nginx', ['-v'], {
    env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` },
  }).catch(() => ({ stderr: '' }));
  const nginx = /nginx\/([0-9.]+)/.exec(stderr)?.[1];
  const programs = [
    `Node.js ${process.version.slice(1)}`,
    ...(nginx === undefined ? [] : [`nginx ${nginx}`]),
  ];
  const kernel = release().split(/[^0-9.]/, 1)[0];
  // It decides how the loopback carries large answers.
  const congestion = await readFile('/proc/sys/net/ipv4/tcp_congestion_control', 'utf8').catch(() => '');
  return (
    `${availableParallelism()} processors (${cpu?.model.trim()}), ${Math.round(totalmem() / 2 ** 30)} GiB of memory, ` +
    `Linux ${kernel}${congestion && ` with TCP ${congestion.trim()}`}, ${programs.join(', ')}.`
  );
}

function table(head: readonly string[], rows: readonly string[]): string {
  const right = head.map((title, at) => (title === '' && at < 3 ? '---' : '---:'));
  return [row(head), row(right), ...rows.filter((one) => one !== '')].join('\n');
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
