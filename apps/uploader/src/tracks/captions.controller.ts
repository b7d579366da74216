import {
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  AssetEdited,
  AssetNotFound,
  NotARecording,
  type ShownCaption,
  TooManyCaptions,
  TrackNotFound,
} from '#libs/catalog';
import { VersionConflict } from '#libs/database';
import { BodyTooLarge, BodyTooSlow, type Caller, CurrentCaller, readWhole, Takes, Scopes } from '#libs/http';
import { StorageFull, StorageUnavailable } from '#libs/storage';
import { CaptionsUnreadable, LanguageUnknown, languageOf, TooManyCues } from '#libs/text-tracks';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { BodyOf, BYTES, Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { plainText } from '../rest/plain-text.js';
import { MOST_CAPTION_BYTES, PutCaptions, versionOf } from './put-captions.js';
import { CaptionsBeyondEnd, CharsetUnknown } from './tracks.errors.js';

const BODY_MS = 30_000;
const TEXTS = ['text/vtt', 'application/x-subrip', 'text/srt', 'text/plain', 'application/octet-stream'];

const captionView = z
  .object({
    language: z.string().describe('BCP 47; `und` where nobody says'),
    label: z.string().describe('What players offer them under; no two are alike'),
    isDefault: z.boolean(),
    isForced: z.boolean().describe('Only what has to be read: signs, speech in a foreign language'),
    source: z
      .enum(['recording', 'person'])
      .describe('Whether they were in the recording, or somebody put them'),
    cues: z.int().nullable().describe('null of those that were in the recording'),
    putAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'Caption',
    examples: [
      {
        language: 'zh',
        label: '中文',
        isDefault: true,
        isForced: false,
        source: 'person',
        cues: 412,
        putAt: '2026-11-30T08:00:00.000Z',
      },
    ],
  });

const putView = captionView
  .extend({
    leftOut: z
      .int()
      .describe('Cues that are not shown: without text or time, or from after the end of the recording'),
  })
  .meta({
    id: 'PutCaption',
    examples: [
      {
        language: 'zh',
        label: '中文',
        isDefault: true,
        isForced: false,
        source: 'person',
        cues: 412,
        putAt: '2026-11-30T08:00:00.000Z',
        leftOut: 0,
      },
    ],
  });

const captionsView = z.object({ items: z.array(captionView) }).meta({
  id: 'CaptionList',
  examples: [
    {
      items: [
        {
          language: 'zh',
          label: '中文',
          isDefault: true,
          isForced: false,
          source: 'recording',
          cues: null,
          putAt: null,
        },
      ],
    },
  ],
});

const wish = z.object({
  label: plainText(1, 80)
    .refine((text) => !/["\t\r\n]/.test(text), { message: 'must hold no quotation marks or line breaks' })
    .optional()
    .describe('What players offer them under; the name of the language without'),
  isDefault: z.stringbool().default(false).describe('Whether players show them at first'),
});

const WHOSE = [new AssetNotFound(), new NotARecording('image'), new LanguageUnknown()];
const EDITS = [...WHOSE, new AssetEdited(), new StorageUnavailable(), new StorageFull()];

/** Captions of a recording by their language: those in it, and those that people put. */
@ApiTags('assets')
@ApiBearerAuth()
@Scopes('upload')
@Controller('v1/assets/:id/captions')
export class CaptionsController {
  constructor(@Inject(PutCaptions) private readonly captions: PutCaptions) {}

  @Scopes('view')
  @Get()
  @ApiOperation({ operationId: 'listCaptions', summary: 'The captions of a recording, in all languages' })
  @Raises(new AssetNotFound(), new NotARecording('image'))
  @ApiResponse({ status: 200, description: 'Those that are shown', standardSchema: captionsView })
  async list(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
  ): Promise<z.input<typeof captionsView>> {
    const { captions } = await this.captions.list(caller, id);
    return { items: captions.map(viewOf) };
  }

  @Scopes('view')
  @Get(':language')
  @ApiOperation({ operationId: 'getCaptions', summary: 'The captions of one language, as WebVTT' })
  @Raises(...WHOSE, new TrackNotFound('captions of this language'), new StorageUnavailable())
  @ApiResponse({
    status: 200,
    description: 'WebVTT',
    content: { 'text/vtt': { schema: { type: 'string' } } },
    headers: carries('ETag'),
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('language') language: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    const { version, text } = await this.captions.text(caller, id, languageOf(language));
    void reply.type('text/vtt; charset=utf-8').header('etag', etagOf({ version }));
    return text;
  }

  @Put(':language')
  @Takes(...TEXTS)
  @ApiOperation({
    operationId: 'putCaptions',
    summary:
      'Puts captions in the place of all that there are of the language: SRT or WebVTT of at most 2 MiB, in UTF-8, UTF-16 or GB18030',
  })
  @Raises(
    ...EDITS,
    new CharsetUnknown(),
    new CaptionsUnreadable(7, 'Its times can not be read.'),
    new TooManyCues(20_000),
    new CaptionsBeyondEnd(1834.5),
    new TooManyCaptions(32),
    new BodyTooLarge(MOST_CAPTION_BYTES),
    new BodyTooSlow(BODY_MS / 1000),
    new VersionConflict([3], 4),
  )
  @BodyOf(Object.fromEntries(TEXTS.map((type) => [type, BYTES])))
  @ApiResponse({
    status: 200,
    description: 'They have replaced those that somebody put before',
    standardSchema: putView,
    headers: carries('ETag'),
  })
  @ApiResponse({
    status: 201,
    description: 'They are there',
    standardSchema: putView,
    headers: carries('ETag'),
  })
  async put(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('language') language: string,
    @Query({ schema: wish }) query: z.output<typeof wish>,
    @Headers('if-match') ifMatch: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<z.input<typeof putView>> {
    const known = languageOf(language);
    const expected = expectedVersion(ifMatch);
    const bytes = await readWhole(request.raw, { bytes: MOST_CAPTION_BYTES, ms: BODY_MS });
    const { label, isDefault } = query;
    const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
    const put = await this.captions.put(caller, id, known, { bytes, charset, label, isDefault }, expected);
    void reply.status(put.isNew ? 201 : 200).header('etag', etagOf({ version: versionOf(put.caption) }));
    return { ...viewOf(put.caption), leftOut: put.leftOut };
  }

  @Delete(':language')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteCaptions',
    summary:
      'Takes away what somebody put: the recording\u2019s own are shown again; where nobody did, it hides those',
  })
  @Raises(...EDITS, new TrackNotFound('captions of this language'))
  @ApiResponse({ status: 204, description: 'They are gone' })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Param('language') language: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<void> {
    await this.captions.remove(caller, id, languageOf(language), expectedVersion(ifMatch));
  }
}

function viewOf({ language, label, isDefault, isForced, put }: ShownCaption): z.input<typeof captionView> {
  const source = put === undefined ? 'recording' : 'person';
  return { language, label, isDefault, isForced, source, cues: put?.cues ?? null, putAt: put?.putAt ?? null };
}
