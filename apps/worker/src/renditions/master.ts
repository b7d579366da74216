import { masterPlaylist, type Tracks } from '#libs/hls';
import { nameOf, RENDITION_FILES } from '#libs/storage';
import { isMuxed, isSound, type Rendition, soundOf } from './rendition.js';

/** The master playlist that names renditions and tracks of one recording. */
export function masterOfRenditions(renditions: readonly Rendition[], tracks: Tracks): string {
  const pictures = renditions.filter((rendition) => !isSound(rendition));
  const sound = soundOf(renditions);
  if (pictures.length === 0) return masterPlaylist(sound === undefined ? [] : [variantOf(sound)], { tracks });
  if (sound === undefined) return masterPlaylist(pictures.map(variantOf), { tracks });
  const alone = pictures.filter((picture) => !isMuxed(picture));
  return masterPlaylist(alone.map(variantOf), {
    sound: { ...sound, uri: uriOf(sound, 'playlist') },
    tracks,
  });
}

function variantOf(rendition: Rendition) {
  const { keyframeBandwidth: bandwidth } = rendition;
  const keyframes = bandwidth === undefined ? undefined : { uri: uriOf(rendition, 'keyframes'), bandwidth };
  return { ...rendition, uri: uriOf(rendition, 'playlist'), keyframes };
}

/** Beside the master playlist. */
function uriOf({ folder }: Rendition, file: 'playlist' | 'keyframes'): string {
  return `${nameOf(folder)}/${RENDITION_FILES[file]}`;
}
