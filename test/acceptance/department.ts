import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type QuotaView } from './client.js';
import type { StartFacts } from './lectern-process.js';

/** A unit of a test's own with people in it, so that what other tests hold does not count. */
export class Department {
  private constructor(
    readonly unit: string,
    readonly admin: Client,
    readonly doctor: Client,
  ) {}

  static async create(facts: StartFacts, name: string): Promise<Department> {
    const admin = new Client(facts, facts.keys.admin);
    const unit = `${name}-${randomBytes(4).toString('hex')}`;
    await admin.json('POST', '/v1/admin/units', {
      id: unit,
      kind: 'department',
      name,
      parentId: 'demo-hospital',
    });
    return new Department(unit, admin, await Department.person(admin, unit, `${unit}-doctor`));
  }

  /** Another doctor of the unit. */
  another(name: string): Promise<Client> {
    return Department.person(this.admin, this.unit, `${this.unit}-${name}`);
  }

  private static async person(admin: Client, unit: string, subject: string): Promise<Client> {
    const { body } = await admin.json<{ secret: string }>('POST', '/v1/admin/api-keys', {
      subject,
      name: subject,
      role: 'doctor',
      unit,
      label: 'test',
    });
    return new Client(admin.facts, body.secret);
  }

  async limit(limits: { bytes?: number; fileBytes?: number }): Promise<void> {
    await this.admin.json('PUT', `/v1/admin/quotas/${this.unit}`, limits);
  }

  async unlimit(): Promise<void> {
    await this.admin.json('DELETE', `/v1/admin/quotas/${this.unit}`);
  }

  quota(): Promise<QuotaView> {
    return this.admin.quota(this.unit);
  }

  /** The quota when nothing is reserved any more, or as it is after five seconds. */
  async settled(): Promise<QuotaView> {
    for (let tries = 0; ; tries++) {
      const quota = await this.quota();
      if (quota.reserved === 0 || tries > 100) return quota;
      await delay(50);
    }
  }
}
