import { Controller, Get, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AssetNotFound, TrackNotFound } from '#libs/catalog';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { Reach } from '../rest/reach.js';
import { PosterLinks } from './poster-links.js';

const wish = z.object({
  width: z.coerce
    .number()
    .int()
    .min(1)
    .max(8_192)
    .default(640)
    .describe('In pixels: the narrowest picture comes that is as wide, or else the widest'),
  version: z
    .string()
    .max(64)
    .optional()
    .describe(
      'Counts for nothing here: a page that has seen the asset change gets past what a browser keeps',
    ),
});

/** What lists show of an asset. */
@ApiTags('playback')
@ApiBearerAuth()
@Scopes('view')
@Controller('v1/assets/:id/poster')
export class PosterLinksController {
  constructor(
    @Inject(PosterLinks) private readonly posters: PosterLinks,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get()
  @ApiOperation({
    operationId: 'getPoster',
    summary: 'Leads to the poster, for lists: no playback session is opened',
    description:
      'An `<img>` may have this address, where the browser is signed in. Of an image it leads to the image itself. What it leads to opens that one picture for at most five minutes; a revocation of the asset’s URLs ends it within ten seconds. AVIF and WebP come to those whose `Accept` names them.',
  })
  @Raises(new AssetNotFound(), new TrackNotFound('poster'))
  @ApiResponse({
    status: 302,
    description: 'The picture is at `Location`',
    headers: carries('Location', 'Cache-Control'),
  })
  async lead(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: wish }) { width }: z.output<typeof wish>,
    @Headers('accept') accept: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const takes = (type: string) => accept?.includes(type) === true;
    const { url, seconds } = await this.posters.of(await this.reach.viewer(caller), id, { width, takes });
    await reply
      .header('cache-control', `private, max-age=${seconds}`)
      .header('vary', 'Accept, Authorization, Cookie')
      .redirect(url, 302);
  }
}
