import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Query,
  Res,
} from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { Database, ExternalIdTaken, type Transaction } from '#libs/database';
import { type Caller, CurrentCaller, Forbidden, InvalidRequest, ROLES, Roles } from '#libs/http';
import {
  AssignedByAdministrator,
  DisabledByAdministrator,
  EmailTaken,
  LocalAccounts,
  People,
  type Person,
  PersonNotFound,
} from '#libs/identity';
import { accountOfPerson, UnitNotFound, Units } from '#libs/quotas';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { externalId } from '../rest/external-id.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { plainText } from '../rest/plain-text.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { Handover } from './handover.js';
import { ReceiverDisabled, ReceiverWithoutUnit } from './people.errors.js';
import { PeopleReach } from './people-reach.js';

const role = z.enum(ROLES);

const filters = page.extend({
  q: z.string().max(200).optional().describe('Words to find in id, name and externalId'),
  role: role.optional().describe('Only those of this role'),
  unit: z.string().max(64).optional().describe('Only those of this unit and of what lies below it'),
  disabled: z.stringbool().optional().describe('Only those who are disabled, or are not'),
  externalId: externalId.optional().describe('Only those that your platform calls so'),
});

const personEdit = z
  .object({
    name: plainText(1, 200)
      .optional()
      .describe('Shown to people; whoever comes with a token is called as that says'),
    disabled: z.boolean().optional().describe('Whether their tokens, keys and signed URLs are refused'),
    role: role
      .nullable()
      .optional()
      .describe('What they may do from now on, whatever their token says; null leaves it to the token again'),
    unit: z
      .string()
      .max(64)
      .nullable()
      .optional()
      .describe(
        'Where they and their quota are moved to, whatever their token says; null leaves it to the token again',
      ),
    externalId: externalId.nullable().optional().describe('How your own platform calls them; null for none'),
    email: z
      .email()
      .max(254)
      .nullable()
      .optional()
      .describe('By which they may sign in with a password, too; null for none'),
  })
  .meta({
    id: 'PersonEdit',
    examples: [{ disabled: true }, { name: 'Dr. Li', unit: 'surgery', role: 'unit-admin' }],
  });

const personView = z
  .object({
    id: z.string().describe('The subject of their tokens'),
    name: z.string().nullable().describe('null for somebody who has not been seen here'),
    role: role.nullable().describe('What they may do: as assigned here, or as their token said last'),
    unit: z.string().nullable(),
    assignedRole: role.nullable().describe('Set here, and in force whatever their token says'),
    assignedUnit: z.string().nullable(),
    externalId: z.string().nullable().describe('How your own platform calls them'),
    email: z.string().nullable(),
    hasPassword: z.boolean().describe('Whether they can sign in with a password'),
    disabled: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
    lastSeenAt: z.iso.datetime().nullable().describe('To the hour'),
    usedBytes: z.int().describe('Bytes of their originals; the trash counts until it is emptied'),
    derivedBytes: z.int().describe('Bytes of what was made of them'),
    assets: z.int(),
    version: z.int(),
  })
  .meta({
    id: 'Person',
    examples: [
      {
        id: 'dr-li',
        name: 'Dr. Li',
        role: 'doctor',
        unit: 'surgery',
        assignedRole: null,
        assignedUnit: null,
        externalId: 'hr-20311',
        email: 'li@hospital.example.org',
        hasPassword: true,
        disabled: false,
        disabledAt: null,
        lastSeenAt: '2026-11-30T08:00:00.000Z',
        usedBytes: 734_003_200,
        derivedBytes: 1_482_113,
        assets: 1,
        version: 2,
      },
    ],
  });

const transferWish = z
  .object({ to: z.string().max(128).describe('The id of the person who gets the lessons') })
  .meta({ id: 'TransferWish', examples: [{ to: 'dr-wang' }] });

