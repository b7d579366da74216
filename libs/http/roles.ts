/** What somebody may be. */
export const ROLES = ['doctor', 'unit-admin', 'admin', 'auditor'] as const;
export type Role = (typeof ROLES)[number];
