import { KeyRing, sign } from '#libs/signing';
import { secureLink } from '../delivery-peers/nginx.js';
import { keyRingOf, type ServerName } from '../delivery-peers/servers.js';
import type { MediaTree } from './media-tree.js';
import type { Target } from './requests.js';

/** Who is measured: a way of asking one of the servers. */
export interface Peer {
  readonly name: string;
  readonly server: ServerName;
  readonly target: Target;
}

export const OURS = 'lectern';
/** Ours as another build has it. */
export const BEFORE = 'before';
export const PEER_NAMES = ['nginx', 'nginx-secure-link', 'nginx-lua', 'nest-static'] as const;

/** Ours first. */
export function peersOf(tree: MediaTree, secret: Buffer): Peer[] {
  const ring = KeyRing.parse(keyRingOf(secret));
  const expires = Math.floor(Date.now() / 1000) + 86_400;
  const signed: Target = (asset, path, viewer) =>
    sign(ring, { asset, path, scope: 'play', expires, epoch: 0, session: `viewer${viewer}` });
  const plain: Target = (asset, path) => tree.filePath(asset, path);
  return [
    { name: OURS, server: 'lectern', target: signed },
    { name: BEFORE, server: 'before', target: signed },
    { name: 'nginx', server: 'nginx', target: plain },
    {
      name: 'nginx-secure-link',
      server: 'nginx',
      target: (asset, path) => secureLink(tree.filePath(asset, path), expires),
    },
    { name: 'nginx-lua', server: 'nginx', target: signed },
    { name: 'nest-static', server: 'nest-static', target: plain },
  ];
}
