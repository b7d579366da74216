import { DomainError } from './errors/index.js';
import { InvalidSettings } from './settings.js';

/** What Node says of a failed system call, and PostgreSQL's driver of a failed login (there `code` is its SQLSTATE). */
interface Fault extends Error {
  readonly code?: string;
  readonly syscall?: string;
  readonly path?: string;
  readonly address?: string;
  readonly port?: number;
}

/**
 * Why a program of ours could not start or go on, for the person who started it: one sentence, and a hint on a line of
 * its own where the error is one that people make. Not for clients: it may name paths and addresses.
 */
export function startFault(error: unknown): string {
  if (error instanceof InvalidSettings) return error.message;
  if (error instanceof DomainError) {
    const cause = error.cause instanceof Error ? ` (${error.cause.message.split('\n')[0]})` : '';
    return withHint(`${error.message}${cause}`, hintOf(error.cause));
  }
  if (!(error instanceof Error)) return String(error);
  return withHint(sentenceOf(error), hintOf(error));
}

function withHint(sentence: string, hint: string | undefined): string {
  return hint === undefined ? sentence : `${sentence}\n  hint: ${hint}`;
}

function sentenceOf(error: Fault): string {
  if (error.syscall === 'listen') {
    const place = error.port === undefined ? String(error.address) : `${error.address}:${error.port}`;
    if (error.code === 'EADDRINUSE') return `${place} is taken by another program.`;
    if (error.code === 'EADDRNOTAVAIL' || error.code === 'EACCES') return `${place} can't be listened on.`;
  }
  if (error.path !== undefined) {
    if (error.code === 'EACCES' || error.code === 'EPERM')
      return `The user that this runs as may not use ${error.path}.`;
    if (error.code === 'ENOTDIR' || (error.code === 'EEXIST' && error.syscall === 'mkdir'))
      return `${error.path} can't be made a folder: a file stands in its way.`;
    if (error.code === 'EROFS') return `${error.path} lies on a file system that is mounted read-only.`;
    if (error.code === 'ENOSPC') return `There is no room for ${error.path}.`;
  }
  return error.message;
}

function hintOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, syscall, path, message } = error as Fault;
  if (syscall === 'listen') {
    if (code === 'EADDRINUSE')
      return 'stop the other one (ss -ltnp names it), or choose another port: LECTERN_PORT, LECTERN_DELIVERY_PORT, LECTERN_WORKER_PORT';
    if (code === 'EADDRNOTAVAIL') return 'the setting for the host must be an address of this machine';
    if (code === 'EACCES') return 'ports below 1024 are for root: choose a higher one';
  }
  if (code === 'ENOENT' && syscall === 'mkdir') return 'make the folder above it, or name another one';
  if (path !== undefined && (code === 'EACCES' || code === 'EPERM'))
    return `give the folder to that user (chown ${process.getuid?.() ?? 'USER'}), or name another one`;
  if (path !== undefined && code === 'EROFS') return 'mount it for writing, or name another folder';
  if (path !== undefined && code === 'ENOSPC') return 'make room on its disk, or name another folder';
  // What the S3 client says of a web page.
  if (message.includes('XML parse error'))
    return 'what answers at LECTERN_S3_ENDPOINT does not speak S3: is it the port of a console, or a proxy?';
  // invalid_authorization_specification, invalid_password, invalid_catalog_name (PostgreSQL's manual, appendix A)
  if (code === '28000' || code === '28P01' || code === '3D000')
    return 'compare user, password and name in DATABASE_URL (or DATABASE_OWNER_URL) with what the server knows';
  return undefined;
}
