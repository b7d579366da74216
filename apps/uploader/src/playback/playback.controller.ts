import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { AssetNotFound, type PlaybackSession, TooManySessions } from '#libs/catalog';
import type { Page } from '#libs/database';
import { PersonChanged } from '#libs/identity';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import { page } from '../rest/page.js';
import { PublicLinks } from '../rest/public-links.js';
import { Reach } from '../rest/reach.js';
import { Creates } from '../rest/limits.guard.js';
import { Raises } from '../rest/openapi/describing.js';
import { pageOf } from '../rest/views.js';
import { type OpenedSession, type Opener, Playback } from './playback.js';
import {
  LifetimeOutOfBounds,
  NotPlayable,
  RevocationNotInForce,
  SessionNotFound,
  SessionOver,
} from './playback.errors.js';
import { UnsignableRequest } from '#libs/signing';

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
  .meta({ id: 'PlaybackWish', examples: [{ ttl: 7200, network: '10.20.0.0/16' }] });

const picture = z.object({ width: z.int(), height: z.int(), format: z.string(), url: z.string() });

const caption = z.object({
  language: z.string().describe('BCP 47; `und` where the recording does not say'),
  label: z.string(),
  isDefault: z.boolean(),
  isForced: z.boolean().describe('Only what has to be read: signs, speech in a foreign language'),
  url: z.string().describe('WebVTT'),
});

const sessionView = z
  .object({
    session: z.string(),
    hls: z.string().nullable(),
    sound: z
      .string()
      .nullable()
      .describe('HLS of the sound alone, of a recording with a picture: for a line that does not carry that'),
    poster: z.string().nullable(),
    posters: z.array(picture),
    images: z.array(picture),
    storyboard: z
      .string()
      .nullable()
      .describe(
        'WebVTT: each cue names a tile of a sheet, relative to this URL, as `sheet-0.jpg#xywh=0,0,160,90`',
      ),
    captions: z.array(caption).describe('Text tracks, which `hls` has as subtitles, too'),
    chapters: z.string().nullable().describe('WebVTT: each cue is a chapter, with its title'),
    complete: z
      .boolean()
      .describe(
        'Whether `hls` has all rungs; false while more are being made: a session that is opened later has them',
      ),
    expiresAt: z.iso.datetime(),
    renew: z
      .string()
      .describe('POST here for new URLs of this session, until an hour after the last of them has died'),
  })
  .meta({
    id: 'PlaybackSession',
    examples: [
      {
        session: 'h2mz6q0vt4xk1pw9sd5nc8r3kb',
        hls: 'https://play.example/v1/3kq9zt5m…/master.m3u8',
        sound: 'https://play.example/v1/3kq9zt5m…/audio/index.m3u8',
        poster: 'https://play.example/v1/3kq9zt5m…/poster-1280.jpg',
        posters: [
          {
            width: 1280,
            height: 720,
            format: 'jpeg',
            url: 'https://play.example/v1/3kq9zt5m…/poster-1280.jpg',
          },
        ],
        images: [],
        storyboard: 'https://play.example/v1/3kq9zt5m…/index.vtt',
        captions: [
          {
            language: 'zh',
            label: '中文',
            isDefault: true,
            isForced: false,
            url: 'https://play.example/v1/3kq9zt5m…/0.vtt',
          },
        ],
        chapters: 'https://play.example/v1/3kq9zt5m…/index.vtt',
        complete: true,
        expiresAt: '2026-11-30T10:00:00.000Z',
        renew: '/v1/assets/ast_3kq9zt5m1xw7c2vd8rn4by/playback-sessions/h2mz6q0vt4xk1pw9sd5nc8r3kb/renew',
      },
    ],
  });

const renewal = z
  .object({ ttl: seconds.optional() })
  .meta({ id: 'PlaybackRenewal', examples: [{ ttl: 7200 }] });

const linkWish = z.object({ ttl: seconds.optional() }).meta({ id: 'DownloadWish', examples: [{ ttl: 600 }] });
const linkView = z
  .object({
    session: z.string().describe('Names the link, to revoke it'),
    url: z.string(),
    expiresAt: z.iso.datetime(),
  })
  .meta({
    id: 'DownloadLink',
    examples: [
      {
        session: 'h2mz6q0vt4xk1pw9sd5nc8r3kb',
        url: 'https://play.example/v1/3kq9zt5m…/original',
        expiresAt: '2026-11-30T09:00:00.000Z',
      },
    ],
  });

