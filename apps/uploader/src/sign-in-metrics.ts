import { Counter, type Registry } from 'prom-client';

/** How people come in, for Prometheus. */
export class SignInMetrics {
  readonly #begun: Counter<'by'>;
  readonly #refused: Counter<'code'>;

  constructor(registry: Registry) {
    this.#begun = new Counter({
      name: 'lectern_password_sign_ins_total',
      help: 'Sessions that were begun with a password, or by the link that it was set with',
      labelNames: ['by'],
      registers: [registry],
    });
    this.#refused = new Counter({
      name: 'lectern_password_sign_ins_refused_total',
      help: 'Passwords and links that let nobody in, by code; `too-many-passwords-tried` are those that were not even looked at',
      labelNames: ['code'],
      registers: [registry],
    });
  }

  begun(by: 'password' | 'invitation'): void {
    this.#begun.inc({ by });
  }

  refused(code: string): void {
    this.#refused.inc({ code });
  }
}
