import {
  Body,
  Controller,
  Delete,
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
import {
  type Course,
  CourseNotFound,
  Courses,
  InvalidAssetOrder,
  mayChange,
  UnderLegalHold,
} from '#libs/catalog';
import { Database, ExternalIdTaken } from '#libs/database';
import { type Caller, CurrentCaller, InvalidRequest, Roles, Scopes } from '#libs/http';
import { UnitNotFound } from '#libs/quotas';
import { RevocationNotInForce } from '../playback/playback.errors.js';
import { Revocations } from '../playback/revocations.js';
import { etagOf, expectedVersion } from '../rest/if-match.js';
import { externalId } from '../rest/external-id.js';
import { page } from '../rest/page.js';
import { Reach } from '../rest/reach.js';
import { accepted, courseView, pageOf, viewOfCourse } from '../rest/views.js';
import { plainText } from '../rest/plain-text.js';
import { Idempotent } from '../rest/idempotency.interceptor.js';
import { Raises } from '../rest/openapi/describing.js';
import { carries } from '../rest/openapi/headers.js';

const described = z.object({
  title: plainText(1, 200),
  description: plainText(0, 10_000),
  tags: z.array(plainText(1, 50)).max(50),
  visibility: courseView.shape.visibility,
  externalId: externalId.nullable().optional().describe('How your own platform calls it'),
});

const newCourse = described
  .extend({
    description: described.shape.description.default(''),
    tags: described.shape.tags.default([]),
    visibility: described.shape.visibility.default('private'),
    unit: z
      .string()
      .max(64)
      .optional()
      .describe('The unit that it belongs to; the caller\u2019s own unless an admin says otherwise'),
  })
  .meta({ id: 'NewCourse', examples: [{ title: '心肺复苏', tags: ['急救'], visibility: 'region' }] });

/** Without the defaults of creation: what is left out stays. */
const courseEdit = described
  .extend({ assetOrder: z.array(z.string().max(64)).max(1000) })
  .partial()
  .meta({ id: 'CourseEdit', examples: [{ visibility: 'all', assetOrder: ['ast_3kq9zt5m1xw7c2vd8rn4by'] }] });

const search = page.extend({
  q: z.string().max(200).optional().describe('Words to find in title, description and tags'),
  externalId: externalId.optional().describe('Only those that your platform calls so'),
});

/** Courses: what learners see, an ordered set of assets. */
@ApiTags('courses')
@ApiBearerAuth()
@Controller('v1/courses')
export class CoursesController {
  constructor(
    @Inject(Courses) private readonly courses: Courses,
    @Inject(Database) private readonly database: Database,
    @Inject(Reach) private readonly reach: Reach,
    @Inject(Revocations) private readonly revocations: Revocations,
  ) {}

  @Post()
  @Scopes('upload')
  @HttpCode(201)
  @Roles('doctor', 'unit-admin', 'admin')
  @Idempotent()
  @ApiOperation({ operationId: 'createCourse', summary: 'Creates a course' })
  @Raises(new UnitNotFound(), new ExternalIdTaken('lms-course-12'))
  @ApiResponse({
    status: 201,
    description: 'The course',
    standardSchema: courseView,
    headers: carries('Location', 'ETag'),
  })
  async create(
    @CurrentCaller() caller: Caller,
    @Body({ schema: newCourse }) body: z.output<typeof newCourse>,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    const unit = body.unit ?? caller.unit;
    if (unit === null) throw new InvalidRequest('Say which unit the course belongs to.', ['unit: is needed']);
    await this.reach.requireUnit(caller, unit);
    const course = await this.database.transaction((tx) =>
      this.courses.create(tx, { ...body, unit, owner: caller.subject }),
    );
    void reply.header('location', `/v1/courses/${course.id}`);
    return this.answer(course, reply);
  }

  @Get()
  @Scopes('view', 'upload')
  @ApiOperation({
    operationId: 'listCourses',
    summary: 'Courses that the caller may see, newest first; ?q= searches',
  })
  @ApiResponse({ status: 200, description: 'A page of courses', standardSchema: pageOf(courseView) })
  async list(
    @CurrentCaller() caller: Caller,
    @Query({ schema: search }) query: z.output<typeof search>,
  ): Promise<object> {
    const found = await this.courses.list(this.database.kysely, {
      viewer: await this.reach.viewer(caller),
      ...query,
    });
    return { items: found.items.map(viewOfCourse), nextCursor: found.nextCursor ?? null };
  }

  @Get(':id')
  @Scopes('view', 'upload')
  @ApiOperation({ operationId: 'getCourse', summary: 'One course' })
  @Raises(new CourseNotFound())
  @ApiResponse({
    status: 200,
    description: 'The course',
    standardSchema: courseView,
    headers: carries('ETag'),
  })
  async get(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    return this.answer(
      await this.courses.visibleTo(this.database.kysely, await this.reach.viewer(caller), id),
      reply,
    );
  }

  @Patch(':id')
  @Scopes('upload')
  @ApiOperation({
    operationId: 'updateCourse',
    summary: 'Changes a course; signed URLs of those who may not see it any more die within 10 seconds',
  })
  @Raises(
    new CourseNotFound(),
    new InvalidAssetOrder({ unknown: ['ast_3kq9zt5m1xw7c2vd8rn4by'], doubled: [] }),
    new ExternalIdTaken('lms-course-12'),
    new RevocationNotInForce(),
  )
  @ApiResponse({
    status: 200,
    description: 'The course as it is now',
    standardSchema: courseView,
    headers: carries('ETag'),
  })
  async edit(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: courseEdit }) body: z.output<typeof courseEdit>,
    @Headers('if-match') ifMatch: string | undefined,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<object> {
    await this.editable(caller, id);
    const expected = expectedVersion(ifMatch);
    const course = await this.database.transaction(async (tx) => {
      const edited = await this.courses.update(tx, id, body, {
        expectedVersion: expected,
        by: caller.subject,
      });
      if (body.visibility !== undefined)
        await this.revocations.revokeUnseen(tx, await this.courses.assetsOf(tx, id));
      return edited;
    });
    if (body.visibility !== undefined) await this.revocations.publish();
    return this.answer(course, reply);
  }

  @Delete(':id')
  @Scopes('upload')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'deleteCourse',
    summary: 'Deletes a course; its assets stay, and signed URLs of those who saw them through it die',
  })
  @Raises(new CourseNotFound(), new UnderLegalHold('course'), new RevocationNotInForce())
  @ApiResponse({ status: 202, description: 'It is gone', standardSchema: accepted })
  async remove(
    @CurrentCaller() caller: Caller,
    @Param('id') id: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<object> {
    await this.editable(caller, id);
    const expected = expectedVersion(ifMatch);
    await this.database.transaction(async (tx) => {
      const assets = await this.courses.remove(tx, id, { expectedVersion: expected });
      await this.revocations.revokeUnseen(tx, assets);
    });
    await this.revocations.publish();
    return {};
  }

  private async editable(caller: Caller, id: string): Promise<Course> {
    const viewer = await this.reach.viewer(caller);
    const course = await this.courses.visibleTo(this.database.kysely, viewer, id);
    if (!(await mayChange(this.database.kysely, viewer, course))) throw new CourseNotFound();
    return course;
  }

  private answer(course: Course, reply: FastifyReply): object {
    void reply.header('etag', etagOf(course));
    return viewOfCourse(course);
  }
}
