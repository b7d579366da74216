import { useState } from 'react';
import { apiUrl } from '../api/base.js';
import type { Asset } from '../api/queries.js';
import { KindSign } from './kind-sign.js';

interface PosterProps {
  readonly asset: Pick<Asset, 'id' | 'kind' | 'poster' | 'version'>;
  /** CSS pixels that it is shown at. */
  readonly width: number;
}

/** The picture of a lesson, or an image itself; a sign for its kind where there is none (yet). */
export function Poster({ asset, width }: PosterProps) {
  const [missing, setMissing] = useState<string>();
  const address = posterUrl(asset, width);
  const hasOne = asset.kind === 'image' || asset.poster.state !== 'none';
  if (!hasOne || missing === address) return <KindSign kind={asset.kind} />;
  return <img src={address} alt="" loading="lazy" decoding="async" onError={() => setMissing(address)} />;
}

/** As wide as the screen needs it, and another address once the picture may be another: browsers keep where it leads. */
function posterUrl({ id, version, poster }: PosterProps['asset'], width: number): string {
  const query = new URLSearchParams({
    width: String(Math.ceil(width * Math.min(devicePixelRatio, 2))),
    version: `${version}.${poster.state}`,
  });
  return apiUrl(`v1/assets/${encodeURIComponent(id)}/poster?${query}`);
}