const transferView = z
  .object({
    assets: z.int(),
    courses: z.int(),
    bytes: z.int().describe('Bytes of the originals, those of other versions too'),
    complete: z.boolean().describe('Whether nothing is left; if something is, the same request goes on'),
  })
  .meta({ id: 'Transfer', examples: [{ assets: 12, courses: 2, bytes: 734_003_200, complete: true }] });

/** People, what they may do, and who of them may not call any more. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/people')
export class PeopleController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(People) private readonly people: People,
    @Inject(Units) private readonly units: Units,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
    @Inject(Handover) private readonly handover: Handover,
    @Inject(PeopleReach) private readonly peopleReach: PeopleReach,
    @Inject(LocalAccounts) private readonly accounts: LocalAccounts,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listPeople',
    summary: 'People in the caller\u2019s reach who have come or are expected, newest first; ?q= searches',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({ status: 200, description: 'A page of people', standardSchema: pageOf(personView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit, ...rest } = query;
    const under = await this.reach.under(caller, unit);
    const found = await this.people.list(this.database.kysely, { ...rest, under });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor };
  }

  @Get(':id')
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getPerson', summary: 'One person' })
  @Raises(new PersonNotFound())
  @ApiResponse({
    status: 200,
    description: 'The person',
    standardSchema: personView,
    headers: carries('ETag'),
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const person = await this.peopleReach.require(caller, id);
    if (!person.isKnown) throw new PersonNotFound();
    return answer(person, reply);
  }

  @Patch(':id')
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'updatePerson',
    summary:
      'Sets name, role, unit, externalId or e-mail address, disables or enables: tokens and keys are judged by it at once, and URLs of whoever is disabled, moved or of another role die within 10 seconds',
  })
  @Raises(
    new PersonNotFound(),
    new UnitNotFound(),
    new DisabledByAdministrator(),
    new AssignedByAdministrator(),
    new ExternalIdTaken('hr-20311'),
    new EmailTaken(),
    new RevocationNotInForce(),
  )
  @ApiResponse({
    status: 200,
    description: 'The person as they are now',
    standardSchema: personView,
    headers: carries('ETag'),
  })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: personEdit }) body: z.output<typeof personEdit>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.peopleReach.require(caller, id);
    if (id === caller.subject)
      throw new Forbidden(
        'Nobody disables or enables themselves, or says what they may do: ask another admin.',
      );
    if (typeof body.unit === 'string') await this.reach.requireUnit(caller, body.unit);
    const expected = expectedVersion(ifMatch);
    const revokes = body.disabled === true || body.role !== undefined || body.unit !== undefined;
    await this.database.transaction(async (tx) => {
      const person = await this.people.hold(tx, id, expected);
      const changed = [
        await this.setExternalId(tx, person, body.externalId),
        await this.setName(tx, person, body.name),
        await this.setEmail(tx, person, body.email),
        await this.assign(tx, caller, person, body),
        await this.setDisabled(tx, caller, id, body.disabled),
      ].filter((change) => change !== undefined);
      // Whoever invited them did so as what they were.
      if (revokes) await this.accounts.uninvite(tx, id);
      const revoked = revokes ? await this.revocations.revokeAllOf(tx, { viewer: id }) : 0;
      if (changed.length === 0) return;
      await this.people.edited(tx, id);
      for (const { action, facts } of changed)
        await this.audit.append(tx, {
          actor: caller.subject,
          action,
          subject: id,
          unit: person.unit,
          facts: { ...facts, ...(action === 'person.enabled' || !revokes ? {} : { revoked }) },
        });
    });
    if (revokes) await this.revocations.publish();
    return answer(await this.peopleReach.find(id), reply);
  }

  @Post(':id/transfer')
  @HttpCode(200)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'transferLessons',
    summary:
      'Gives all assets and courses of a person to another, with the quota that they take; URLs of those who may not see them any more die within 10 seconds',
  })
  @Raises(new PersonNotFound(), new ReceiverDisabled(), new ReceiverWithoutUnit(), new RevocationNotInForce())
  @ApiResponse({ status: 200, description: 'What was given', standardSchema: transferView })
  async transfer(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: transferWish }) { to }: z.output<typeof transferWish>,
  ): Promise<z.input<typeof transferView>> {
    const from = await this.peopleReach.require(caller, id);
    if (to === id)
      throw new InvalidRequest('Lessons go from one person to another.', ['to: is the same person']);
    const receiver = await this.peopleReach.require(caller, to);
    if (!receiver.isKnown) throw new PersonNotFound();
    return this.handover.give(caller.subject, from, receiver);
  }

  /** @returns what is to be told of it; undefined where nothing has changed */
  private async setExternalId(tx: Transaction, person: Person, wanted: string | null | undefined) {
    if (wanted === undefined || wanted === person.externalId) return undefined;
    await this.people.setExternalId(tx, person, wanted);
    return { action: 'person.edited', facts: { externalId: wanted } };
  }

  /** @returns what is to be told of it: not the name */
  private async setName(tx: Transaction, person: Person, wanted: string | undefined) {
    if (wanted === undefined || wanted === person.name) return undefined;
    await this.people.setName(tx, person, wanted);
    return { action: 'person.edited', facts: { name: true } };
  }

  /** @returns what is to be told of it: not the address */
  private async setEmail(tx: Transaction, person: Person, wanted: string | null | undefined) {
    if (wanted === undefined || wanted === person.email) return undefined;
    await this.people.setEmail(tx, person, wanted);
    return { action: 'person.edited', facts: { email: wanted !== null } };
  }

  /** @throws Forbidden, AssignedByAdministrator */
  private async assign(
    tx: Transaction,
    caller: Caller,
    person: Person,
    { role: wantedRole, unit }: z.output<typeof personEdit>,
  ) {
    if (wantedRole === undefined && unit === undefined) return undefined;
    const isAdministrator = caller.role === 'admin';
    const roles = [wantedRole, person.assignedRole, person.tokenRole];
    if (!isAdministrator && roles.some((each) => each === 'admin' || each === 'auditor'))
      throw new Forbidden('Only an administrator says who is an admin or auditor, or no longer one.');
    await this.people.assign(tx, person, { role: wantedRole, unit }, { isAdministrator });
    const account = accountOfPerson(person.id);
    if (typeof unit === 'string' && (await this.units.parentOf(tx, account)) !== undefined)
      await this.units.enrol(tx, { doctor: person.id, name: person.name ?? person.id, unit });
    const facts = {
      ...(wantedRole !== undefined && { role: wantedRole }),
      ...(unit !== undefined && { to: unit }),
    };
    return { action: 'person.assigned', facts };
  }

  private async setDisabled(tx: Transaction, caller: Caller, id: string, disabled: boolean | undefined) {
    if (disabled === undefined) return undefined;
    const by = { isAdministrator: caller.role === 'admin' };
    const changed = disabled ? await this.people.disable(tx, id, by) : await this.people.enable(tx, id, by);
    return changed ? { action: disabled ? 'person.disabled' : 'person.enabled', facts: {} } : undefined;
  }
}

function answer(person: Person, reply: FastifyReply): object {
  void reply.header('etag', etagOf(person));
  return viewOf(person);
}

function viewOf(person: Person): z.input<typeof personView> {
  const { id, name, unit, assignedRole, assignedUnit, disabledAt, lastSeenAt, version } = person;
  const { usedBytes, derivedBytes, assets } = person;
  return {
    id,
    name,
    role: person.role,
    unit,
    assignedRole,
    assignedUnit,
    externalId: person.externalId,
    email: person.email,
    hasPassword: person.hasPassword,
    disabled: disabledAt !== null,
    disabledAt: disabledAt?.toISOString() ?? null,
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    usedBytes,
    derivedBytes,
    assets,
    version,
  };
}
