import { useState } from 'react';
import { apiUrl } from '../api/client.js';
import type { Asset } from '../api/queries.js';
import './poster.css';

interface PosterProps {
  readonly asset: Pick<Asset, 'id' | 'kind' | 'state' | 'version' | 'poster'>;
  /** How wide it is shown at most, in CSS pixels. */
  readonly width: number;
}

/** Of what shape the sign of each kind is, on a field of 24 by 24. */
const SIGNS: Readonly<Record<Asset['kind'], string>> = {
  video: 'M8 5.5v13l11-6.5z',
  audio:
    'M9 18V6l10-2v12M9 18a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0zm10-2a2.5 2.5 0 1 1-5 0 2.5 2.5 0 0 1 5 0z',
  image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9.5h.01',
  attachment: 'M7 3h7l4 4v14H7zM14 3v4h4M10 12h5M10 16h5',
};

/** The picture of a lesson, in a frame of 16:9 that is there before it; where there is none, the sign of its kind. It says nothing to screen readers: the title stands beside it. */
export function Poster({ asset, width }: PosterProps) {
  const [failed, setFailed] = useState<string>();
  const address = posterUrl(asset, width);
  const hasOne = asset.kind === 'image' ? asset.state === 'ready' : asset.poster.state !== 'none';
  const isShown = hasOne && failed !== address;
  return (
    <span className={`poster poster-${asset.kind}`}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d={SIGNS[asset.kind]} />
      </svg>
      {isShown && (
        <img
          src={address}
          alt=""
          loading="lazy"
          decoding="async"
          width={width}
          height={Math.round((width * 9) / 16)}
          onError={() => setFailed(address)}
        />
      )}
    </span>
  );
}

/** The address of a picture of an asset, as wide as the screen needs it for `width` CSS pixels: another one once the picture may be another. */
export function posterUrl({ id, version, state, poster }: PosterProps['asset'], width: number): string {
  const query = new URLSearchParams({
    width: String(Math.ceil(width * Math.min(devicePixelRatio, 2))),
    version: `${version}.${state}.${poster.state}`,
  });
  return apiUrl(`v1/assets/${encodeURIComponent(id)}/poster?${query}`);
}
