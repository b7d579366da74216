import { Controller, type DynamicModule, Get, HttpCode, Inject, Module, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { Public } from './caller.js';

/** One thing that must answer before traffic makes sense; rejects when it does not. */
export interface ReadinessCheck {
  readonly name: string;
  check(signal: AbortSignal): Promise<void>;
}

export interface Health {
  readonly registry: Registry;
  readonly checks: readonly ReadinessCheck[];
}

const HEALTH = Symbol('health');
const DEADLINE_MS = 1_500;

/** `/livez`, `/readyz`, `/metrics`. Liveness touches nothing: a hung mount must not get the pod killed. */
@ApiExcludeController()
@Controller()
class HealthController {
  constructor(@Inject(HEALTH) private readonly health: Health) {}

  @Public()
  @Get('livez')
  @HttpCode(200)
  livez(): { status: 'ok' } {
    return { status: 'ok' };
  }

  /** 200 when every check answers within its deadline, else 503 naming the ones that did not. */
  @Public()
  @Get('readyz')
  async readyz(
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ status: string; failing: string[] }> {
    const outcomes = await Promise.all(this.health.checks.map((check) => answersInTime(check)));
    const failing = this.health.checks
      .filter((_, index) => outcomes[index] !== true)
      .map((check) => check.name);
    void reply.status(failing.length === 0 ? 200 : 503).header('cache-control', 'no-store');
    return { status: failing.length === 0 ? 'ok' : 'unavailable', failing };
  }

  @Public()
  @Get('metrics')
  async metrics(@Res({ passthrough: true }) reply: FastifyReply): Promise<string> {
    void reply.header('content-type', this.health.registry.contentType);
    return this.health.registry.metrics();
  }
}

async function answersInTime(check: ReadinessCheck): Promise<boolean> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const late = new Promise<false>((resolve) =>
    signal.addEventListener('abort', () => resolve(false), { once: true }),
  );
  const answer = check.check(signal).then(
    () => true,
    () => false,
  );
  return Promise.race([answer, late]);
}

@Module({})
export class HealthModule {
  static with(health: Health): DynamicModule {
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [{ provide: HEALTH, useValue: health }],
    };
  }
}
