/** Makes an uploaded asset playable; its jobs carry an AssetJobData. Seconds of work, so that nobody waits. */
export const PACKAGE_ASSET = 'package-asset';
/** Encodes the rest of an asset's ladder; its jobs carry an AssetJobData. Minutes to hours of work. */
export const ENCODE_ASSET = 'encode-asset';

/** Makes the poster that somebody wishes for; its jobs carry a PosterJobData. Seconds of work. */
export const MAKE_POSTER = 'make-poster';

export interface PosterJobData {
  readonly asset: string;
  /** The id of the wish. */
  readonly wish: string;
}

export interface AssetJobData {
  readonly asset: string;
  /** How often it was put off because somebody else was encoding the same bytes. */
  readonly waits?: number;
}

/** Whose turn a job about the asset takes: that of the unit, and of the person in it, whose asset it is. */
export function jobOwnerOf({ unit, owner }: { readonly unit: string; readonly owner: string }): {
  unit: string;
  person: string;
} {
  return { unit, person: owner };
}

/** The queues of the catalog, for whoever opens the job queue. */
export const QUEUES = {
  // Never out of retries, for a storage may be away for days, and an asset whose job is gone would be processing
  // for ever: an asset's own tries are capped by the catalog.
  [PACKAGE_ASSET]: { retries: 1_000_000, retrySeconds: 2, longestRetrySeconds: 300, heartbeatSeconds: 30 },
  // The asset says that its poster is on its way until the job is done.
  [MAKE_POSTER]: { retries: 1_000_000, retrySeconds: 2, longestRetrySeconds: 300, heartbeatSeconds: 30 },
  [ENCODE_ASSET]: { retries: 1_000_000, retrySeconds: 5, longestRetrySeconds: 300, heartbeatSeconds: 30 },
} as const;
