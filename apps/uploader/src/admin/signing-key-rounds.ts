import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Audit } from '#libs/audit';
import { advisoryLock, type Database } from '#libs/database';
import type { Logger } from '#libs/http';
import type { KeyRotation, RingKey } from '#libs/signing';

export interface SigningKeyParts {
  readonly database: Database;
  readonly audit: Audit;
  readonly rotation: KeyRotation;
  readonly logger: Logger;
}

const EVERY_MS = 10_000;

/** Changes of the key that signs, one at a time over all replicas, each step in the audit trail. */
export class SigningKeyRounds implements OnApplicationBootstrap, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(private readonly parts: SigningKeyParts) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.advance().catch((error: unknown) =>
        this.parts.logger.error({ err: error }, 'the change of the signing key does not go on'),
      );
    }, EVERY_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.running;
  }

  /** @throws what `KeyRotation.begin` throws */
  async begin(actor: string): Promise<readonly RingKey[]> {
    const { database, audit, rotation } = this.parts;
    return database.transaction(async (tx) => {
      await advisoryLock(tx, 'signing-keys');
      const { kid, keys } = await rotation.begin();
      await audit.append(tx, { actor, action: 'signing-key.introduced', subject: kid });
      return keys;
    });
  }

  private async advance(): Promise<void> {
    const { database, audit, rotation } = this.parts;
    if (!(await rotation.isDue())) return;
    await database.transaction(async (tx) => {
      await advisoryLock(tx, 'signing-keys');
      for (const { kid, step } of await rotation.advance())
        await audit.append(tx, { actor: 'system', action: `signing-key.${step}`, subject: kid });
    });
  }
}
