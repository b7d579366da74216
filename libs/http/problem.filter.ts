import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEM_TYPE, type Problem, problemOf } from './problem.js';

/** Renders whatever a route throws, and logs the reason of what is our own fault. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    sendProblem(http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), error);
  }
}

/**
 * Answers with the error's problem. When the request's body has not been read to its end, the connection
 * ends after the answer: the rest of the body must not be taken for the next request.
 */
export function sendProblem(request: FastifyRequest, reply: FastifyReply, error: unknown): void {
  const problem = problemOf(error, request.id);
  // A full quota or disk is the client's to know; what went wrong in here is the operator's.
  if (problem.status >= 500 && problem.status !== 507)
    request.log.error({ err: error, code: problem.code }, 'request failed');
  else request.log.debug({ err: error, code: problem.code }, 'request refused');
  if (reply.sent || reply.raw.headersSent) {
    request.raw.destroy();
    return;
  }
  void reply.status(problem.status).header('cache-control', 'no-store').header('content-type', PROBLEM_TYPE);
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (problem.retryable && (problem.status === 503 || problem.status === 507))
    void reply.header('retry-after', '5');
  if (request.raw.complete || !hasBody(request.raw)) void reply.send(Buffer.from(JSON.stringify(problem)));
  else answerAndClose(request, reply, problem);
}

const LINGER_MS = 2_000;
const LINGER_BYTES = 16 * 1024 * 1024;

function hasBody(request: IncomingMessage): boolean {
  return (
    request.headers['transfer-encoding'] !== undefined || (request.headers['content-length'] ?? '0') !== '0'
  );
}

/**
 * Sends the whole answer at once and then reads on for a moment: a socket that is closed with unread bytes
 * in it resets the connection, and the client would lose the answer that tells it why (RFC 9112 section 9.6).
 */
function answerAndClose(request: FastifyRequest, reply: FastifyReply, problem: Problem): void {
  const { raw } = reply;
  const body = Buffer.from(JSON.stringify(problem));
  void reply.hijack();
  raw.writeHead(problem.status, {
    ...(reply.getHeaders() as OutgoingHttpHeaders),
    'content-length': body.byteLength,
    connection: 'close',
  });
  raw.write(body);
  let left = LINGER_BYTES;
  const end = (): void => {
    clearTimeout(timer);
    request.raw.off('data', count);
    raw.end();
  };
  const count = (chunk: Uint8Array): void => {
    left -= chunk.byteLength;
    if (left <= 0) end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.raw.on('data', count).once('end', end).once('close', end).once('error', end);
  request.raw.resume();
}
