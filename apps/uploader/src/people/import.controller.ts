import { Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { BodyTooLarge, BodyTooSlow, type Caller, CurrentCaller, readWhole, Roles, Takes } from '#libs/http';
import type { UploaderSettings } from '../config.js';
import { SETTINGS } from '../ground.module.js';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { BodyOf, BYTES, Raises } from '../rest/openapi/describing.js';
import { ImportRefused, ImportUnreadable } from './people.errors.js';
import { type LineVerdict, MOST_BYTES, PeopleList } from './people-list.js';

const CSV = 'text/csv';
const VERDICTS = ['new', 'changed', 'unchanged', 'refused'] as const satisfies readonly LineVerdict[];

const wish = z.object({
  dryRun: z.stringbool().default(false).describe('Judge each line, and change nothing'),
});

const importView = z
  .object({
    dryRun: z.boolean(),
    new: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    refused: z.int(),
    lines: z.array(
      z.object({
        line: z.int().describe('In the file, whose first line names the columns'),
        id: z.string(),
        verdict: z.enum(VERDICTS),
        problems: z.array(z.string()),
      }),
    ),
  })
  .meta({
    id: 'PeopleImport',
    examples: [
      {
        dryRun: true,
        new: 1,
        changed: 0,
        unchanged: 0,
        refused: 1,
        lines: [
          { line: 2, id: 'dr-li', verdict: 'new', problems: [] },
          { line: 3, id: 'dr-wang', verdict: 'refused', problems: ['unit: there is no such unit'] },
        ],
      },
    ],
  });

/** Lists of people from the hospital's own platform. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles('admin')
@Controller('v1/admin/people/import')
export class ImportController {
  constructor(
    @Inject(PeopleList) private readonly list: PeopleList,
    @Inject(SETTINGS) private readonly settings: UploaderSettings,
  ) {}

  @Post()
  @HttpCode(200)
  @Takes(CSV)
  @BodyOf({ [CSV]: BYTES })
  @ApiOperation({
    operationId: 'importPeople',
    summary:
      'Takes a list of people in CSV, all lines or none: columns id, name, role, unit, externalId; UTF-8 or GB18030; 5,000 lines and 2 MiB at most',
  })
  @Raises(
    new ImportRefused(1, ['line 3: unit: there is no such unit']),
    new ImportUnreadable('it is neither UTF-8 nor GB18030.'),
    new BodyTooLarge(MOST_BYTES),
    new BodyTooSlow(30),
    new RevocationNotInForce(),
  )
  @ApiResponse({ status: 200, description: 'What became of each line', standardSchema: importView })
  async import(
    @CurrentCaller() caller: Caller,
    @Query({ schema: wish }) { dryRun }: z.output<typeof wish>,
    @Req() request: FastifyRequest,
  ): Promise<z.input<typeof importView>> {
    const ms = this.settings.LECTERN_BODY_SECONDS * 1000;
    const bytes = await readWhole(request.raw, { bytes: MOST_BYTES, ms });
    const lines = await this.list.import(caller.subject, bytes, { dryRun });
    const count = (wanted: LineVerdict) => lines.filter(({ verdict }) => verdict === wanted).length;
    return {
      dryRun,
      new: count('new'),
      changed: count('changed'),
      unchanged: count('unchanged'),
      refused: count('refused'),
      lines: lines.map((line) => ({ ...line, problems: [...line.problems] })),
    };
  }
}
