import { Controller, Delete, Get, HttpCode, Inject, Param, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { accountOfPerson, type Holders, idOfAccount, ReservationNotFound, UnitNotFound } from '#libs/quotas';
import { Raises } from '../rest/openapi/describing.js';
import { page } from '../rest/page.js';
import { plainText } from '../rest/plain-text.js';
import { Reach } from '../rest/reach.js';
import { pageOf } from '../rest/views.js';
import { type OpenReservation, Reservations } from '../upkeep/reservations.js';

const filters = page.extend({
  unit: z.string().max(64).optional().describe('With everything below it'),
  person: z.string().max(128).optional().describe('The id of whoever began the upload'),
});

const ending = z.object({
  reason: plainText(1, 200).optional().describe('For the audit trail; name no patient'),
});

const reservationView = z
  .object({
    id: z.string().describe('The id of the upload that holds the quota'),
    person: z.string(),
    personName: z.string(),
    unit: z.string().nullable().describe('Of the person'),
    fileName: z.string().nullable().describe('null where the upload ended this moment'),
    reservedBytes: z.int(),
    receivedBytes: z.int().nullable().describe('null where the parts go straight to the bucket'),
    createdAt: z.iso.datetime().describe('When the upload began'),
    lastActiveAt: z.iso.datetime().nullable().describe('When something last came for it'),
    expiresAt: z.iso.datetime().nullable().describe('When it ends by itself if nothing more comes'),
  })
  .meta({
    id: 'Reservation',
    examples: [
      {
        id: 'upl_5wd1r8kz3mq7tx0vb6ny2c',
        person: 'dr-li',
        personName: 'Dr. Li',
        unit: 'surgery',
        fileName: 'lesson.mp4',
        reservedBytes: 734_003_200,
        receivedBytes: 67_108_864,
        createdAt: '2026-11-30T08:00:00.000Z',
        lastActiveAt: '2026-11-30T08:01:00.000Z',
        expiresAt: '2026-12-01T08:01:00.000Z',
      },
    ],
  });

/** Quota that unfinished uploads hold. */
@ApiTags('admin')
@ApiBearerAuth()
@Controller('v1/admin/reservations')
export class ReservationsController {
  constructor(
    @Inject(Reservations) private readonly reservations: Reservations,
    @Inject(Reach) private readonly reach: Reach,
  ) {}

  @Get()
  @Roles('unit-admin', 'admin', 'auditor')
  @ApiOperation({
    operationId: 'listReservations',
    summary: 'Unfinished uploads in the caller\u2019s reach and the quota that they hold',
  })
  @Raises(new UnitNotFound())
  @ApiResponse({
    status: 200,
    description: 'A page of reservations',
    standardSchema: pageOf(reservationView),
  })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: filters }) query: z.output<typeof filters>,
  ): Promise<object> {
    const { unit, person, ...paging } = query;
    const { under } = await this.within(caller, unit);
    const account = person === undefined ? undefined : accountOfPerson(person);
    const found = await this.reservations.list({ under, account, ...paging });
    return { items: found.items.map(viewOf), nextCursor: found.nextCursor ?? null };
  }

  @Delete(':id')
  @HttpCode(204)
  @Roles('unit-admin', 'admin')
  @ApiOperation({
    operationId: 'endReservation',
    summary: 'Ends the upload and frees its quota at once; its sender is told by 410',
  })
  @Raises(new ReservationNotFound(), new UnitNotFound())
  @ApiResponse({ status: 204, description: 'The upload has ended; what had come of it is removed' })
  async end(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Query({ schema: ending }) query: z.output<typeof ending>,
  ): Promise<void> {
    await this.reservations.end(caller.subject, id, await this.within(caller), query.reason);
  }

  /** The unit that is asked for, or all of the caller's reach. @throws UnitNotFound */
  private async within(caller: Caller, unit?: string): Promise<Holders> {
    return { under: await this.reach.under(caller, unit) };
  }
}

function viewOf(reservation: OpenReservation): z.input<typeof reservationView> {
  const { id, account, name, unit, bytes, receivedBytes, createdAt, upload } = reservation;
  return {
    id,
    person: idOfAccount(account),
    personName: name,
    unit,
    fileName: upload?.fileName ?? null,
    reservedBytes: bytes,
    receivedBytes,
    createdAt: createdAt.toISOString(),
    lastActiveAt: upload?.updatedAt.toISOString() ?? null,
    expiresAt: upload?.expiresAt.toISOString() ?? null,
  };
}
