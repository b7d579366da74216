import type { Answer } from '../../servers/answer-reader.js';
import { type Conversation, idOf } from './conversation.js';
import type { FuzzScript } from './script.js';

/** What the served objects are, by their ETags. */
export type Contents = ReadonlyMap<string, Buffer>;

/** A request that could not be read as one, or not be taken as it stands: an answer that ends the connection. */
const REFUSALS: ReadonlySet<number> = new Set([400, 408, 411, 413, 414, 417, 431, 501, 505]);

export const isRefusal = ({ status }: Answer) => REFUSALS.has(status);

/**
 * What must hold of one server by itself: every byte of it an answer, each under the id of a request that was sent,
 * in their order, each once; never that of a request inside of a body; nothing behind an answer that ends the
 * connection; exactly the bytes that a 200 or 206 announces; and the marker's answer, or the end of the connection.
 *
 * @returns a sentence for what does not hold
 */
export function faultIn(script: FuzzScript, said: Conversation, contents: Contents): string | undefined {
  if (said.broken !== undefined) return said.broken;
  const text = script.pieces.join('');
  let reached = -1;
  let isOver = false;
  for (const answer of said.answers) {
    const id = idOf(answer);
    // Node's parser runs ahead, and tells of what it can't read behind whatever is under way.
    if (isOver && id === '' && isRefusal(answer)) continue;
    if (isOver) return `an answer (${answer.status} to ${id}) behind the last one`;
    isOver ||= answer.isLast;
    if (script.bodied.includes(id)) return `an answer to ${id}, which stands in a body`;
    if (script.ids.includes(id)) {
      // Damage may have written ids twice, or elsewhere.
      const at = placeOf(text, id, reached + 1);
      if (at === -1) return `an answer to ${id} out of turn`;
      reached = at;
    }
    const wrong = bytesWrong(answer, contents);
    if (wrong !== undefined) return `to ${id} ${wrong}`;
  }
  const marker = script.ids.at(-1) as string;
  const wasMarked = said.answers.some((answer) => idOf(answer) === marker);
  if (!wasMarked && !said.hasClosed) return 'the connection stays open without an answer to the marker';
  if (script.isOrdinary && said.answers.length !== script.ids.length)
    return `${said.answers.length} answers to ${script.ids.length} ordinary requests`;
  return undefined;
}

/** Whether more patience could have made a fault none: what had come was right, and more was to come. */
export function isForWantOfTime(fault: string): boolean {
  return /^(?:left over|the connection stays open|[0-9]+ answers to )/.test(fault);
}

/** Where an id stands as a whole, from some place on. */
function placeOf(text: string, id: string, from: number): number {
  const whole = new RegExp(`${id}(?![A-Za-z0-9._-])`, 'g');
  whole.lastIndex = from;
  return whole.exec(text)?.index ?? -1;
}

function bytesWrong(answer: Answer, contents: Contents): string | undefined {
  const { status, body } = answer;
  if (status >= 500) return `${status}`;
  if (status !== 200 && status !== 206) return undefined;
  // What is no object.
  if (!contents.has(answer.field('etag') ?? '')) return status === 200 ? undefined : 'a part of nothing';
  const due = dueOf(answer, contents);
  if (due === undefined) return `${status} with the range ${String(answer.field('content-range'))}`;
  const length = answer.field('content-length');
  if (Number(length) !== due.length) return `${status} of ${length} bytes, not ${due.length}`;
  // To a HEAD none come.
  if (body.length > 0 && !body.equals(due)) return 'other bytes';
  return undefined;
}

/** The bytes that an answer announces, whole or a range; undefined where it announces none of what is served. */
export function dueOf(answer: Answer, contents: Contents): Buffer | undefined {
  const content = contents.get(answer.field('etag') ?? '');
  if (content === undefined) return undefined;
  const range = answer.field('content-range');
  if (answer.status === 200) return range === undefined ? content : undefined;
  const [, start, end] = /^bytes ([0-9]+)-([0-9]+)\/[0-9]+$/.exec(range ?? '') ?? [];
  if (answer.status !== 206 || start === undefined) return undefined;
  return content.subarray(Number(start), Number(end) + 1);
}

/** Status, what it is of, and how many bytes came; refusals are alike whatever their words. */
export function meaningOf(answer: Answer): string {
  const { status, body } = answer;
  if (isRefusal(answer)) return 'refused';
  if (status !== 200 && status !== 206 && status !== 304) return String(status);
  return [status, answer.field('etag'), answer.field('content-range'), body.length].join(' ');
}

/**
 * The lane and the server behind it, by the same bytes: the same answers, one by one. Where something is refused,
 * Node's parser may see it before the answers to the requests in front are out, and its refusal may be lost in a
 * reset: then one may say less, but nothing else, and neither may come as far as the marker, unless a body ends the one.
 */
export function disagreement(
  script: FuzzScript,
  lane: Conversation,
  server: Conversation,
): string | undefined {
  const [ours, theirs] = [lane, server].map(({ answers }) =>
    answers.map((a) => `${knownId(script, a)} ${meaningOf(a)}`),
  );
  const [one, other] = [ours, theirs].map((all = []) => all.filter((answer) => !answer.endsWith(' refused')));
  // Node ends a connection at a CONNECT, and drops what is under way on it.
  const hasConnect = script.pieces.join('').includes('CONNECT');
  // An answer that ends the connection may be lost in a reset when more has come behind its request.
  const isCutOff = [lane, server].some(({ answers }) => answers.at(-1)?.isLast === true);
  const mayEndEarly =
    script.endsAtOnce ||
    hasConnect ||
    isCutOff ||
    [...lane.answers, ...server.answers].some(isRefusal) ||
    one?.length === other?.length;
  const [shorter = [], longer = []] = [one ?? [], other ?? []].toSorted((a, b) => a.length - b.length);
  const marker = script.ids.at(-1) as string;
  // A refusal ends the connection unless the whole body of its request has come: the same bytes may have come to the one
  // when it answers, and not to the other.
  const [less] = [lane, server].toSorted((a, b) => a.answers.length - b.answers.length);
  const last = less?.answers.at(-1);
  const endsForBody =
    last?.isLast === true &&
    last.status >= 400 &&
    /(?:content-length|transfer-encoding):/i.test(script.pieces.join(''));
  const isLong =
    longer.length > shorter.length && longer.at(-1)?.startsWith(`${marker} `) === true && !endsForBody;
  if (
    mayEndEarly &&
    (!isLong || script.endsAtOnce) &&
    shorter.every((answer, index) => answer === longer[index])
  )
    return undefined;
  return `the lane says ${JSON.stringify(ours)}, the server ${JSON.stringify(theirs)}`;
}

/** Ids that a server has made up are all alike. */
function knownId(script: FuzzScript, answer: Answer): string {
  const id = idOf(answer);
  return script.ids.includes(id) || /^s[0-9]/.test(id) ? id : '-';
}
