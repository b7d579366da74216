export {
  Audit,
  type AuditAnchor,
  type AuditEntry,
  type AuditEvent,
  type Verification,
} from './audit.js';
