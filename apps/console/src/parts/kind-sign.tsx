import type { Asset } from '../api/queries.js';
import './kind-sign.css';

const PATHS: Readonly<Record<Asset['kind'], string>> = {
  video: 'M3 6h12v12H3zM15 10l6-3v10l-6-3',
  audio: 'M9 18V5l10-2v13M9 18a3 3 0 1 1-6 0 3 3 0 0 1 6 0ZM19 16a3 3 0 1 1-6 0 3 3 0 0 1 6 0Z',
  image: 'M3 5h18v14H3zM3 16l5-5 5 5 3-3 5 5M15 9.5h.01',
  attachment: 'M6 3h8l5 5v13H6zM14 3v5h5M9 13h7M9 17h7',
};

/** What kind of file it is, in the middle of where a picture of it would be. */
export function KindSign({ kind }: { readonly kind: Asset['kind'] }) {
  return (
    <svg className="kind-sign" viewBox="0 0 24 24" aria-hidden="true">
      <path
        d={PATHS[kind]}
        fill="none"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
