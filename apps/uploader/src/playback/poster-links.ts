import { type Asset, type Assets, posterOf, TrackNotFound, type Viewer } from '#libs/catalog';
import type { Database } from '#libs/database';
import { type Clock, unixSeconds } from '#libs/kernel';
import { type KeyRingWatch, sign } from '#libs/signing';

/** All addresses that are asked for in such a span are the same, so that a browser keeps the picture. */
const SPAN_SECONDS = 150;
/** Whoever follows the redirect late finds the address alive. */
const LEEWAY_SECONDS = 30;

export interface PosterLinksParts {
  readonly database: Database;
  readonly assets: Assets;
  readonly keyRing: KeyRingWatch;
  readonly clock: Clock;
}

export interface PosterWish {
  /** The narrowest that is large enough is taken, or else the widest. */
  readonly width: number;
  /** Media types that are taken beside JPEG, such as `image/avif`. */
  readonly takes: (mediaType: string) => boolean;
}

/** Where a picture lies for a while. */
export interface PosterLink {
  readonly url: string;
  /** For how long whoever was told may use it again. */
  readonly seconds: number;
}

/**
 * Signed addresses of posters, for lists: no session is opened, so nothing of it is written down. Each opens one picture
 * for two and a half to five minutes, and dies with the asset's epoch before that.
 */
export class PosterLinks {
  /** @param deliveryUrl the front of every signed URL, without a slash at its end */
  constructor(
    private readonly parts: PosterLinksParts,
    private readonly deliveryUrl: string,
  ) {}

  /** The poster that is shown, or of an image the image itself. @throws AssetNotFound, TrackNotFound where there is none (yet) */
  async of(viewer: Viewer, id: string, wish: PosterWish): Promise<PosterLink> {
    const { database, assets, keyRing, clock } = this.parts;
    const asset = await assets.visibleTo(database.kysely, viewer, id);
    const picture = fitting(picturesOf(asset), wish);
    if (picture === undefined) throw new TrackNotFound('poster');
    const now = unixSeconds(clock);
    const expires = (Math.floor(now / SPAN_SECONDS) + 2) * SPAN_SECONDS;
    const target = sign(keyRing.current, {
      asset: id,
      path: picture.path,
      scope: 'file',
      expires,
      epoch: asset.epoch,
    });
    return { url: this.deliveryUrl + target, seconds: expires - now - LEEWAY_SECONDS };
  }
}

function picturesOf(asset: Asset) {
  const posters = posterOf(asset);
  return posters.length > 0 ? posters : (asset.images ?? []);
}

/** Of the widths the one that fits, and of that the smallest format that is taken. */
function fitting(pictures: ReturnType<typeof picturesOf>, { width, takes }: PosterWish) {
  const widths = pictures.map((picture) => picture.width).toSorted((one, other) => one - other);
  const fit = widths.find((each) => each >= width) ?? widths.at(-1);
  const same = pictures.filter((picture) => picture.width === fit);
  return (
    ['avif', 'webp']
      .filter((format) => takes(`image/${format}`))
      .map((format) => same.find((picture) => picture.format === format))
      .find((picture) => picture !== undefined) ??
    same.find(({ format }) => format === 'jpeg') ??
    same[0]
  );
}
