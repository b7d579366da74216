import { AUDIT_ANCHORS, auditAnchorOf, numberOfAuditAnchor } from './keys.js';
import { bytesOf, openIfThere } from './reading.js';
import type { Storage } from './storage.js';
import { ObjectExists } from './storage.errors.js';

/** None is longer: what claims to be is not read. */
const MAX_BYTES = 4096;

/** Where the audit trail keeps its anchors: small immutable documents under numbers from 1 on. */
export class AnchorShelf {
  constructor(private readonly storage: Storage) {}

  /** False where the number is taken: nothing is overwritten. */
  async put(number: number, text: string): Promise<boolean> {
    const bytes = Buffer.from(text);
    const source = (async function* () {
      yield bytes;
    })();
    return this.storage.put(auditAnchorOf(number), source, { bytes: bytes.byteLength }).then(
      () => true,
      (error: unknown) => {
        if (error instanceof ObjectExists) return false;
        throw error;
      },
    );
  }

  /** undefined where there is none; of one that is too long to be one, its beginning. */
  async read(number: number): Promise<string | undefined> {
    const object = await openIfThere(this.storage, auditAnchorOf(number));
    if (object === undefined) return undefined;
    try {
      return (await bytesOf(object, 0, Math.min(object.bytes, MAX_BYTES))).toString('utf8');
    } finally {
      await object.close();
    }
  }

  /** The highest number that is taken; 0 while there is none. */
  async last(): Promise<number> {
    let last = 0;
    for await (const { key } of this.storage.list(AUDIT_ANCHORS))
      last = Math.max(last, numberOfAuditAnchor(key) ?? 0);
    return last;
  }
}
