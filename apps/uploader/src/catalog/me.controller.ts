import { Body, Controller, Get, Inject, Patch } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, ROLES, Scopes } from '#libs/http';
import { People, type Wishes } from '#libs/identity';
import { NOTICE_KINDS } from '#libs/notices';
import { recordOf } from '#libs/kernel';
import { Quotas, UnitMisplaced, UnitNotFound, Units } from '#libs/quotas';
import { quotaExample, quotaView, viewOfQuota } from '../rest/quota-view.js';
import { Raises } from '../rest/openapi/describing.js';

const language = z.enum(['zh-CN', 'en']);
const notices = z
  .object({
    uploadFailed: z.boolean().describe('An upload has come to nothing'),
    processingFailed: z.boolean().describe('A lesson could not be processed'),
    released: z.boolean().describe('An admin has released a lesson'),
    refused: z.boolean().describe('An admin has not released a lesson'),
    releaseWaiting: z
      .boolean()
      .describe('Of unit admins: lessons wait for their release, once an hour at most'),
    quotaNearlyFull: z
      .boolean()
      .describe('The caller\u2019s quota, or that of a unit admin\u2019s unit, is nearly full'),
  })
  .meta({ id: 'NoticeWishes', examples: [recordOf(NOTICE_KINDS, () => true)] });

const meEdit = z
  .object({
    language: language.optional().describe('In which they get mails'),
    notices: notices.partial().optional().describe('Which mails they get; what is left out stays'),
  })
  .meta({ id: 'MeEdit', examples: [{ language: 'en', notices: { released: false } }] });

const meView = z
  .object({
    subject: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    unit: z.object({ id: z.string(), name: z.string(), kind: z.string() }).nullable(),
    email: z
      .string()
      .nullable()
      .describe('Where they get mails, as their token said last; null where it said none: they get none'),
    language: language.describe('In which they get mails'),
    notices: notices.describe('Which mails they get, where the operator has them sent'),
    quota: quotaView.nullable().describe('What the caller may still upload; null for callers without a unit'),
  })
  .meta({
    id: 'Me',
    examples: [
      {
        subject: 'dr-li',
        name: 'Dr. Li',
        role: 'doctor',
        unit: { id: 'surgery', name: 'Department of Surgery', kind: 'department' },
        email: 'li@hospital.example.org',
        language: 'zh-CN',
        notices: recordOf(NOTICE_KINDS, () => true),
        quota: quotaExample,
      },
    ],
  });

@ApiTags('me')
@ApiBearerAuth()
@Scopes('view', 'upload', 'admin')
@Controller('v1/me')
export class MeController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(Units) private readonly units: Units,
    @Inject(Quotas) private readonly quotas: Quotas,
    @Inject(People) private readonly people: People,
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getMe', summary: 'The caller, their unit, and what they may still upload' })
  @Raises(new UnitNotFound(), new UnitMisplaced())
  @ApiResponse({ status: 200, description: 'The caller', standardSchema: meView })
  async me(@CurrentCaller() caller: Caller): Promise<z.input<typeof meView>> {
    const { subject, name, role, unit: unitId } = caller;
    const wishes = viewOfWishes(await this.people.wishes(this.database.kysely, subject));
    if (unitId === null) return { subject, name, role, unit: null, ...wishes, quota: null };
    const status = await this.database.transaction(async (tx) => {
      const { id } = await this.units.enrol(tx, { doctor: subject, name, unit: unitId });
      return this.quotas.status(tx, id);
    });
    const unit = await this.units.get(this.database.kysely, unitId);
    return {
      subject,
      name,
      role,
      unit: { id: unit.id, name: unit.name, kind: unit.kind },
      ...wishes,
      quota: viewOfQuota(status),
    };
  }

  @Patch()
  @ApiOperation({
    operationId: 'updateMe',
    summary: 'Says which mails the caller gets, and in which language',
  })
  @Raises(new UnitNotFound(), new UnitMisplaced())
  @ApiResponse({ status: 200, description: 'The caller', standardSchema: meView })
  async edit(
    @CurrentCaller() caller: Caller,
    @Body({ schema: meEdit }) body: z.output<typeof meEdit>,
  ): Promise<z.input<typeof meView>> {
    const { subject } = caller;
    await this.database.transaction(async (tx) => {
      const before = await this.people.wishes(tx, subject);
      const wanted = { ...noticesOf(before), ...body.notices };
      const mutedNotices = NOTICE_KINDS.filter((kind) => wanted[kind] === false);
      await this.people.wish(tx, subject, {
        ...(body.language !== undefined && { language: body.language }),
        mutedNotices,
      });
    });
    return this.me(caller);
  }
}

function viewOfWishes(wishes: Wishes) {
  return { email: wishes.email, language: wishes.language ?? 'zh-CN', notices: noticesOf(wishes) } as const;
}

function noticesOf({ mutedNotices }: Wishes) {
  return recordOf(NOTICE_KINDS, (kind) => !mutedNotices.includes(kind));
}
