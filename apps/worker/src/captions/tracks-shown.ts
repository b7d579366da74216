import { tracksNamed } from '#libs/catalog';
import type { PutTracks } from '#libs/database';
import type { Tracks } from '#libs/hls';
import { besideMaster, pathUnderAsset } from '#libs/storage';
import type { MadeCaptions } from './captions.js';

/** The tracks that a master playlist names: the recording's own, and what people put. */
export function tracksShown(own: MadeCaptions['tracks'], putTracks: PutTracks | null): Tracks {
  const tracks = own.map(({ text, playlist, ...track }) => ({
    ...track,
    path: pathUnderAsset(text),
    playlist: pathUnderAsset(playlist),
  }));
  return tracksNamed({ captions: { tracks, leftOut: [] }, putTracks }, besideMaster);
}
