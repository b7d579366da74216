import { globSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { REASONS } from '../../apps/worker/src/failure.js';
import { problemOf } from '#libs/http';
import { DomainError } from '#libs/kernel';
import { REFUSALS } from '#libs/signing';
import { cell, table } from './page.js';

type ErrorClass = new (...parts: readonly unknown[]) => DomainError;

/** What stands in a sentence for what each error has of its own: a field, a number. */
const OWN = '…';

/** Of the classes whose code or sentence depends on what they are made with: each that there is. */
const MADE_WITH: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
  UrlRefused: Object.keys(REFUSALS).map((code) => [code]),
  UnknownField: [[[{ name: OWN, nearest: OWN, known: [] }]]],
  UnknownParameter: [[[{ name: OWN, nearest: OWN, known: [] }]]],
  InvalidAssetOrder: [[{ unknown: [], doubled: [] }]],
  LifetimeOutOfBounds: [[{ least: OWN, most: OWN }]],
  UploadExpired: [['abandoned'], ['expired']],
  ContentTypeNotTaken: [[[]], [[OWN]]],
  NotInvitable: [['disabled'], ['no-role'], ['no-unit']],
  PasswordRefused: ['too-short', 'too-long', 'common', 'of-yourself'].map((reason) => [
    reason,
    { least: OWN, most: OWN },
  ]),
  NotPlayable: [
    [OWN, true],
    [OWN, false],
  ],
};

/** One of each error that a file of errors exports, in the order of the files. */
export async function everyError(): Promise<DomainError[]> {
  const files = globSync('{apps,libs}/**/*.errors.ts').toSorted();
  const modules = await Promise.all(
    files.map(async (file) => (await import(pathToFileURL(path.resolve(file)).href)) as object),
  );
  const classes = new Set(modules.flatMap((module): unknown[] => Object.values(module)));
  return [...classes].filter(isErrorClass).flatMap((error) => {
    const ways = MADE_WITH[error.name] ?? [Array.from({ length: error.length }, () => OWN)];
    return ways.map((parts) => new error(...parts));
  });
}

function isErrorClass(value: unknown): value is ErrorClass {
  return typeof value === 'function' && value.prototype instanceof DomainError;
}

/** What the HTTP layer says of requests that no route sees. */
function refusedByTheFramework(): unknown[] {
  return Array.from({ length: 100 }, (_, index) => ({ statusCode: 400 + index }));
}

/** Every code of a problem document with its status and sentences, by the alphabet. */
export async function errorCodesTable(): Promise<string> {
  const codes = new Map<string, { status: Set<number>; details: Set<string>; retryable: Set<boolean> }>();
  const add = (error: unknown): void => {
    const { code, status, detail, retryable } = problemOf(error, '');
    const known = codes.get(code) ?? { status: new Set(), details: new Set(), retryable: new Set() };
    codes.set(code, known);
    known.status.add(status);
    known.details.add(detail);
    known.retryable.add(retryable);
  };
  for (const error of await everyError()) add(error);
  for (const error of refusedByTheFramework()) if (!codes.has(problemOf(error, '').code)) add(error);
  add(new Error('A fault of our own'));
  const rows = [...codes.keys()].toSorted().map((code) => {
    const { status, details, retryable } = codes.get(code) ?? { status: [], details: [], retryable: [] };
    const again = [...retryable].map((yes) => (yes ? 'yes' : 'no')).join(' or ');
    return [`\`${code}\``, [...status].join(', '), again, cell([...details].join(' '))];
  });
  return table(['code', 'status', 'retryable', 'detail'], rows);
}

/** Every reason for which an asset can't be made playable, in the words for its doctor. */
export function failuresTable(): string {
  const rows = Object.entries(REASONS).map(([code, reason]) => [`\`${code}\``, cell(reason)]);
  return table(['code', 'reason'], rows);
}
