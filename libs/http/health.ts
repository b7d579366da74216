import { Controller, type DynamicModule, Get, HttpCode, Inject, Module, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Registry } from 'prom-client';
import { within } from '#libs/kernel';
import { Public } from './caller.js';
import { Sampled, sampledGauge } from './sampled.js';

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
/** What hangs is known to when its deadline is over. */
const SCRAPE_MS = DEADLINE_MS + 500;

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
    const outcomes = await outcomesOf(this.health.checks);
    const failing = outcomes.filter(({ answers }) => !answers).map(({ name }) => name);
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

function outcomesOf(
  checks: readonly ReadinessCheck[],
): Promise<{ readonly name: string; readonly answers: boolean }[]> {
  return Promise.all(
    checks.map(async (check) => ({ name: check.name, answers: await answersInTime(check) })),
  );
}

async function answersInTime(check: ReadinessCheck): Promise<boolean> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  return within(signal, check.check(signal)).then(
    () => true,
    () => false,
  );
}

/** What `/readyz` would say, for Prometheus: it can't see that a pod gets no traffic. */
function registerReadiness({ registry, checks }: Health): void {
  sampledGauge(registry, new Sampled(() => outcomesOf(checks), { patienceMs: SCRAPE_MS }), {
    name: 'lectern_ready',
    help: 'Whether what a check of /readyz asks answers within its deadline (1) or not (0)',
    labelNames: ['check'],
    set: (gauge, outcomes) => {
      for (const { name, answers } of outcomes) gauge.set({ check: name }, answers ? 1 : 0);
    },
  });
}

@Module({})
export class HealthModule {
  static with(health: Health): DynamicModule {
    registerReadiness(health);
    return {
      module: HealthModule,
      controllers: [HealthController],
      providers: [{ provide: HEALTH, useValue: health }],
    };
  }
}
