import { useState } from 'react';
import { apiUrl } from '../api/client.js';
import type { Asset } from '../api/queries.js';
import { KindSign } from './kind-sign.js';

interface PosterProps {
  readonly asset: Pick<Asset, 'id' | 'kind' | 'poster' | 'version'>;
  /** CSS pixels that it is shown at. */
  readonly width: number;
}

/** The picture of a lesson; a sign for its kind where there is none (yet). */
export function Poster({ asset, width }: PosterProps) {
  const [isMissing, setMissing] = useState(false);
  if (isMissing || asset.poster.state === 'none') return <KindSign kind={asset.kind} />;
  return (
    <img
      src={apiUrl(`v1/assets/${asset.id}/poster?width=${width}`)}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setMissing(true)}
    />
  );
}
