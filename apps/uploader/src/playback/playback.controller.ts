import { Body, Controller, Delete, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '#libs/http';
import { LONGEST_SESSION_SECONDS } from '../config.js';
import { Playback } from './playback.js';
import { Reach } from '../rest/reach.js';
import { AssetNotFound } from '#libs/catalog';
import { Raises } from '../rest/openapi/describing.js';
import { NotPlayable } from './playback.errors.js';
import { UnsignableRequest } from '#libs/signing';
import { StorageUnavailable } from '#libs/storage';

const seconds = z.int().min(30).max(LONGEST_SESSION_SECONDS);

const sessionWish = z
  .object({
    ttl: seconds.optional().describe('Seconds until the URLs die'),
    network: z
      .string()
      .regex(/^[0-9A-Fa-f:.]{2,45}\/[0-9]{1,3}$/, 'must be a CIDR block such as 10.20.0.0/16')
      .optional()
      .describe('The only network that may use the URLs'),
    kibPerSecond: z.int().min(1).max(9_999_999).optional().describe('A bandwidth cap for each connection'),
  })
  .meta({ id: 'PlaybackWish', examples: [{ ttl: 7200, network: '10.20.0.0/16' }] });

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
  .meta({
    id: 'PlaybackSession',
    examples: [
      {
        session: 'h2mz6q0vt4xk1pw9sd5nc8r3kb',
        hls: 'https://play.example/v1/3kq9zt5m…/master.m3u8',
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
        expiresAt: '2026-11-30T10:00:00.000Z',
        renew: '/v1/assets/ast_3kq9zt5m1xw7c2vd8rn4by/playback-sessions',
      },
    ],
  });

const linkWish = z.object({ ttl: seconds.optional() }).meta({ id: 'DownloadWish', examples: [{ ttl: 600 }] });
const linkView = z.object({ url: z.string(), expiresAt: z.iso.datetime() }).meta({
  id: 'DownloadLink',
  examples: [{ url: 'https://play.example/v1/3kq9zt5m…/original', expiresAt: '2026-11-30T09:00:00.000Z' }],
});

/** Signed URLs for one viewer. */
@ApiTags('playback')
@ApiBearerAuth()
@Controller('v1/assets/:id')
export class PlaybackController {
  constructor(
    @Inject(Playback) private readonly playback: Playback,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Post('playback-sessions')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createPlaybackSession',
    summary: 'Opens a playback session: one signed URL for HLS, and the pictures',
  })
  @Raises(
    new AssetNotFound(),
    new NotPlayable('processing', true),
    new UnsignableRequest('network', 'is not a CIDR block'),
  )
  @ApiResponse({ status: 201, description: 'The session', standardSchema: sessionView })
  async open(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: sessionWish.optional() }) body?: z.output<typeof sessionWish>,
  ): Promise<z.input<typeof sessionView>> {
    const { ttl, network, kibPerSecond } = body ?? {};
    const opened = await this.playback.open(await this.reach.viewer(caller), id, {
      ttlSeconds: ttl,
      network,
      kibPerSecond,
    });
    return {
      ...opened,
      posters: [...opened.posters],
      images: [...opened.images],
      expiresAt: opened.expiresAt.toISOString(),
      renew: `/v1/assets/${id}/playback-sessions`,
    };
  }

  @Delete('playback-sessions/:session')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'revokePlaybackSession',
    summary: 'Revokes a session; its URLs die within 10 seconds',
  })
  @Raises(new AssetNotFound(), new StorageUnavailable())
  @ApiResponse({ status: 204, description: 'It is revoked' })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.playback.revoke(await this.reach.viewer(caller), id, session);
  }

  @Post('download-links')
  @HttpCode(201)
  @ApiOperation({
    operationId: 'createDownloadLink',
    summary: 'A signed URL that saves the original under its own name',
  })
  @Raises(new AssetNotFound())
  @ApiResponse({ status: 201, description: 'The link', standardSchema: linkView })
  async download(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: linkWish.optional() }) body?: z.output<typeof linkWish>,
  ): Promise<z.input<typeof linkView>> {
    const link = await this.playback.downloadLink(await this.reach.viewer(caller), id, body?.ttl);
    return { url: link.url, expiresAt: link.expiresAt.toISOString() };
  }
}
