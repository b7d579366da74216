import { type DynamicModule, Module } from '@nestjs/common';
import { type Health, HealthModule } from '#libs/http';

/** Nest's part of delivery: liveness, readiness, metrics. Signed URLs never come this far. */
@Module({})
export class DeliveryModule {
  static with(health: Health): DynamicModule {
    return { module: DeliveryModule, imports: [HealthModule.with(health)] };
  }
}
