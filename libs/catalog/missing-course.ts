/** Whether PostgreSQL refused a row because the course that it names is not there. */
export function isMissingCourse(error: unknown): boolean {
  const { code, constraint } = (error ?? {}) as { code?: unknown; constraint?: unknown };
  return code === '23503' && typeof constraint === 'string' && constraint.endsWith('_course_id_fkey');
}
