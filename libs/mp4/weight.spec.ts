import { describe, expect, it } from 'vitest';
import { type Crowd, crowdedMovie } from '../../test/rigs/turns/crowded-movie.js';
import { type MovieSource, MovieTooComplex, readMovie, TooManySamples, weighFragments } from './index.js';

function sourceOf(bytes: Buffer): MovieSource {
  return {
    bytes: bytes.length,
    async *read({ start, end }) {
      yield bytes.subarray(start, end + 1);
    },
  };
}

const read = (crowd: Crowd) => readMovie(sourceOf(crowdedMovie(crowd)));

describe('F63 what no recording holds', () => {
  it.each<[string, Crowd]>([
    ['eight million pictures of one byte', { samples: 8_000_000 }],
    ['a thousand pictures a second', { samples: 10_000, sampleBytes: 20, timescale: 1000 }],
    ['pictures that take no bytes, at a rate like any other', { samples: 100_000, timescale: 25 }],
    ['packets of sound that last no time', { samples: 1_000_000, sound: 'mp4a', ticks: 2 }],
    [
      'a track that its edit list shows again and again',
      { samples: 90_000, sampleBytes: 20, timescale: 25, edits: 999 },
    ],
  ])('%s', async (_, crowd) => {
    await expect(read(crowd)).rejects.toThrow(TooManySamples);
  });

  it('edits by the thousand', async () => {
    await expect(read({ samples: 100, sampleBytes: 20, timescale: 25, edits: 1001 })).rejects.toThrow(
      MovieTooComplex,
    );
  });

  it('a fragment of millions of samples whose index is a few bytes', async () => {
    const movie = sourceOf(crowdedMovie({ samples: 8_000_000, isFragmented: true }));
    expect(await readMovie(movie)).toMatchObject({ fragmented: true });
    await expect(weighFragments(movie)).rejects.toThrow(TooManySamples);
    await expect(
      weighFragments(
        sourceOf(crowdedMovie({ samples: 0xffffffff >>> 8, sampleBytes: 0, isFragmented: true })),
      ),
    ).rejects.toThrow(TooManySamples);
  });
});

describe('what recordings hold', () => {
  it.each<[string, Crowd]>([
    ['a moment at 960 pictures a second', { samples: 960, sampleBytes: 200, timescale: 960 }],
    ['four hours at 240', { samples: 240 * 4 * 3600, sampleBytes: 4, timescale: 240 }],
    [
      'a lecture of ten hours whose slides stand still',
      { samples: 25 * 36_000, sampleBytes: 12, timescale: 25 },
    ],
    ['eight million values of uncoded sound', { samples: 8_000_000, sound: 'ulaw', timescale: 8000 }],
    ['a cut recording', { samples: 10_000, sampleBytes: 20, timescale: 25, edits: 3 }],
  ])('%s', async (_, crowd) => {
    expect((await read(crowd)).tracks).toHaveLength(1);
  });

  it('a day of uncoded sound at 48,000 values a second is weighed by its chunks', async () => {
    // Our own reader gives up, and ffmpeg takes it.
    const crowd = { samples: 48_000 * 3600, sound: 'sowt', timescale: 48_000 };
    await expect(read(crowd)).rejects.toThrow(MovieTooComplex);
  });

  it('fragments at an ordinary rate, and such as are cut off', async () => {
    const movie = crowdedMovie({ samples: 1500, sampleBytes: 100, timescale: 25, isFragmented: true });
    await weighFragments(sourceOf(movie));
    await weighFragments(sourceOf(movie.subarray(0, movie.length - 5000)));
  });
});
