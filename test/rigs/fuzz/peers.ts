import type { Answer } from '../../servers/answer-reader.js';
import { type Conversation, idOf } from './conversation.js';
import { type Contents, dueOf, isRefusal, meaningOf } from './judge.js';
import type { FuzzScript } from './script.js';

/** One request, as our server and nginx have answered it; undefined where they came no further. */
interface Pair {
  readonly ours: Answer | undefined;
  readonly theirs: Answer | undefined;
  /** Whether nginx has ended the connection with an answer to somebody else. */
  readonly edgeEnded: boolean;
  /** Whether nginx has reset the connection over a body. */
  readonly edgeReset: boolean;
  /** The request line and the fields, as far as they can be told; names in small letters. */
  readonly line: string;
  readonly fields: readonly (readonly [string, string])[];
}

/** Of these nginx takes one at most. */
const ONCE =
  /^(?:if-match|if-none-match|if-modified-since|if-unmodified-since|if-range|range|expect|x-forwarded-for)$/;

const RESET =
  'nginx, without a setting for it, closes at once and with a reset when a body that it passes over turns out not to be chunked: what it had answered before may be lost on the way';
const BARE_PROBLEM = /\{"type":"urn:lectern:problem:[a-z-]+",[^{}]*"retryable":false\}$/;

/**
 * Why the end of a connection to nginx need not be an answer; undefined where it has to be one, and for
 * everything that is not the end.
 */
export function endingOf(script: FuzzScript, edge: Conversation, contents: Contents): string | undefined {
  const text = script.pieces.join('');
  if (edge.broken === undefined || !edge.hasClosed) return undefined;
  // A body that is longer or shorter than it says may have moved the line's beginning.
  if (/[A-Z_-]+ +[^ \r\n]+ *\r?\n/.test(text) && BARE_PROBLEM.test(edge.tail))
    return 'nginx answers HTTP/0.9 as that one wants it, without a head, and ends; it is a refusal';
  if (!isReset(script, edge) || edge.cutOff === undefined) return undefined;
  const isBegun = dueOf(edge.cutOff, contents)?.indexOf(edge.cutOff.body) === 0;
  return isBegun ? RESET : undefined;
}

function isReset({ pieces }: FuzzScript, { wasReset }: Conversation): boolean {
  return wasReset && /transfer-encoding[ \t]*:/i.test(pieces.join(''));
}

/** Where nginx may answer otherwise, and why that is right. */
const ACCEPTED: readonly { readonly why: string; readonly holds: (pair: Pair) => boolean }[] = [
  {
    why: 'ours refuses, or has ended the connection, where nginx reads on (bodies, line ends, fields and versions that RFC 9112 lets a server refuse)',
    holds: ({ ours, theirs }) => (ours === undefined || isRefusal(ours)) && theirs !== undefined,
  },
  {
    why: 'both refuse, for another of several reasons',
    holds: ({ ours, theirs }) => (ours?.status ?? 0) >= 400 && (theirs?.status ?? 0) >= 400,
  },
  {
    why: RESET,
    holds: ({ theirs, edgeReset }) => theirs === undefined && edgeReset,
  },
  {
    why: 'nginx has ended the connection with an answer in front, or with a refusal of what it can not decode, or by HTTP/0.9 without a head',
    holds: ({ theirs, edgeEnded, line }) =>
      theirs === undefined && (edgeEnded || !/ HTTP\/1\.[0-9]+$/.test(line)),
  },
  {
    why: 'ours never reads a body and ends the connection with the answer, where nginx waits for its end or refuses its framing',
    holds: ({ ours, theirs, fields }) =>
      (theirs === undefined || (ours?.isLast === true && isRefusal(theirs))) &&
      fields.some(([name]) => name === 'transfer-encoding' || name === 'content-length'),
  },
  {
    why: 'nginx refuses conditions and ranges that come twice; ours joins lists (RFC 9110 section 5.3) and ignores what is not valid then',
    holds: ({ theirs, fields }) =>
      theirs !== undefined &&
      isRefusal(theirs) &&
      fields.some(
        ([name], index) => ONCE.test(name) && fields.slice(index + 1).some(([other]) => other === name),
      ),
  },
  {
    why: 'nginx takes lines of 8 KiB, ours heads of 16 KiB',
    holds: ({ theirs, line, fields }) =>
      theirs?.status === 431 && (line.length > 7_000 || fields.some(([, value]) => value.length > 7_000)),
  },
  {
    why: 'the edge takes only `method SP target SP version`: anything else names nothing',
    holds: ({ theirs, line }) =>
      theirs?.status === 404 && !/^[A-Z]+ (?:http:\/\/x)?\/[^ \t]* HTTP\/1\.[01]$/.test(line),
  },
];

/** Why the two differ on a script, by the reasons that are accepted; a sentence with `wrong` for what is not. */
export function compareWithNginx(
  script: FuzzScript,
  server: Conversation,
  edge: Conversation,
): { readonly accepted: readonly string[]; readonly wrong: string | undefined } {
  const accepted: string[] = [];
  const text = script.pieces.join('');
  const last = edge.answers.at(-1);
  const edgeEnded = edge.broken !== undefined || last?.isLast === true;
  for (const id of script.ids) {
    const ours = server.answers.find((answer) => idOf(answer) === id);
    const theirs = edge.answers.find((answer) => idOf(answer) === id);
    if (ours === undefined && theirs === undefined) continue;
    if (ours !== undefined && theirs !== undefined && meaningOf(ours) === meaningOf(theirs)) continue;
    const pair = { ours, theirs, edgeEnded, edgeReset: isReset(script, edge), ...headOf(text, id) };
    const reason = ACCEPTED.find(({ holds }) => holds(pair));
    if (reason === undefined)
      return {
        accepted,
        wrong: `to ${id} ours says ${said(ours)}, nginx ${said(theirs)}, after ${edge.answers.map(said).join(', ')}`,
      };
    accepted.push(reason.why);
  }
  return { accepted, wrong: undefined };
}

function said(answer: Answer | undefined): string {
  return answer === undefined ? 'nothing' : `${answer.status} (${meaningOf(answer)})`;
}

/** What stands from behind the empty line in front of the id to the one after it. */
function headOf(text: string, id: string): Pick<Pair, 'line' | 'fields'> {
  const at = text.search(new RegExp(`X-Request-Id:[ \\t]*${id}(?![0-9])`));
  const from = text.lastIndexOf('\r\n\r\n', at);
  const end = text.indexOf('\r\n\r\n', at);
  const [line = '', ...lines] = text
    .slice(from === -1 ? 0 : from + 4, end === -1 ? text.length : end)
    .split(/\r?\n/);
  const fields = lines.map((field) => {
    const colon = field.indexOf(':');
    return [field.slice(0, colon).trim().toLowerCase(), field.slice(colon + 1)] as const;
  });
  return { line, fields };
}
