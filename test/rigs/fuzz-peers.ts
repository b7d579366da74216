import type { Answer } from './answer-reader.js';
import { type Conversation, idOf } from './fuzz-conversation.js';
import { isRefusal, meaningOf } from './fuzz-judge.js';
import type { FuzzScript } from './fuzz-script.js';

/** One request, as our server and nginx have answered it; undefined where they came no further. */
interface Pair {
  readonly ours: Answer | undefined;
  readonly theirs: Answer | undefined;
  /** Whether nginx has ended the connection by an answer to nobody, which is no success. */
  readonly edgeEnded: boolean;
  /** The request line, as far as it can be told. */
  readonly line: string;
}

/** Where nginx may answer otherwise, and why that is right: in each of them one of the two only refuses more. */
const ACCEPTED: readonly { readonly why: string; readonly holds: (pair: Pair) => boolean }[] = [
  {
    why: 'ours refuses, or has ended the connection, where nginx reads on (bodies, line ends, fields and versions that RFC 9112 lets a server refuse)',
    holds: ({ ours, theirs }) => (ours === undefined || isRefusal(ours)) && theirs !== undefined,
  },
  {
    why: 'nginx has refused what came in front, or can not decode the target, and has ended the connection',
    holds: ({ theirs, edgeEnded }) => theirs === undefined && edgeEnded,
  },
  {
    why: 'the edge takes only `method SP target SP version`: anything longer names nothing',
    holds: ({ theirs, line }) => theirs?.status === 404 && !/^[A-Z]+ \/[^ \t]* HTTP\/1\.[01]$/.test(line),
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
  const edgeEnded = edge.broken !== undefined || (last !== undefined && last.isLast && last.status >= 400);
  for (const id of script.ids) {
    const ours = server.answers.find((answer) => idOf(answer) === id);
    const theirs = edge.answers.find((answer) => idOf(answer) === id);
    if (ours === undefined && theirs === undefined) continue;
    if (ours !== undefined && theirs !== undefined && meaningOf(ours) === meaningOf(theirs)) continue;
    const reason = ACCEPTED.find(({ holds }) => holds({ ours, theirs, edgeEnded, line: lineOf(text, id) }));
    if (reason === undefined) return { accepted, wrong: `to ${id} ours says ${said(ours)}, nginx ${said(theirs)}` };
    accepted.push(reason.why);
  }
  return { accepted, wrong: undefined };
}

function said(answer: Answer | undefined): string {
  return answer === undefined ? 'nothing' : `${answer.status} (${meaningOf(answer)})`;
}

/** The first line behind the empty line in front of the id. */
function lineOf(text: string, id: string): string {
  const at = text.indexOf(`X-Request-Id: ${id}`);
  const from = text.lastIndexOf('\r\n\r\n', at);
  return text.slice(from === -1 ? 0 : from + 4).split('\r\n', 1)[0] ?? '';
}
