import { masterPlaylist } from '#libs/hls';
import { nameOf, RENDITION_FILES } from '#libs/storage';
import { isMuxed, isSound, type Rendition, soundOf } from './rendition.js';

/** The master playlist that names renditions of one recording. */
export function masterOfRenditions(renditions: readonly Rendition[]): string {
  const pictures = renditions.filter((rendition) => !isSound(rendition));
  const sound = soundOf(renditions);
  if (pictures.length === 0) return masterPlaylist(sound === undefined ? [] : [variantOf(sound)]);
  if (sound === undefined) return masterPlaylist(pictures.map(variantOf));
  const alone = pictures.filter((picture) => !isMuxed(picture));
  return masterPlaylist(alone.map(variantOf), { ...sound, uri: uriOf(sound, 'playlist') });
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
