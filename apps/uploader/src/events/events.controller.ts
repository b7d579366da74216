import { Controller, Get, Headers, Inject, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, CurrentCaller, Lasting, Scopes } from '#libs/http';
import { Raises } from '../rest/openapi/describing.js';
import { EventStreams } from './event-streams.js';
import { EventStreamsFull, TooManyEventStreams } from './events.errors.js';

const FIELDS = {
  'content-type': 'text/event-stream; charset=utf-8',
  // No cache may keep it, and no proxy collect or pack it.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  // The stream ends with its connection.
  connection: 'close',
};

const DESCRIPTION = `Server-sent events (of the HTML standard), until the connection ends; then connect again, with the last \`id\` as \`Last-Event-ID\`.
Each \`data\` is JSON: \`{type, subject, owner, unit, at, data}\`. \`subject\` is the id of the upload or asset; of a quota that of the person or unit.

| event | when | \`data.data\` |
| --- | --- | --- |
| \`upload.created\` | an upload has begun | \`asset\`, \`fileName\`, \`bytes\`, \`offset\`, \`state\`, \`concat\` |
| \`upload.progress\` | its offset or state is another one; once a second at most | the same |
| \`upload.completed\` | it became the asset \`asset\` | the same |
| \`upload.ended\` | it was given up, or expired | the same, \`reason\` |
| \`asset.processing\`, \`asset.playable\`, \`asset.ready\`, \`asset.failed\` | the asset is in that state now | \`state\`, \`kind\`, \`title\`, \`fileName\`, \`courseId\`, \`bytes\`, \`version\`, \`failure\` {\`code\`, \`reason\`} |
| \`asset.updated\` | somebody edited it | the same |
| \`asset.trashed\`, \`asset.restored\`, \`asset.removed\` | it went into the trash, came out of it, or is gone for good | the same |
| \`asset.waiting\`, \`asset.released\`, \`asset.refused\` | it is to be released by an admin of its unit, was, or was not | \`state\`, \`kind\`, \`title\`, \`fileName\`, \`courseId\`, \`requestedVisibility\`, \`by\`, \`reason\` |
| \`asset.replaced\` | another upload is shown as the asset from now on | the same, \`revision\` |
| \`asset.replacement-failed\` | what was to replace the asset can not be shown, and the asset is as it was | \`revision\`, \`fileName\`, \`bytes\`, \`failure\` |
| \`webhook.disabled\` | a webhook was disabled, since its receiver took nothing for three days | \`because\`, \`failingSince\` |
| \`asset.progress\` | one of its renditions has come further; once a second at most | \`state\`, \`rung\`, \`percent\`, \`rendition\`: its state |
| \`quota.changed\` | what a person or unit holds, or may, is something else; once a second at most | \`of\`: \`person\` or \`unit\`, \`limit\`, \`used\`, \`reserved\`, \`derived\`, \`assets\` |
| \`reset\` | events before this one are gone (\`expired\`), or nobody knows the \`Last-Event-ID\` (\`unknown\`): load anew what you show | \`reason\` beside \`type\`, and nothing else |

What is not known is left out of \`data\`. Fields and types may be added: pass over those that you do not know. Every event says how something stands, so that one which comes twice, after a break, does no harm.
A doctor is told what is their own, a unit admin also what belongs to their unit and below it, an administrator and an auditor everything. The stream ends when the token expires, and within 10 seconds after the key was revoked, the session ended, or the person was disabled, edited or moved.`;

const EXAMPLE = `retry: 3000
id: 5b1f0c9ad2e7.k3v8.1bu.k3v8.1bw

id: 5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx
event: asset.ready
data: {"type":"asset.ready","subject":"ast_3kq9zt5m1xw7c2vd8rn4by","owner":"dr-li","unit":"surgery","at":"2026-11-30T08:00:00.000Z","data":{"state":"ready","kind":"video","title":"Suturing","fileName":"lesson.mp4","bytes":734003200,"version":1}}

: heartbeat
id: 5b1f0c9ad2e7.k3v9.1c8.k3v8.1bx

`;

@ApiTags('events')
@ApiBearerAuth()
@Scopes('view')
@Controller('v1/events')
export class EventsController {
  constructor(@Inject(EventStreams) private readonly streams: EventStreams) {}

  @Get()
  @Lasting()
  @ApiOperation({
    operationId: 'listenToEvents',
    summary: 'What happens to uploads, assets and quota, as it happens',
    description: DESCRIPTION,
  })
  @Raises(new TooManyEventStreams(20), new EventStreamsFull(3_000))
  @ApiResponse({
    status: 200,
    description:
      'Events, from now on or from `Last-Event-ID` on; a comment each 15 seconds where there are none',
    content: { 'text/event-stream': { schema: { type: 'string' }, example: EXAMPLE } },
  })
  async listen(
    @CurrentCaller() caller: Caller,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (request.method === 'HEAD') return void reply.headers(FIELDS).send();
    await this.streams.listen(caller, lastEventId, () => {
      reply.hijack();
      return reply.raw.writeHead(200, { ...(reply.getHeaders() as Record<string, string>), ...FIELDS });
    });
  }
}