const openedView = z
  .object({
    session: z.string(),
    viewer: z.string(),
    apiKey: z.string().nullable().describe('The id of the API key that it was opened with; null for a token'),
    network: z.string().nullable().describe('The only network that may use the URLs'),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    revokedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'OpenedSession',
    examples: [
      {
        session: 'h2mz6q0vt4xk1pw9sd5nc8r3kb',
        viewer: 'dr-li',
        apiKey: null,
        network: '10.20.0.0/16',
        createdAt: '2026-11-30T08:00:00.000Z',
        expiresAt: '2026-11-30T10:00:00.000Z',
        revokedAt: null,
      },
    ],
  });
type OpenedView = z.input<typeof openedView>;

/** What may stand against one more session or link. */
const OPENING = [
  new AssetNotFound(),
  new LifetimeOutOfBounds({ least: 60, most: 86_400 }),
  new TooManySessions(100, '2026-11-30T09:00:00.000Z'),
  new PersonChanged(),
];

/** Signed URLs for one viewer. */
@ApiTags('playback')
@ApiBearerAuth()
@Scopes('view')
@Controller('v1/assets/:id')
export class PlaybackController {
  constructor(
    @Inject(Playback) private readonly playback: Playback,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(PublicLinks) private readonly publicLinks: PublicLinks,
  ) {}

  @Post('playback-sessions')
  @Scopes('view', 'watch')
  @Creates()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createPlaybackSession',
    summary: 'Opens a playback session: one signed URL for HLS, and the pictures',
  })
  @Raises(
    ...OPENING,
    new NotPlayable('processing', true),
    new UnsignableRequest('network', 'is not a CIDR block'),
  )
  @ApiResponse({ status: 201, description: 'The session', standardSchema: sessionView })
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
    return this.viewOf(opened, id, request);
  }

  @Post('playback-sessions/:session/renew')
  @Scopes('view', 'watch')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'renewPlaybackSession',
    summary:
      'New URLs of a session of the caller’s own, until an hour after its end; they die with the session where that is revoked',
  })
  @Raises(
    new AssetNotFound(),
    new SessionNotFound(),
    new SessionOver(),
    new PersonChanged(),
    new NotPlayable('processing', true),
    new LifetimeOutOfBounds({ least: 60, most: 86_400 }),
  )
  @ApiResponse({ status: 200, description: 'The session', standardSchema: sessionView })
  async renew(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
    @Req() request: FastifyRequest,
    @Body({ schema: renewal.optional() }) body?: z.output<typeof renewal>,
  ): Promise<z.input<typeof sessionView>> {
    const renewed = await this.playback.renew(await this.opener(caller), id, session, body?.ttl);
    return this.viewOf(renewed, id, request);
  }

  @Get('playback-sessions')
  @ApiOperation({
    operationId: 'listPlaybackSessions',
    summary:
      'Sessions that have not expired, newest first: all for those who may change the asset, else one\u2019s own',
  })
  @Raises(new AssetNotFound())
  @ApiResponse({ status: 200, description: 'A page of sessions', standardSchema: pageOf(openedView) })
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
  @ApiOperation({
    operationId: 'revokePlaybackSession',
    summary: 'Revokes a session; its URLs die within 10 seconds',
  })
  @Raises(new AssetNotFound(), new SessionNotFound(), new RevocationNotInForce())
  @ApiResponse({ status: 204, description: 'It is revoked' })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.playback.revoke(await this.reach.viewer(caller), id, 'play', session);
  }

  @Post('download-links')
  @Creates()
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createDownloadLink',
    summary: 'A signed URL that saves the original under its own name',
  })
  @Raises(...OPENING)
  @ApiResponse({ status: 201, description: 'The link', standardSchema: linkView })
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
    operationId: 'listDownloadLinks',
    summary:
      'Links that have not expired, newest first: all for those who may change the asset, else one\u2019s own',
  })
  @Raises(new AssetNotFound())
  @ApiResponse({ status: 200, description: 'A page of links', standardSchema: pageOf(openedView) })
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
  @ApiOperation({
    operationId: 'revokeDownloadLink',
    summary: 'Revokes a link; its URL dies within 10 seconds',
  })
  @Raises(new AssetNotFound(), new SessionNotFound(), new RevocationNotInForce())
  @ApiResponse({ status: 204, description: 'It is revoked' })
  async revokeLink(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.playback.revoke(await this.reach.viewer(caller), id, 'file', session);
  }

  private viewOf(opened: OpenedSession, id: string, request: FastifyRequest): z.input<typeof sessionView> {
    const { session } = opened;
    return {
      ...opened,
      posters: [...opened.posters],
      images: [...opened.images],
      captions: [...opened.captions],
      expiresAt: opened.expiresAt.toISOString(),
      renew: this.publicLinks.at(request.raw, `/v1/assets/${id}/playback-sessions/${session}/renew`),
    };
  }

  private async opener(caller: Caller): Promise<Opener> {
    const { apiKey = null, personVersion } = caller;
    return { ...(await this.reach.viewer(caller)), apiKey, personVersion };
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
