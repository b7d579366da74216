import { useCallback, useEffect, useRef, useState } from 'react';
import type { Schemas } from '#libs/client';
import type { LecternEvent } from '../../api/event-stream.js';
import { useEvents } from '../../api/events.js';
import { ApiProblem, told } from '../../api/problem.js';
import { useWatchApi } from './watch-api.js';

export type PlaybackSession = Schemas['PlaybackSession'];

/** Of a session's life, after which it is renewed: there is time to try again before its addresses die. */
const RENEWED_AFTER = 0.6;
const FIRST_WAIT_MS = 3_000;
const LONGEST_WAIT_MS = 60_000;
/** Two refusals within it, with a renewal between them, mean it. */
const REFUSED_AGAIN_MS = 30_000;

interface Opened {
  readonly session: PlaybackSession;
  /** By this machine's clock, which may be wrong: only differences of it count. */
  readonly since: number;
  readonly lifeMs: number;
}

interface Playing {
  readonly session: PlaybackSession | undefined;
  /** Why there is none, or no more of it. */
  readonly problem: unknown;
  /** Opens another session. */
  readonly again: () => void;
  /** To be told that its addresses are refused, which may be for their age. */
  readonly refused: () => void;
}

/**
 * A playback session of a recording, renewed for as long as the page is shown. It is of one recording: of another one the
 * component is another, too (`key`).
 *
 * @param isWanted once there is something to play
 */
export function usePlayback(id: string, isWanted: boolean): Playing {
  const api = useWatchApi();
  const [opened, setOpened] = useState<Opened>();
  const [problem, setProblem] = useState<unknown>();
  const [round, setRound] = useState(0);
  const [isDue, setDue] = useState(false);
  const refusedAt = useRef(Number.NEGATIVE_INFINITY);

  const again = useCallback(() => {
    setProblem(undefined);
    setRound((before) => before + 1);
  }, []);

  useEffect(() => {
    if (!isWanted) return;
    let isLeft = false;
    const path = { id };
    open(api.POST('/v1/assets/{id}/playback-sessions', { params: { path }, body: {} }))
      .then((first) => {
        if (isLeft) return;
        setOpened(first);
        setDue(false);
      })
      .catch((error: unknown) => !isLeft && setProblem(error));
    return () => {
      isLeft = true;
    };
  }, [api, id, isWanted, round]);

  const renew = useCallback(
    async ({ session, since, lifeMs }: Opened) => {
      const path = { id, session: session.session };
      try {
        const renewed = await open(
          api.POST('/v1/assets/{id}/playback-sessions/{session}/renew', { params: { path }, body: {} }),
        );
        setOpened(renewed);
        setDue(false);
      } catch (error) {
        if (!(error instanceof ApiProblem) || error.status >= 500 || error.status === 429) throw error;
        // A machine that slept for long has to begin anew; whom it was taken from is told.
        const isOver = error.code === 'session-over' && Date.now() - since > lifeMs;
        if (isOver) again();
        else setProblem(error);
      }
    },
    [api, id, again],
  );

  useEffect(() => {
    if (opened === undefined || problem !== undefined) return;
    let timer: ReturnType<typeof setTimeout>;
    const later = (ms: number, wait: number) => {
      timer = setTimeout(() => {
        renew(opened).catch(() => later(wait, Math.min(wait * 2, LONGEST_WAIT_MS)));
      }, ms);
    };
    later(isDue ? 0 : opened.lifeMs * RENEWED_AFTER, FIRST_WAIT_MS);
    return () => clearTimeout(timer);
  }, [opened, problem, isDue, renew]);

  useEvents(
    useCallback(
      ({ type, subject }: LecternEvent) => {
        // More rungs, or what somebody has put beside it.
        const isMore = type === 'asset.ready' || type === 'asset.updated';
        if (subject === id && isMore) setDue(true);
      },
      [id],
    ),
  );

  const refused = useCallback(() => {
    if (opened === undefined) return;
    const isAgain = Date.now() - refusedAt.current < REFUSED_AGAIN_MS;
    refusedAt.current = Date.now();
    if (isAgain) setProblem(new ApiProblem({ code: 'session-over' }));
    else setDue(true);
  }, [opened]);

  return { session: opened?.session, problem, again, refused };
}

type Answer = Promise<{ data?: PlaybackSession; error?: unknown; response: Response }>;

async function open(answering: Answer): Promise<Opened> {
  const session = await told(answering);
  const now = Date.parse((await answering).response.headers.get('date') ?? '') || Date.now();
  return { session, since: Date.now(), lifeMs: Math.max(5_000, Date.parse(session.expiresAt) - now) };
}
