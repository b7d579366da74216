/**
 * Charsets of text by their names on the web. `unknown-8bit` (RFC 1428) is text of which nobody knows it: it is served
 * without one.
 */
export const CHARSETS = ['utf-8', 'utf-16le', 'utf-16be', 'gb18030', 'big5', 'unknown-8bit'] as const;
export type Charset = (typeof CHARSETS)[number];
