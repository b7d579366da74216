import { useEffect, useState } from 'react';
import type { Cue } from '../../parts/cues.js';

/** Which cue is said at the moment, by its place; -1 for none. */
export function useCurrent(cues: readonly Cue[], video: HTMLVideoElement | null): number {
  const [current, setCurrent] = useState(-1);
  useEffect(() => {
    if (video === null) return;
    const look = () => {
      const at = video.currentTime;
      let found = -1;
      for (const [place, { from }] of cues.entries()) {
        if (from > at) break;
        found = place;
      }
      setCurrent(found);
    };
    look();
    video.addEventListener('timeupdate', look);
    video.addEventListener('seeking', look);
    return () => {
      video.removeEventListener('timeupdate', look);
      video.removeEventListener('seeking', look);
    };
  }, [cues, video]);
  return current;
}

/** Goes to a second of it, and plays. */
export function playFrom(video: HTMLVideoElement | null, second: number): void {
  if (video === null) return;
  video.currentTime = second;
  video.play().catch(() => undefined);
}
