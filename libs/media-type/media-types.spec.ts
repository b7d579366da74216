import { supportedMimeTypes } from 'file-type';
import { describe, expect, it } from 'vitest';
import { extensionOf } from './served.js';
import { MEDIA_TYPES } from './media-types.js';

describe('the table of types', () => {
  it('has one line for each type', () => {
    const types = MEDIA_TYPES.map(({ contentType }) => contentType);
    expect(new Set(types).size).toBe(types.length);
  });

  it.each(['amongText', 'amongZips', 'shown', 'saved'] as const)('names each extension once: %s', (names) => {
    const extensions = MEDIA_TYPES.flatMap((known) => known[names] ?? []);
    expect(new Set(extensions).size).toBe(extensions.length);
    for (const extension of extensions) expect(extension).toMatch(/^[a-z0-9]{1,8}$/);
  });

  it('F28 serves nothing that a browser would execute', () => {
    const served = MEDIA_TYPES.filter(({ shown, saved }) => shown !== undefined || saved !== undefined);
    for (const { contentType } of served) expect(contentType).not.toMatch(/html|svg|script|\bxml\b/);
  });

  it('plays every recording that file-type knows, or says what to send instead', () => {
    const recordings = [...supportedMimeTypes]
      .map((mime) => mime.split(';')[0] ?? '')
      .filter((mime) => /^(video|audio)\//.test(mime));
    const taken = MEDIA_TYPES.filter(({ kind }) => kind === 'video' || kind === 'audio');
    const types = new Set(taken.map(({ contentType }) => contentType));
    const advised = MEDIA_TYPES.filter(({ kind, advice }) => kind === undefined && advice !== undefined);
    for (const { contentType } of advised) types.add(contentType);
    expect(recordings.filter((mime) => !types.has(mime))).toEqual([]);
    for (const { contentType, kind } of taken)
      if (!contentType.startsWith('application/')) expect(contentType).toMatch(new RegExp(`^${kind}/`));
  });

  it('names files of what is made', () => {
    const named = ['image/jpeg', 'image/avif', 'video/mp4', 'application/vnd.apple.mpegurl'].map(extensionOf);
    expect(named).toEqual(['jpg', 'avif', 'mp4', 'm3u8']);
    expect(() => extensionOf('text/html')).toThrow('Nothing that is made is text/html.');
  });
});
