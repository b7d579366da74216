export {
  Audit,
  type AuditAnchor,
} from './audit.js';
