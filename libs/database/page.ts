import { type SelectQueryBuilder, sql } from 'kysely';
import { InvalidCursor } from './database.errors.js';

/** Which part of a list, newest first unless it says otherwise: at most `limit` (1 to 100) items, after the one that `cursor` names. */
export interface PageRequest {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** A part of a list; `nextCursor` is null on the last one. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}

interface Position {
  readonly createdAt: Date;
  readonly id: string;
}

/** Opaque, stable across releases of the same API version, and safe in a URL. */
export function encodeCursor(position: Position): string {
  return Buffer.from(`${position.createdAt.getTime()}:${position.id}`).toString('base64url');
}

/** @throws InvalidCursor */
export function decodeCursor(cursor: string): Position {
  const match = /^(\d{1,15}):([^\0]{1,300})$/s.exec(Buffer.from(cursor, 'base64url').toString());
  if (match?.[1] === undefined || match[2] === undefined) throw new InvalidCursor();
  return { createdAt: new Date(Number(match[1])), id: match[2] };
}

/**
 * Runs `query` as one page. The query selects `created_at` and `id` of `table`; this adds the order, the
 * position and the limit. An item created while somebody pages never makes another item appear twice.
 *
 * @throws InvalidCursor
 */
export async function fetchPage<DB, TB extends keyof DB, O extends Position>(
  query: SelectQueryBuilder<DB, TB, O>,
  table: string,
  request: PageRequest,
  first: 'newest' | 'oldest' = 'newest',
): Promise<Page<O>> {
  const limit = Math.min(100, Math.max(1, Math.trunc(request.limit) || 1));
  const createdAt = sql.ref(`${table}.createdAt`);
  const id = sql.ref(`${table}.id`);
  const direction = first === 'newest' ? 'desc' : 'asc';
  const beyond = first === 'newest' ? sql`<` : sql`>`;
  let ordered = query
    .orderBy(createdAt, direction)
    .orderBy(id, direction)
    .limit(limit + 1);
  if (request.cursor !== undefined) {
    const after = decodeCursor(request.cursor);
    ordered = ordered.where(sql<boolean>`(${createdAt}, ${id}) ${beyond} (${after.createdAt}, ${after.id})`);
  }
  const rows = await ordered.execute();
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(last) : null };
}
