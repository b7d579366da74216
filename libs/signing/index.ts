export { KeyRing } from './key-ring.js';
export {
  createKeyRingFile,
  type KeyRingWatch,
  type KeyRingWatchOptions,
  watchKeyRing,
} from './key-ring-file.js';
export { type Address, parseAddress } from './network.js';
export { RevocationList } from './revocation-list.js';
export { type RevocationReader, RevocationWatch, type RevocationWatchOptions } from './revocation-watch.js';
export { type SignRequest, sign } from './sign.js';
export {
  InvalidKeyRing,
  InvalidRevocationList,
  RevocationListUnreadable,
  UnsignableRequest,
} from './signing.errors.js';
export type { Scope } from './target.js';
export { type Grant, type RefusalCode, type Verdict, type VerifyOptions, verify } from './verify.js';
export { covers, Verifier } from './verifier.js';
