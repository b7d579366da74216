import { Body, Controller, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { PersonUnderLegalHold } from '#libs/catalog';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Forbidden, InvalidRequest, Roles } from '#libs/http';
import { People, type Person, PersonNotFound } from '#libs/identity';
import { StorageUnavailable } from '#libs/storage';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Raises } from '../rest/openapi/describing.js';
import { Reach } from '../rest/reach.js';
import { Erasure, type LessonsTo, type PersonalRecords } from './erasure.js';
import {
  LessonsNotPlaced,
  PersonStillUploading,
  ReceiverDisabled,
  ReceiverWithoutUnit,
} from './people.errors.js';

const wish = z
  .object({
    dryRun: z.boolean().default(false).describe('Say what would become of everything, and change nothing'),
    confirm: z
      .string()
      .max(128)
      .optional()
      .describe(
        'The id of the person once more: what is erased does not come back. Not needed for a dry run',
      ),
    lessonsTo: z
      .string()
      .max(128)
      .nullable()
      .optional()
      .describe(
        'The id of the person who gets assets and courses; null: they stay with the unit, owned by the pseudonym. Needed where there are any',
      ),
  })
  .meta({ id: 'ErasureWish', examples: [{ confirm: 'dr-li', lessonsTo: 'dr-wang' }] });

const STAYS = [
  [
    'audit-trail',
    'What was done and seen stays provable: the trail shows the pseudonym, and no hash changes',
  ],
  ['lessons', 'They are the hospital’s: another person or the unit has them'],
  ['usage', 'Sums by day, of the units and of the pseudonym, for quotas and reports'],
  ['watched', 'Who watched a lesson, as the pseudonym, for its figures'],
  ['free-text', 'Reasons, titles and descriptions are as they were written, whomever they name'],
  ['outside', 'Logs, dumps of the database, and what webhooks have sent lie elsewhere'],
] as const;

const erasureView = z
  .object({
    dryRun: z.boolean(),
    complete: z
      .boolean()
      .describe('Whether the person is erased; if not, and it is no dry run, the same request goes on'),
    pseudonym: z
      .string()
      .nullable()
      .describe('What lists show in their place, as `erased person …`; null while they are not erased'),
    lessons: z.object({
      assets: z.int().describe('Those in the trash too'),
      courses: z.int(),
      to: z.string().nullable().describe('null: they stay with the unit, or nobody has said it yet'),
    }),
    erased: z
      .object({
        apiKeys: z.int(),
        sessions: z.int().describe('Of browsers'),
        uploads: z.int().describe('Under way: they are ended'),
        answers: z.int().describe('Kept for when a request is repeated'),
      })
      .describe('And their name, id, role, unit and externalId, and that they were disabled'),
    watched: z.int().describe('Recordings that the pseudonym has watched from then on'),
    stays: z.array(z.object({ what: z.enum(STAYS.map(([what]) => what)), why: z.string() })),
  })
  .meta({
    id: 'Erasure',
    examples: [
      {
        dryRun: false,
        complete: true,
        pseudonym: 'psn_7b0c4f5e1d2a3948576a6b5c4d3e2f1009182736',
        lessons: { assets: 12, courses: 2, to: 'dr-wang' },
        erased: { apiKeys: 1, sessions: 2, uploads: 0, answers: 3 },
        watched: 31,
        stays: STAYS.map(([what, why]) => ({ what, why })),
      },
    ],
  });

/** The end of what is known of somebody. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles('admin')
@Controller('v1/admin/people/:id/erasure')
export class ErasureController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(People) private readonly people: People,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Erasure) private readonly erasure: Erasure,
  ) {}

  @Post()
  @HttpCode(200)
  @ApiOperation({
    operationId: 'erasePerson',
    summary:
      'Erases a person: what is known of them goes for good, and what they did is a pseudonym’s from then on; whoever signs in with the same id is somebody new',
  })
  @Raises(
    new PersonNotFound(),
    new PersonUnderLegalHold(),
    new LessonsNotPlaced({ assets: 12, courses: 2 }),
    new PersonStillUploading(),
    new ReceiverDisabled(),
    new ReceiverWithoutUnit(),
    new RevocationNotInForce(),
    new StorageUnavailable(),
  )
  @ApiResponse({ status: 200, description: 'What became of it, or would', standardSchema: erasureView })
  async erase(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: wish }) { dryRun, confirm, lessonsTo }: z.output<typeof wish>,
  ): Promise<z.input<typeof erasureView>> {
    const person = await this.known(caller, id);
    if (id === caller.subject) throw new Forbidden('Nobody erases themselves: ask another admin.');
    const receiver = await this.receiver(caller, id, lessonsTo);
    const to = receiver === undefined || receiver === 'unit' ? null : receiver.id;
    if (dryRun) {
      const found = await this.erasure.survey(person);
      return { dryRun, complete: false, pseudonym: null, ...viewOf(found, to) };
    }
    if (confirm !== id)
      throw new InvalidRequest('What is erased does not come back: name the person once more.', [
        'confirm: must be the id of the person',
      ]);
    const { complete, pseudonym, ...erased } = await this.erasure.erase(caller.subject, person, receiver);
    return { dryRun, complete, pseudonym, ...viewOf(erased, to) };
  }

  private async receiver(
    caller: Caller,
    id: string,
    lessonsTo: string | null | undefined,
  ): Promise<LessonsTo | undefined> {
    if (lessonsTo === null) return 'unit';
    if (lessonsTo === undefined) return undefined;
    if (lessonsTo === id)
      throw new InvalidRequest('Lessons go from one person to another.', ['lessonsTo: is the same person']);
    return this.known(caller, lessonsTo);
  }

  /** @throws PersonNotFound */
  private async known(caller: Caller, id: string): Promise<Person> {
    const person = await this.people.find(this.database.kysely, id);
    if (person === undefined || !(await this.reach.covers(caller, person.unit ?? '')))
      throw new PersonNotFound();
    return person;
  }
}

function viewOf(found: PersonalRecords, to: string | null) {
  const { assets, courses, apiKeys, sessions, uploads, answers, watched } = found;
  return {
    lessons: { assets, courses, to },
    erased: { apiKeys, sessions, uploads, answers },
    watched,
    stays: STAYS.map(([what, why]) => ({ what, why })),
  };
}
