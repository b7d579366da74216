import HlsPlayer from 'hls.js';
import type { Engine, EngineTells } from './engine.js';
import { HlsEngine } from './hls-engine.js';
import { OwnEngine } from './own-engine.js';
import type { Renditions } from './renditions.js';

const SLOW_AFTER_MS = 2_000;

/** hls.js, or where a browser has no Media Source Extensions its own player. @param at the second to begin with */
export function startEngine(
  video: HTMLVideoElement,
  renditions: Renditions,
  at: number,
  tells: EngineTells,
): Engine {
  const stopWatching = watchWaiting(video, tells);
  if (HlsPlayer.isSupported()) return new HlsEngine(video, renditions, at, tells, stopWatching);
  return new OwnEngine(video, at, tells, stopWatching);
}

function watchWaiting(video: HTMLVideoElement, tells: EngineTells): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => !video.paused && video.readyState < 3 && tells.link('slow'), SLOW_AFTER_MS);
  };
  const go = () => {
    clearTimeout(timer);
    tells.link('good');
  };
  video.addEventListener('waiting', wait);
  video.addEventListener('playing', go);
  return () => {
    clearTimeout(timer);
    video.removeEventListener('waiting', wait);
    video.removeEventListener('playing', go);
  };
}
