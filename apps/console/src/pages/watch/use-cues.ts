import { useQuery } from '@tanstack/react-query';
import { type Cue, cuesOf } from '../../parts/cues.js';

const NONE: readonly Cue[] = [];

/** The cues of a WebVTT file of a playback session. It is the same file while only its signature is another. */
export function useCues(address: string | null) {
  const name = address?.replace(/^.*?\/s\/k=[^/]+\//, '') ?? '';
  const {
    data = NONE,
    error,
    refetch,
  } = useQuery({
    queryKey: ['cues', name],
    queryFn: async () => {
      if (address === null) return [];
      const answer = await fetch(address);
      if (!answer.ok) throw new TypeError(`${answer.status}`);
      return cuesOf(await answer.text());
    },
    enabled: address !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return { cues: data, error, again: () => void refetch() };
}
