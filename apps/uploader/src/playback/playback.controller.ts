import { Body, Controller, Delete, HttpCode, Inject, Param, Post, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type Caller, CurrentCaller } from '#libs/http';
import { Playback } from './playback.js';
import { Reach } from '../rest/reach.js';
import { PublicLinks } from '../rest/public-links.js';

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
const linkView = z.object({ url: z.string(), expiresAt: z.iso.datetime() }).meta({ id: 'DownloadLink' });

/** Signed URLs for one viewer. */
@ApiTags('playback')
@ApiBearerAuth()
@Controller('v1/assets/:id')
export class PlaybackController {
  constructor(
    @Inject(Playback) private readonly playback: Playback,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(PublicLinks) private readonly links: PublicLinks,
  ) {}

  @Post('playback-sessions')
  @HttpCode(201)
  @ApiOperation({ summary: 'Opens a playback session: one signed URL for HLS, and the pictures' })
  @ApiResponse({ status: 201, standardSchema: sessionView })
  @ApiResponse({ status: 409, description: 'Nothing to play yet, or ever' })
  async open(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Req() request: FastifyRequest,
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
      renew: this.links.at(request.raw, `/v1/assets/${id}/playback-sessions`),
    };
  }

  @Delete('playback-sessions/:session')
  @HttpCode(204)
  @ApiOperation({ summary: 'Revokes a session; its URLs die within 10 seconds' })
  async revoke(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('session') session: string,
  ): Promise<void> {
    await this.playback.revoke(await this.reach.viewer(caller), id, session);
  }

  @Post('download-links')
  @HttpCode(201)
  @ApiOperation({ summary: 'A signed URL that saves the original under its own name' })
  @ApiResponse({ status: 201, standardSchema: linkView })
  async download(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: linkWish.optional() }) body?: z.output<typeof linkWish>,
  ): Promise<z.input<typeof linkView>> {
    const link = await this.playback.downloadLink(await this.reach.viewer(caller), id, body?.ttl);
    return { url: link.url, expiresAt: link.expiresAt.toISOString() };
  }
}
