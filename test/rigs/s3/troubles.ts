import type { Random } from '../../model/random.js';
import type { Fault } from '../../servers/s3-fault-proxy.js';
import { MUTATING, type S3Operation } from '../../servers/s3-operations.js';
import type { Way } from './uploads.js';

type Mutation = (typeof MUTATING)[number];

/** What goes wrong in one cycle: a fault at some requests of an operation, while a client uploads in some way. */
export interface Trouble {
  /** undefined for every operation that changes something. */
  readonly operation: Mutation | undefined;
  readonly fault: Fault;
  /** So many requests of the operation pass first. */
  readonly skip: number;
  /** At so many requests in a row; the SDK tries four times. */
  readonly times: number;
  /** The uploader is killed when the fault is done first. */
  readonly kills: boolean;
  readonly way: Way | 'storage';
}

/** Ways that are sure, or likely, to come to an operation. */
const WAYS: Readonly<Record<Mutation, readonly Way[]>> = {
  PutObject: ['small', 'parts', 'delete'],
  CreateMultipartUpload: ['large', 'deferred', 'form'],
  UploadPart: ['large', 'deferred'],
  CompleteMultipartUpload: ['large', 'form', 'takeover'],
  AbortMultipartUpload: ['terminate'],
  DeleteObject: ['large', 'parts', 'takeover', 'small'],
  CopyObject: ['instant', 'large'],
  UploadPartCopy: ['takeover'],
};
const ALL_WAYS = [...new Set(Object.values(WAYS).flat())];

/** Every operation meets these by turns: all of them in 5 x 8 cycles. */
const SURE: readonly (readonly [Fault['kind'], number])[] = [
  ['drop-reply', 1],
  ['drop-reply', 5],
  ['reset', 1],
  ['slow-down', 2],
  ['reset-answering', 1],
];

/** The trouble of a cycle: first every operation with each of the sure faults, then what chance brings. */
export function troubleOf(cycle: number, random: Random): Trouble {
  const operation = MUTATING[cycle % MUTATING.length] ?? 'PutObject';
  const sure = SURE[Math.floor(cycle / MUTATING.length)];
  if (sure !== undefined) {
    const [kind, times] = sure;
    return {
      operation,
      fault: faultOf(kind, random),
      skip: 0,
      times,
      kills: false,
      way: random.pick(WAYS[operation]),
    };
  }
  const dice = random.next();
  const kind = kindBy(random);
  const trouble = {
    fault: faultOf(kind, random),
    skip: random.pick([0, 0, 0, 1, 2]),
    times: kind.startsWith('black-hole') ? 1 : random.pick([1, 1, 2, 5]),
    kills: false,
  };
  if (dice < 0.12) return { ...trouble, operation, way: 'storage' };
  if (dice < 0.2) return { ...trouble, operation, kills: true, way: random.pick(WAYS[operation]) };
  if (dice < 0.8) return { ...trouble, operation, way: random.pick(WAYS[operation]) };
  return { ...trouble, operation: undefined, way: random.pick(ALL_WAYS) };
}

function kindBy(random: Random): Fault['kind'] {
  const dice = random.next();
  if (dice < 0.4) return 'drop-reply';
  if (dice < 0.5) return 'reset';
  if (dice < 0.6) return 'reset-sending';
  if (dice < 0.7) return 'reset-answering';
  if (dice < 0.82) return 'slow-down';
  if (dice < 0.9) return 'error-in-200';
  if (dice < 0.94) return 'delay';
  return random.pick(['black-hole', 'black-hole-answering']);
}

function faultOf(kind: Fault['kind'], random: Random): Fault {
  switch (kind) {
    case 'slow-down':
      return random.next() < 0.5 ? { kind } : { kind, seconds: 1 };
    case 'error-in-200':
      return { kind, forward: random.next() < 0.5 };
    case 'delay':
      return { kind, ms: random.whole(50, 1500) };
    default:
      return { kind };
  }
}

/** The fault for a request, counted down. */
export function planOf(trouble: Trouble, onFirst: () => void): (operation: S3Operation) => Fault | undefined {
  let { skip, times } = trouble;
  let first = true;
  return (operation) => {
    const mutating = (MUTATING as readonly S3Operation[]).includes(operation);
    if (trouble.operation === undefined ? !mutating : operation !== trouble.operation) return undefined;
    if (skip > 0) {
      skip -= 1;
      return undefined;
    }
    if (times === 0) return undefined;
    times -= 1;
    if (first) onFirst();
    first = false;
    // An error document instead of a 200 makes sense where the real answer is a document, too.
    const isDocument = operation === 'CompleteMultipartUpload' || operation.includes('Copy');
    return trouble.fault.kind === 'error-in-200' && !isDocument ? { kind: 'drop-reply' } : trouble.fault;
  };
}
