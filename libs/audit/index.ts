export { AuditAnchors } from './anchors.js';
export { Audit, type AuditEntry, type AuditFilters } from './audit.js';
export { NothingLost, VerificationRunning } from './audit.errors.js';
export { shownPerson } from './names.js';
export { type Verdict, verifyTrail } from './verification.js';
export { type AuditFigures, auditFigures, TrailVerifier } from './verifier.js';
