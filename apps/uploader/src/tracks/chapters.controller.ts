import { Body, Controller, Delete, Get, Headers, HttpCode, Inject, Param, Put, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AssetEdited, AssetNotFound, NotARecording, TrackNotFound } from '#libs/catalog';
import type { PutChapters } from '#libs/database';
import { type Caller, CurrentCaller, Scopes } from '#libs/http';
import { StorageFull, StorageUnavailable } from '#libs/storage';
import { ChapterBeyondEnd, ChaptersNotAscending } from '#libs/text-tracks';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { plainText } from '../rest/plain-text.js';
import { ChapterList } from './chapter-list.js';

const MOST_CHAPTERS = 500;

const chapters = z
  .object({
    chapters: z
      .array(
        z.object({
          title: plainText(1, 200).refine((text) => !/[\t\r\n]/.test(text), {
            message: 'must be one line',
          }),
          startSeconds: z.number().min(0).max(1_000_000).describe('It goes on to where the next one begins'),
        }),
      )
      .min(1)
      .max(MOST_CHAPTERS),
  })
  .meta({
    id: 'Chapters',
    examples: [
      {
        chapters: [
          { title: '胸外按压', startSeconds: 0 },
          { title: 'Ventilation', startSeconds: 312.5 },
        ],
      },
    ],
  });

const WHOSE = [new AssetNotFound(), new NotARecording('image')];
const EDITS = [...WHOSE, new AssetEdited(), new StorageUnavailable(), new StorageFull()];

/** What a recording consists of. */
@ApiTags('assets')
@ApiBearerAuth()
@Scopes('upload')
@Controller('v1/assets/:id/chapters')
export class ChaptersController {
  constructor(@Inject(ChapterList) private readonly list: ChapterList) {}

  @Scopes('view')
  @Get()
  @ApiOperation({ operationId: 'getChapters', summary: 'The chapters of a recording' })
  @Raises(...WHOSE, new TrackNotFound('chapters'))
  @ApiResponse({
    status: 200,
    description: 'The chapters',
    standardSchema: chapters,
    headers: carries('ETag'),
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof chapters>> {
    return answer(await this.list.get(caller, id), reply);
  }

  @Put()
  @ApiOperation({
    operationId: 'putChapters',
    summary: 'Says what a recording consists of; one with its title comes first where none begins with it',
  })
  @Raises(...EDITS, new ChaptersNotAscending(3), new ChapterBeyondEnd(3, 1834.5))
  @ApiResponse({
    status: 200,
    description: 'The chapters',
    standardSchema: chapters,
    headers: carries('ETag'),
  })
  async put(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: chapters }) body: z.output<typeof chapters>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof chapters>> {
    return answer(await this.list.put(caller, id, body.chapters, expectedVersion(ifMatch)), reply);
  }

  @Delete()
  @HttpCode(204)
  @ApiOperation({ operationId: 'deleteChapters', summary: 'Takes the chapters of a recording away' })
  @Raises(...EDITS, new TrackNotFound('chapters'))
  @ApiResponse({ status: 204, description: 'They are gone' })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.list.remove(caller, id, expectedVersion(ifMatch));
  }
}

function answer(put: PutChapters, reply: FastifyReply): z.input<typeof chapters> {
  void reply.header('etag', etagOf(put));
  return { chapters: put.list.map(({ title, startSeconds }) => ({ title, startSeconds })) };
}
