/** A line of a service's log that is about an upload or an asset. */
export interface LoggedLine {
  /** When, as it was logged: RFC 3339, which sorts as text does. */
  readonly time: string;
  /** Which service, and which of its replicas where that is known. */
  readonly who: string;
  readonly line: string;
  readonly level: number;
  readonly upload: string | undefined;
  readonly asset: string | undefined;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** undefined for whatever is no such line: other programs write into the same logs. */
export function readLine(text: string): LoggedLine | undefined {
  // Most lines are about no upload, and need not be parsed to know that.
  const at = text.indexOf('{');
  if (at === -1 || !(text.includes('"upload":') || text.includes('"asset":'))) return undefined;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text.slice(at));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { time, app, pod, msg, level, upload, asset, ...facts } = parsed as Record<string, unknown>;
  if (typeof time !== 'string' || Number.isNaN(Date.parse(time))) return undefined;
  const where = [textOf(app), textOf(pod) ?? replicaOf(text.slice(0, at))];
  return {
    time,
    who: where.filter((part) => part !== undefined).join(' ') || '?',
    // The edge's lines have no words: each is a request that it answered.
    line: textOf(msg) ?? 'delivery',
    level: typeof level === 'number' ? level : 30,
    upload: textOf(upload),
    asset: textOf(asset),
    facts,
  };
}

/** Of what `kubectl logs --prefix` or `docker compose logs` put before a line. */
function replicaOf(prefix: string): string | undefined {
  const pod = /pod\/([^/\]]+)/.exec(prefix)?.[1] ?? /^(\S+)\s*\|/.exec(prefix)?.[1];
  return pod;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
