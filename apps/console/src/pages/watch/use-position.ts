import { useEffect, useState } from 'react';
import type { Schemas } from '#libs/client';
import { ApiProblem, told } from '../../api/problem.js';
import { useWatchApi } from './watch-api.js';
import { WatchedStretches } from './watched.js';

export type Position = Schemas['Position'];

const EVERY_MS = 10_000;

/** Where the viewer was by their last report, from whatever device: undefined until it is known, null where nobody can tell. */
export function useFormerPosition(id: string, isWanted: boolean): Position | null | undefined {
  const api = useWatchApi();
  const [position, setPosition] = useState<Position | null>();
  useEffect(() => {
    if (!isWanted) return;
    let isLeft = false;
    void told(api.GET('/v1/assets/{id}/position', { params: { path: { id } } }))
      // Without it the recording begins where it begins.
      .catch(() => null)
      .then((found) => !isLeft && setPosition(found));
    return () => {
      isLeft = true;
      setPosition(undefined);
    };
  }, [api, id, isWanted]);
  return position;
}

/** Tells the service where the viewer is and what they have watched: every ten seconds while it plays, when it stops, and when the page is left. @returns what the service has counted last */
export function useReports(id: string, video: HTMLVideoElement | null): Position | undefined {
  const api = useWatchApi();
  const [counted, setCounted] = useState<Position>();
  useEffect(() => {
    if (video === null) return;
    const watched = new WatchedStretches();
    let isTold = true;
    let lastMs = performance.now();
    // Known still when the player is taken apart before this is told.
    let second: number | undefined;

    const report = (keepalive = false) => {
      if (video.readyState > 0) second = video.currentTime;
      if (isTold || second === undefined) return;
      isTold = true;
      lastMs = performance.now();
      const stretches = watched.take();
      const body = { seconds: second, watched: stretches };
      told(api.PUT('/v1/assets/{id}/position', { params: { path: { id } }, body, keepalive }))
        .then(setCounted)
        .catch((error: unknown) => {
          // What the service refuses it refuses again.
          if (error instanceof ApiProblem && error.status < 500 && error.status !== 429) return;
          watched.putBack(stretches);
          isTold = false;
        });
    };
    const look = () => {
      if (video.paused || video.seeking) return;
      second = video.currentTime;
      watched.at(second);
      isTold = false;
      if (performance.now() - lastMs >= EVERY_MS) report();
    };
    const stop = () => {
      watched.at(video.currentTime);
      watched.stop();
      isTold = false;
      report();
    };
    const jump = () => watched.stop();
    const jumped = () => {
      isTold = false;
      if (video.paused) report();
    };
    const leave = () => report(true);
    const hide = () => document.visibilityState === 'hidden' && report(true);

    const hearing = [
      ['timeupdate', look],
      ['pause', stop],
      ['ended', stop],
      ['seeking', jump],
      ['seeked', jumped],
    ] as const;
    for (const [type, hear] of hearing) video.addEventListener(type, hear);
    addEventListener('pagehide', leave);
    document.addEventListener('visibilitychange', hide);
    return () => {
      for (const [type, hear] of hearing) video.removeEventListener(type, hear);
      removeEventListener('pagehide', leave);
      document.removeEventListener('visibilitychange', hide);
      leave();
      setCounted(undefined);
    };
  }, [api, id, video]);
  return counted;
}
