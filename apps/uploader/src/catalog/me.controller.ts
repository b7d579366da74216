import { Controller, Get, Inject } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, ROLES, Scopes } from '#libs/http';
import { Quotas, UnitMisplaced, UnitNotFound, Units } from '#libs/quotas';
import { quotaExample, quotaView, viewOfQuota } from '../rest/quota-view.js';
import { Raises } from '../rest/openapi/describing.js';

const meView = z
  .object({
    subject: z.string(),
    name: z.string(),
    role: z.enum(ROLES),
    unit: z.object({ id: z.string(), name: z.string(), kind: z.string() }).nullable(),
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
  ) {}

  @Get()
  @ApiOperation({ operationId: 'getMe', summary: 'The caller, their unit, and what they may still upload' })
  @Raises(new UnitNotFound(), new UnitMisplaced())
  @ApiResponse({ status: 200, description: 'The caller', standardSchema: meView })
  async me(@CurrentCaller() caller: Caller): Promise<z.input<typeof meView>> {
    const { subject, name, role, unit: unitId } = caller;
    if (unitId === null) return { subject, name, role, unit: null, quota: null };
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
      quota: viewOfQuota(status),
    };
  }
}
