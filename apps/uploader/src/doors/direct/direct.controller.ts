import { Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import { DirectUploads } from '../../intake/direct-uploads.js';
import { NoSuchPart } from '../../intake/intake.errors.js';
import { UploadNotFound, UploadNotOpen } from '#libs/catalog';
import { StorageUnavailable } from '#libs/storage';
import { DirectUploadsOff, UploadNotDirect } from '../../intake/direct.errors.js';
import { LAPSED } from '../upload-problems.js';
import { Raises } from '../../rest/openapi/describing.js';

const partAddress = z
  .object({
    url: z.string().describe('Where to PUT the part, without any token: a secret, like one'),
    method: z.literal('PUT'),
    bytes: z.int().describe('Exactly so many bytes the part has; other lengths are refused'),
    expiresAt: z.iso.datetime().describe('Ask again when it is over'),
  })
  .meta({
    id: 'PartAddress',
    examples: [
      {
        url: 'https://bucket.example/uploads/5wd1?partNumber=1&X-Amz-Signature=…',
        method: 'PUT',
        bytes: 8_388_608,
        expiresAt: '2026-11-30T09:00:00.000Z',
      },
    ],
  });

/**
 * Uploads whose numbered parts go straight to the bucket, past this service, where it is switched on and objects
 * are kept in one. Begin one with `POST /v1/uploads`, `partBytes` and `direct`; which parts are there, and the end,
 * are as for other uploads in parts.
 */
@ApiTags('uploads')
@ApiBearerAuth()
@Scopes('upload')
@Controller('v1/uploads/:id')
export class DirectController {
  constructor(@Inject(DirectUploads) private readonly direct: DirectUploads) {}

  @Post('parts/:number/url')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'createUploadPartUrl',
    summary: 'Gives the address of one part of a direct upload; again as often as need be',
  })
  @Raises(
    new UploadNotFound(),
    new NoSuchPart(12),
    new UploadNotDirect(),
    new UploadNotOpen('completed'),
    ...LAPSED,
    new DirectUploadsOff(),
    new StorageUnavailable(),
  )
  @ApiResponse({ status: 200, description: 'The address', standardSchema: partAddress })
  async address(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('number') number: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    if (!/^[1-9][0-9]{0,5}$/.test(number)) throw new NoSuchPart(0);
    const { url, bytes, expiresAt } = await this.direct.partUrl(caller, id, Number(number));
    void reply.header('cache-control', 'no-store');
    return { url, method: 'PUT', bytes, expiresAt: expiresAt.toISOString() } satisfies z.input<
      typeof partAddress
    >;
  }
}
