import { revocationDocument, RevocationList } from '#libs/signing';

export interface Listed {
  readonly version?: number;
  /** The lowest epoch still accepted of each. */
  readonly assets?: Readonly<Record<string, number>>;
  /** The Unix second at which the URLs of each die anyway. */
  readonly sessions?: Readonly<Record<string, number>>;
}

/** The document of a list, as Lectern writes it. */
export function documentOf({ version = 1, assets = {}, sessions = {} }: Listed = {}): Buffer {
  const members = (entries: Readonly<Record<string, number>>) =>
    Object.entries(entries).map(([id, count]) => `${JSON.stringify(id)}:${count}`);
  return revocationDocument({ version, updated: 1, assets: members(assets), sessions: members(sessions) });
}

export function listOf(listed: Listed): RevocationList {
  return RevocationList.parse(documentOf(listed).toString());
}
