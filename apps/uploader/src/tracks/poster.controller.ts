import { Body, Controller, Delete, Headers, HttpCode, Inject, Param, Put, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AssetEdited, AssetNotFound, NotARecording, TrackNotFound } from '#libs/catalog';
import {
  BodyTooLarge,
  BodyTooSlow,
  type Caller,
  CurrentCaller,
  InvalidRequest,
  mediaTypeOf,
  Takes,
  Scopes,
} from '#libs/http';
import { StorageFull, StorageUnavailable } from '#libs/storage';
import { NotPlayable } from '../playback/playback.errors.js';
import { AssetViews } from '../rest/asset-views.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { BodyOf, BYTES, Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { assetView } from '../rest/views.js';
import { IMAGE_MS, MOST_IMAGE_BYTES, Posters } from './posters.js';
import { NoPicture, NotAnImage, PosterBeyondEnd } from './tracks.errors.js';

const JSON_TYPE = 'application/json';
const IMAGES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/tiff',
  'image/avif',
  'application/octet-stream',
];

const wish = z
  .object({ second: z.number().min(0).max(1_000_000).describe('Of the recording, from its beginning') })
  .meta({ id: 'PosterWish', examples: [{ second: 12.5 }] });

const EDITS = [
  new AssetNotFound(),
  new NotARecording('image'),
  new AssetEdited(),
  new StorageUnavailable(),
  new StorageFull(),
];

/** What is shown of a recording before it is played. */
@ApiTags('assets')
@ApiBearerAuth()
@Scopes('upload')
@Controller('v1/assets/:id/poster')
export class PosterController {
  constructor(
    @Inject(Posters) private readonly posters: Posters,
    @Inject(AssetViews) private readonly views: AssetViews,
  ) {}

  @Put()
  @Takes(JSON_TYPE, ...IMAGES)
  @HttpCode(202)
  @ApiOperation({
    operationId: 'putPoster',
    summary:
      'Has the poster made of an image of at most 20 MiB, or of a second of the recording; `poster` of the asset tells when',
  })
  @Raises(
    ...EDITS,
    new NotAnImage(),
    new NoPicture(),
    new NotPlayable('processing', true),
    new PosterBeyondEnd(1834.5),
    new BodyTooLarge(MOST_IMAGE_BYTES),
    new BodyTooSlow(IMAGE_MS / 1000),
  )
  @BodyOf({ [JSON_TYPE]: wish, ...Object.fromEntries(IMAGES.map((type) => [type, BYTES])) })
  @ApiResponse({
    status: 202,
    description: 'It will be made; until then the one before is shown',
    standardSchema: assetView,
    headers: carries('ETag'),
  })
  async put(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: wish.optional() }) body: z.output<typeof wish> | undefined,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof assetView>> {
    const expected = expectedVersion(ifMatch);
    const type = mediaTypeOf(request.raw);
    if (body === undefined && !IMAGES.includes(type))
      throw new InvalidRequest('Send an image, or the second of the recording that the poster is of.', [
        'second: is needed',
      ]);
    const asset =
      body === undefined
        ? await this.posters.ofImage(caller, id, request.raw, expected)
        : await this.posters.ofSecond(caller, id, body.second, expected);
    void reply.header('etag', etagOf(asset));
    return this.views.of(asset);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deletePoster',
    summary: 'Goes back to the poster that was made by itself',
  })
  @Raises(...EDITS, new TrackNotFound('poster that somebody put'))
  @ApiResponse({ status: 204, description: 'That one is shown again' })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.posters.remove(caller, id, expectedVersion(ifMatch));
  }
}
