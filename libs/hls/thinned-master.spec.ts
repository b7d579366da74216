import { expect, it } from 'vitest';
import { masterPlaylist, withoutVariants } from './index.js';

const variant = (rung: string, bandwidth: number) => ({
  uri: `${rung}/index.m3u8`,
  bandwidth,
  averageBandwidth: bandwidth,
  codecs: 'avc1.64001f,mp4a.40.2',
  width: 160,
  height: 90,
  frameRate: 25,
  keyframes: { uri: `${rung}/keyframes.m3u8`, bandwidth: 9000 },
});
const sound = { uri: 'audio/index.m3u8', bandwidth: 1, averageBandwidth: 1, codecs: 'mp4a.40.2' };

it('is what it would have been without these variants', () => {
  const subtitles = [{ uri: 's/0.m3u8', language: 'zh', label: '中文', isDefault: true, isForced: false }];
  const all = [
    variant('source', 9_000_000),
    variant('1080p', 5_000_000),
    variant('720p', 2_500_000),
    variant('240p', 300_000),
  ];
  const master = masterPlaylist(all, { sound, tracks: { subtitles } });
  const stay = (...rungs: string[]) => {
    const stays = (uri: string) => rungs.includes(uri.split('/')[0] ?? '');
    const left = all.filter(({ uri }) => stays(uri));
    expect(withoutVariants(master, (uri) => !stays(uri))).toBe(
      masterPlaylist(left, { sound, tracks: { subtitles } }),
    );
  };
  stay('240p');
  stay('source', '240p');
  stay('source', '1080p', '720p', '240p');
});
