export { KeyRing, type RingKey } from './key-ring.js';
export { createKeyRingFile, type KeyRingWatch, watchKeyRing } from './key-ring-file.js';
export { KeyRotation } from './key-rotation.js';
export { type Address, parseAddress } from './network.js';
export { revocationDocument, RevocationList, revocationVersion } from './revocation-list.js';
export { type RevocationReader, RevocationWatch } from './revocation-watch.js';
export { type SignRequest, sign } from './sign.js';
export { KeyRingNotWritable, KeyRotationRunning, UnsignableRequest } from './signing.errors.js';
export {
  type Asker,
  type Grant,
  REFUSALS,
  type RefusalCode,
  type Verdict,
  type VerifyOptions,
  verify,
} from './verify.js';
export { covers, Verifier } from './verifier.js';
