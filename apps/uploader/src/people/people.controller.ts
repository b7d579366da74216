import { Body, Controller, Get, Inject, Param, Patch } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Audit } from '#libs/audit';
import { Database } from '#libs/database';
import { type Caller, CurrentCaller, Forbidden, Roles } from '#libs/http';
import { DisabledByAdministrator, People, PersonNotFound } from '#libs/identity';
import { type Account, accountOfPerson, UnitNotFound, Units } from '#libs/quotas';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { Raises } from '../rest/openapi/describing.js';
import { Reach } from '../rest/reach.js';

const personEdit = z
  .object({
    disabled: z.boolean().describe('Whether their tokens, keys and signed URLs are refused'),
  })
  .meta({ id: 'PersonEdit', examples: [{ disabled: true }] });

const personView = z
  .object({
    id: z.string().describe('The subject of their tokens'),
    name: z.string().nullable().describe('null for somebody who has not been seen here'),
    unit: z.string().nullable(),
    disabled: z.boolean(),
    disabledAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'Person',
    examples: [{ id: 'dr-li', name: 'Dr. Li', unit: 'surgery', disabled: false, disabledAt: null }],
  });

const SUBJECT = /^[\x21-\x7e]{1,128}$/;

/** People, and who of them may not call any more. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/people/:id')
export class PeopleController {
  constructor(
    @Inject(Database) private readonly database: Database,
    @Inject(People) private readonly people: People,
    @Inject(Units) private readonly units: Units,
    @Inject(Audit) private readonly audit: Audit,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({ operationId: 'getPerson', summary: 'One person' })
  @Raises(new PersonNotFound())
  @ApiResponse({ status: 200, description: 'The person', standardSchema: personView })
  async get(@CurrentCaller() caller: Caller, @Param('id') id: string): Promise<z.input<typeof personView>> {
    return this.viewOf(id, await this.inReach(caller, id));
  }

  @Patch()
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'updatePerson',
    summary: 'Disables or enables a person; their tokens are refused at once, their URLs within 10 seconds',
  })
  @Raises(new PersonNotFound(), new DisabledByAdministrator(), new RevocationNotInForce())
  @ApiResponse({ status: 200, description: 'The person as they are now', standardSchema: personView })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: personEdit }) body: z.output<typeof personEdit>,
  ): Promise<z.input<typeof personView>> {
    const account = await this.inReach(caller, id);
    if (id === caller.subject)
      throw new Forbidden('Nobody disables or enables themselves: ask another admin.');
    const by = { isAdministrator: caller.role === 'admin' };
    await this.database.transaction(async (tx) => {
      const changed = body.disabled
        ? await this.people.disable(tx, id, by)
        : await this.people.enable(tx, id, by);
      const revoked = body.disabled ? await this.revocations.revokeAllOf(tx, { viewer: id }) : 0;
      if (!changed) return;
      await this.audit.append(tx, {
        actor: caller.subject,
        action: body.disabled ? 'person.disabled' : 'person.enabled',
        subject: id,
        unit: account?.parentId ?? null,
        facts: body.disabled ? { revoked } : {},
      });
    });
    if (body.disabled) await this.revocations.publish();
    return this.viewOf(id, account);
  }

  /**
   * A person's account; undefined for somebody who has none, whom administrators and auditors reach all the same:
   * people come from the identity provider, and may be disabled before they are seen here.
   *
   * @throws PersonNotFound
   */
  private async inReach(caller: Caller, id: string): Promise<Account | undefined> {
    if (!SUBJECT.test(id)) throw new PersonNotFound();
    const account = await this.accountOf(caller, id);
    if (account === undefined && caller.role === 'unit-admin') throw new PersonNotFound();
    return account;
  }

  private async accountOf(caller: Caller, id: string): Promise<Account | undefined> {
    try {
      const account = accountOfPerson(id);
      await this.reach.require(caller, account);
      return await this.units.get(this.database.kysely, account);
    } catch (error) {
      if (error instanceof UnitNotFound) return undefined;
      throw error;
    }
  }

  private async viewOf(id: string, account: Account | undefined): Promise<z.input<typeof personView>> {
    const disabling = await this.people.disabling(this.database.kysely, id);
    return {
      id,
      name: account?.name ?? null,
      unit: account?.parentId ?? null,
      disabled: disabling !== undefined,
      disabledAt: disabling?.disabledAt.toISOString() ?? null,
    };
  }
}
