import { Body, Controller, Get, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Caller, CurrentCaller, Roles } from '#libs/http';
import { type Orphan, Orphans } from '../upkeep/orphans.js';
import { Raises } from '../rest/openapi/describing.js';
import { StorageUnavailable } from '#libs/storage';

const listing = z.object({
  limit: z.coerce.number().int().min(1).max(1000).default(100).describe('The search ends with so many'),
});

const orphanView = z
  .object({
    folder: z.string(),
    asset: z.string().nullable().describe('null for what was kept for an upload'),
    reason: z
      .enum(['asset-unknown', 'rendition-unknown', 'never-finished'])
      .describe('never-finished: pieces, working files and multipart uploads that no upload needs any more'),
    objects: z.int(),
    bytes: z.int(),
    modifiedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Orphan',
    examples: [
      {
        folder: 'assets/ast_3kq9zt5m1xw7c2vd8rn4by',
        asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
        reason: 'asset-unknown',
        objects: 12,
        bytes: 734_003_200,
        modifiedAt: '2026-11-01T08:00:00.000Z',
      },
    ],
  });

const listView = z
  .object({
    items: z.array(orphanView),
    complete: z.boolean().describe('Whether all of storage was searched'),
  })
  .meta({
    id: 'Orphans',
    examples: [
      {
        items: [
          {
            folder: 'assets/ast_3kq9zt5m1xw7c2vd8rn4by',
            asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
            reason: 'asset-unknown',
            objects: 12,
            bytes: 734_003_200,
            modifiedAt: '2026-11-01T08:00:00.000Z',
          },
        ],
        complete: true,
      },
    ],
  });

const FOLDER = /^(?:assets|uploads)\/[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*){0,2}$/;
const removal = z
  .object({
    folders: z
      .array(z.string().max(300).regex(FOLDER, 'must be a folder that the list names'))
      .min(1)
      .max(1000),
  })
  .meta({ id: 'OrphanRemoval', examples: [{ folders: ['assets/ast_3kq9zt5m1xw7c2vd8rn4by'] }] });

const removalView = z
  .object({
    removed: z.array(orphanView),
    kept: z
      .array(z.string())
      .describe('What is gone already, is no orphan (any more), or is kept by a legal hold'),
  })
  .meta({
    id: 'OrphansRemoved',
    examples: [
      {
        removed: [
          {
            folder: 'assets/ast_3kq9zt5m1xw7c2vd8rn4by',
            asset: 'ast_3kq9zt5m1xw7c2vd8rn4by',
            reason: 'asset-unknown',
            objects: 12,
            bytes: 734_003_200,
            modifiedAt: '2026-11-01T08:00:00.000Z',
          },
        ],
        kept: [],
      },
    ],
  });

/** Stored objects that the database does not know: shown first, removed only by their names. */
@ApiTags('admin')
@ApiBearerAuth()
@Roles('admin')
@Controller('v1/admin/orphans')
export class OrphansController {
  constructor(@Inject(Orphans) private readonly orphans: Orphans) {}

  @Get()
  @ApiOperation({
    operationId: 'listOrphans',
    summary: 'Searches storage for objects that the database does not know; removes nothing',
  })
  @Raises(new StorageUnavailable())
  @ApiResponse({ status: 200, description: 'What was found', standardSchema: listView })
  async list(@Query({ schema: listing }) query: z.output<typeof listing>): Promise<z.input<typeof listView>> {
    const items: z.input<typeof orphanView>[] = [];
    for await (const orphan of this.orphans.find()) {
      if (items.length === query.limit) return { items, complete: false };
      items.push(viewOf(orphan));
    }
    return { items, complete: true };
  }

  @Post('remove')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'removeOrphans',
    summary: 'Removes those of the named folders that are orphans still',
  })
  @Raises(new StorageUnavailable())
  @ApiResponse({
    status: 200,
    description: 'What was removed, and what was kept',
    standardSchema: removalView,
  })
  async remove(
    @CurrentCaller() caller: Caller,
    @Body({ schema: removal }) body: z.output<typeof removal>,
  ): Promise<z.input<typeof removalView>> {
    const orphans = await this.orphans.among(body.folders);
    const gone: Orphan[] = [];
    for (const orphan of orphans) if (await this.orphans.remove(orphan, caller.subject)) gone.push(orphan);
    const removed = new Set(gone.map(({ folder }) => folder));
    return { removed: gone.map(viewOf), kept: body.folders.filter((folder) => !removed.has(folder)) };
  }
}

function viewOf(orphan: Orphan): z.input<typeof orphanView> {
  const { folder, asset, reason, bytes, modifiedAt, things } = orphan;
  return { folder, asset, reason, objects: things.length, bytes, modifiedAt: modifiedAt.toISOString() };
}
