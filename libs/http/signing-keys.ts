import { Gauge, type Registry } from 'prom-client';
import { type KeyRing, type KeyRingWatch, watchKeyRing } from '#libs/signing';
import { tell } from './log-lines.js';
import type { Logger } from './logger.js';

/**
 * Follows a ring's file as `watchKeyRing` does, and says in the log which ring is in force, at the start and at each
 * change: the ids of its keys and its fingerprint, never a secret.
 *
 * @throws InvalidKeyRing when there is no valid ring at the start
 */
export async function followKeyRing(file: string, logger: Logger): Promise<KeyRingWatch> {
  const say = (line: 'the key ring is read' | 'a new key ring is in force', ring: KeyRing): void =>
    tell(logger, line, { signing: ring.signingKid, kids: ring.kids, ring: ring.fingerprint });
  const watch = await watchKeyRing(file, {
    onError: (err) => logger.error({ err }, 'the new key ring is refused, the old one stays'),
    onChange: (ring) => say('a new key ring is in force', ring),
  });
  say('the key ring is read', watch.current);
  return watch;
}

/** Which keys a process has, for Prometheus: what must be the same everywhere before a key is changed. */
export function registerSigningKeys(registry: Registry, watch: { readonly current: KeyRing }): void {
  registry.registerMetric(
    new Gauge({
      name: 'lectern_signing_keys',
      help: 'The keys of the ring in force, each 1: one is signing, the others only verifying',
      labelNames: ['kid', 'state'],
      registers: [],
      collect() {
        this.reset();
        for (const { kid, state } of watch.current.states) this.set({ kid, state }, 1);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'lectern_signing_ring_info',
      help: 'The fingerprint of the ring in force, always 1: the same where ids, states and secrets are the same',
      labelNames: ['ring'],
      registers: [],
      collect() {
        this.reset();
        this.set({ ring: watch.current.fingerprint }, 1);
      },
    }),
  );
}
