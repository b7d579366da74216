import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hasUnread } from './bodies.js';
import { ContentTypeNotTaken } from './http.errors.js';
import type { LineBudget } from './line-budget.js';
import { fieldsOf, PROBLEM_TYPE, problemOf } from './problem.js';

declare module 'fastify' {
  interface FastifyInstance {
    /** What requests without a caller may write into the log. */
    strangerLines?: LineBudget;
  }
}

/** Whether a request may have a line of its own in the log: a caller's always, a stranger's while there are few. */
export function isTold({ caller, server }: FastifyRequest, status: number): boolean {
  return caller !== undefined || (server.strangerLines?.takes(status) ?? true);
}

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
  if (problem.status >= 500 && problem.status !== 507 && isTold(request, problem.status))
    request.log.error({ err: error, code: problem.code }, 'request failed');
  else request.log.debug({ err: error, code: problem.code }, 'request refused');
  if (reply.sent || reply.raw.headersSent) {
    request.raw.destroy();
    return;
  }
  void reply.status(problem.status).header('cache-control', 'no-store').header('content-type', PROBLEM_TYPE);
  void reply.headers(fieldsOf(problem, error));
  // RFC 5789 section 2.2.
  if (error instanceof ContentTypeNotTaken && request.method === 'PATCH')
    void reply.header('accept-patch', error.takes.join(', '));
  if (hasUnread(request.raw)) void reply.header('connection', 'close');
  void reply.send(Buffer.from(JSON.stringify(problem)));
}
