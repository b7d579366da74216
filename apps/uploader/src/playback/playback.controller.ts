import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { PlaybackSession } from '#libs/catalog';
import type { Page } from '#libs/database';
import { type Caller, CurrentCaller } from '#libs/http';
import { page } from '../rest/page.js';
import { PublicLinks } from '../rest/public-links.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { type Opener, Playback } from './playback.js';

const seconds = z.int().positive().describe('Seconds until the URLs die, within what the settings allow');

const sessionWish = z
  .object({
    ttl: seconds.optional(),
    network: z
      .string()
      .regex(/^[0-9A-Fa-f:.]{2,45}\/[0-9]{1,3}$/, 'must be a CIDR block such as 10.20.0.0/16')
      .optional()
      .describe('The only network that may use the URLs'),
    kibPerSecond: z.int().min(1).max(9_999_999).optional().describe('A bandwidth cap for each connection'),
  })
  .meta({ id: 'PlaybackWish' });

const picture = z.object({ width: z.int(), height: z.int(), format: z.string(), url: z.string() });

const sessionView = z
  .object({
    session: z.string(),
    hls: z.string().nullable(),
    poster: z.string().nullable(),
    posters: z.array(picture),
    images: z.array(picture),
    expiresAt: z.iso.datetime(),
    renew: z.string().describe('POST here for a new session'),
  })
  .meta({ id: 'PlaybackSession' });

const linkWish = z.object({ ttl: seconds.optional() }).meta({ id: 'DownloadWish' });
const linkView = z
  .object({
    session: z.string().describe('Names the link, to revoke it'),
    url: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'DownloadLink' });

const openedView = z
  .object({
    session: z.string(),
    viewer: z.string(),
    apiKey: z.string().nullable().describe('The id of the API key that it was opened with; null for a token'),
    network: z.string().nullable(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'OpenedSession' });
type OpenedView = z.input<typeof openedView>;

/** Signed URLs for one viewer. */
@ApiTags('playback')
@ApiBearerAuth()
@Controller('v1/assets/:id')
export class PlaybackController {
  constructor(
    @Inject(Playback) private readonly playback: Playback,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(PublicLinks) private readonly publicLinks: PublicLinks,
  ) {}

  @Post('playback-sessions')
  @HttpCode(201)
  @ApiOperation({ summary: 'Opens a playback session: one signed URL for HLS, and the pictures' })
  @ApiResponse({ status: 201, standardSchema: sessionView })
  @ApiResponse({ status: 409, description: 'Nothing to play yet, or ever' })
  @ApiResponse({ status: 429, description: 'The caller has too many that have not expired' })
  async open(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
    @Body({ schema: sessionWish.optional() }) body?: z.output<typeof sessionWish>,
  ): Promise<z.input<typeof sessionView>> {
    const { ttl, network, kibPerSecond } = body ?? {};
    const opened = await this.playback.open(await this.opener(caller), id, {
      ttlSeconds: ttl,
      network,
      kibPerSecond,
    });
    return {
      ...opened,
      posters: [...opened.posters],
      images: [...opened.images],
      expiresAt: opened.expiresAt.toISOString(),
      renew: this.publicLinks.at(request.raw, `/v1/assets/${id}/playback-sessions`),
    };
  }

  @Get('playback-sessions')
  @ApiOperation({
    summary:
      'Sessions that have not expired, newest first: all for those who may change the asset, else one\u2019s own',
  })
  @ApiResponse({ status: 200, standardSchema: pageOf(openedView) })
  async sessions(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<object> {
    const viewer = await this.reach.viewer(caller);
    return viewOfPage(await this.playback.list(viewer, id, { ...query, kind: 'play' }));
  }

  @Delete('playback-sessions/:session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a session; its URLs die within 10 seconds' })
  @ApiResponse({ status: 503, description: 'It is recorded, and not yet in force' })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.playback.revoke(await this.reach.viewer(caller), id, 'play', session);
  }

  @Post('download-links')
  @HttpCode(201)
  @ApiOperation({ summary: 'A signed URL that saves the original under its own name' })
  @ApiResponse({ status: 201, standardSchema: linkView })
  @ApiResponse({ status: 429, description: 'The caller has too many that have not expired' })
  async download(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: linkWish.optional() }) body?: z.output<typeof linkWish>,
  ): Promise<z.input<typeof linkView>> {
    const link = await this.playback.downloadLink(await this.opener(caller), id, body?.ttl);
    return { ...link, expiresAt: link.expiresAt.toISOString() };
  }

  @Get('download-links')
  @ApiOperation({
    summary:
      'Links that have not expired, newest first: all for those who may change the asset, else one\u2019s own',
  })
  @ApiResponse({ status: 200, standardSchema: pageOf(openedView) })
  async links(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: page }) query: z.output<typeof page>,
  ): Promise<object> {
    const viewer = await this.reach.viewer(caller);
    return viewOfPage(await this.playback.list(viewer, id, { ...query, kind: 'file' }));
  }

  @Delete('download-links/:session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a link; its URL dies within 10 seconds' })
  @ApiResponse({ status: 503, description: 'It is recorded, and not yet in force' })
  async revokeLink(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.playback.revoke(await this.reach.viewer(caller), id, 'file', session);
  }

  private async opener(caller: Caller): Promise<Opener> {
    return { ...(await this.reach.viewer(caller)), apiKey: caller.apiKey ?? null };
  }
}

function viewOfPage({ items, nextCursor }: Page<PlaybackSession>): {
  items: OpenedView[];
  nextCursor: string | null;
} {
  const views = items.map(
    ({ id, viewer, apiKey, network, createdAt, expiresAt, revokedAt }): OpenedView => ({
      session: id,
      viewer,
      apiKey,
      network,
      createdAt: createdAt.toISOString(),
      expiresAt: expiresAt.toISOString(),
      revokedAt: revokedAt?.toISOString() ?? null,
    }),
  );
  return { items: views, nextCursor };
}
