import { Body, Controller, HttpCode, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UploadNotFound, UploadNotOpen } from '#libs/catalog';
import { type Caller, CurrentCaller, Public, Scopes, TooManyCodesTried } from '#libs/http';
import { LAPSED } from '../doors/upload-problems.js';
import { OffsetMismatch } from '../intake/intake.errors.js';
import { Creates } from '../rest/limits.guard.js';
import { carries } from '../rest/openapi/headers.js';
import { Raises } from '../rest/openapi/describing.js';
import { uploadPath } from '../rest/public-links.js';
import { AnotherFile, OldCode, UploadNotContinuable, WrongCode } from './continuation.errors.js';
import { Continuations, LEAST_BYTES } from './continuations.js';

/** Of a body that anybody may send. */
const CODE_BODY_BYTES = 256;

const madeCode = z
  .object({
    code: z.string().describe('Eight digits, which are in this answer and nowhere else'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'UploadCode', examples: [{ code: '04719352', expiresAt: '2026-11-30T08:15:00.000Z' }] });

const sentCode = z
  .object({
    code: z
      .string()
      .regex(/^[0-9](?:[ -]?[0-9]){7}$/, 'must be eight digits')
      .describe('Eight digits; spaces or hyphens may stand between them'),
  })
  .meta({ id: 'SentUploadCode', examples: [{ code: '0471 9352' }] });

const admission = z
  .object({
    token: z
      .string()
      .describe(
        'A Bearer token for this upload alone: to prove that the file is the same, then to send the rest',
      ),
    expiresAt: z.iso
      .datetime()
      .describe('An hour after it was last used, and a day after it was made at the latest'),
    upload: z.string(),
    bytes: z.int().nullable().describe('Of the whole file'),
    partBytes: z.int().nullable().describe('The size of its numbered parts; null where it comes by tus'),
    offset: z.int().describe('Of how many bytes the proof is to be'),
  })
  .meta({
    id: 'UploadAdmission',
    examples: [
      {
        token: 'lc_\u2026',
        expiresAt: '2026-11-30T09:05:00.000Z',
        upload: 'upl_5wd1r8kz3mq7tx0vb6ny2c',
        bytes: 734_003_200,
        partBytes: null,
        offset: 67_108_864,
      },
    ],
  });

const proof = z
  .object({
    offset: z.int().nonnegative().describe('Of how many bytes it is, from the first on: of as many as came'),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits')
      .describe('The SHA-256 of those bytes'),
  })
  .meta({
    id: 'UploadProof',
    examples: [
      { offset: 67_108_864, sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855' },
    ],
  });

/**
 * Going on with an unfinished upload at a machine that nobody signs in at. Its owner reads a code to it, it proves that it
 * has the same file, and sends the rest by tus or in numbered parts.
 */
@ApiTags('uploads')
@Controller('v1')
export class ContinuationController {
  constructor(@Inject(Continuations) private readonly continuations: Continuations) {}

  @Post('uploads/:id/code')
  @Creates()
  @Scopes('upload')
  @HttpCode(201)
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'createUploadCode',
    summary: 'Makes a code by which another machine may go on with an upload for fifteen minutes',
    description:
      'The code before it ends, and so does the token of whoever came in by it. A connection that still sends is stopped; what it sent is kept.',
  })
  @Raises(
    new UploadNotFound(),
    ...LAPSED,
    new UploadNotOpen('completed'),
    new UploadNotContinuable(LEAST_BYTES),
  )
  @ApiResponse({ status: 201, description: 'The code', standardSchema: madeCode })
  async make(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof madeCode>> {
    const { code, expiresAt } = await this.continuations.makeCode(caller, id);
    void reply.header('cache-control', 'no-store');
    return { code, expiresAt: expiresAt.toISOString() };
  }

  @Public({ bodyBytes: CODE_BODY_BYTES })
  @Post('continue')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'continueUpload',
    summary: 'Changes a code for a token that is good for one upload; whoever had one before is shut out',
  })
  @Raises(
    new WrongCode(),
    new OldCode(),
    new TooManyCodesTried({ policy: 'codes', most: 10, windowSeconds: 900, retryAfterSeconds: 600 }),
  )
  @ApiResponse({
    status: 201,
    description: 'The token, and what is to be proven with it',
    standardSchema: admission,
    headers: carries('Location'),
  })
  async redeem(
    @Body({ schema: sentCode }) body: z.output<typeof sentCode>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof admission>> {
    const { callCounts } = request.server;
    const spent = await callCounts?.reached('codes', request);
    if (spent !== undefined) throw spent;
    const code = body.code.replaceAll(/[ -]/g, '');
    const { upload, token, expiresAt } = await this.continuations
      .redeem(code)
      .catch(async (error: unknown) => {
        // The tenth in vain is answered for itself; the next is not looked at.
        if (error instanceof WrongCode || error instanceof OldCode) await callCounts?.count('codes', request);
        throw error;
      });
    void reply.header('location', uploadPath(upload.id)).header('cache-control', 'no-store');
    return {
      token,
      expiresAt: expiresAt.toISOString(),
      upload: upload.id,
      bytes: upload.bytes,
      partBytes: upload.kind === 'parts' ? upload.partBytes : null,
      offset: upload.offset,
    };
  }

  @Post('uploads/:id/proof')
  @Scopes('upload', 'prove')
  @HttpCode(204)
  @ApiBearerAuth()
  @ApiOperation({
    operationId: 'proveUploadFile',
    summary: 'Says whether a file is the one that came so far; nothing else is told of it',
    description:
      'With a token that was given for a code it makes the token good for sending: the proof is of as many bytes as the token was given for. Their owner proves nothing by it, and compares with all that came.',
  })
  @Raises(
    new UploadNotFound(),
    ...LAPSED,
    new OffsetMismatch(67_108_864),
    new UploadNotContinuable(LEAST_BYTES),
    new AnotherFile(),
  )
  @ApiResponse({ status: 204, description: 'It is the same file' })
  async prove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: proof }) body: z.output<typeof proof>,
    @Req() { headers }: FastifyRequest,
  ): Promise<void> {
    if (caller.boundTo === undefined) return this.continuations.compare(caller, id, body);
    return this.continuations.prove(headers.authorization?.split(' ')[1] ?? '', body);
  }
}
