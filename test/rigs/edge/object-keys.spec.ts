import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHARSETS, contentDispositionOf, contentTypeOf } from '#libs/media-type';
import {
  compositionOf,
  masterOf,
  NfsStorage,
  originalOf,
  pathUnderAsset,
  pictureFolder,
  pictureOf,
  RENDITION_FILES,
  renditionFile,
  renditionFolder,
  REVOCATIONS,
  underAsset,
} from '#libs/storage';
import { runEdgeLua } from '../../servers/edge-lua.js';
import { hasEdge } from '../../servers/edge.js';

const runs = hasEdge() || process.env['LECTERN_TEST_RIGS'] === 'required';
const ASSET = 'ast_e0zbgj09tqm83xssss6ys3';
const root = '/media';
const storage = new NfsStorage({ root });

const rendition = renditionFolder(ASSET, '720p', 'a1b2c3d4e5');
const keys = [
  originalOf(ASSET),
  masterOf(ASSET, 2, 'a1b2c3d4e5'),
  ...(['playlist', 'stream', 'index', 'composed'] as const).map((file) => renditionFile(rendition, file)),
  ...(['poster', 'images'] as const).flatMap((purpose) =>
    ['avif', 'webp', 'jpg'].map((extension) =>
      pictureOf(pictureFolder(ASSET, purpose, 'a1b2c3d4e5'), 640, extension),
    ),
  ),
  // None that is made: only near to one that is.
  ...[
    RENDITION_FILES.composed,
    `hls/x${RENDITION_FILES.composed}`,
    'sources/original',
    'hls/source/a.mp4',
  ].map((path) => underAsset(ASSET, path)),
];

interface Told {
  readonly key: string;
  readonly file: string;
  readonly isPath: boolean;
  readonly isOriginal: boolean;
  readonly isComposition: boolean;
  readonly type: string;
  readonly disposition: string;
}

describe.runIf(runs)('the edge knows the keys that libs/storage makes', () => {
  it('where they lie, which are originals and compositions, and as what they are served', async () => {
    const told = await runEdgeLua(
      `local keys, types = require 'lectern.object_keys', require 'lectern.media_types'
      local target = require 'lectern.target'
      for path in text(0):gmatch '[^\\n]+' do
        io.stdout:write(table.concat({
          keys.under_asset('${ASSET}', path), '${root}' .. keys.file('${ASSET}', path),
          tostring(target.is_path(path)), tostring(keys.is_original(path)), tostring(keys.is_composition(path)),
          types.content_type(path), types.content_disposition(path) or '',
        }, '\\t'), '\\n')
      end`,
      [keys.map(pathUnderAsset).join('\n')],
    );
    const found = told
      .trimEnd()
      .split('\n')
      .map((line): Told => {
        const [key = '', file = '', isPath, isOriginal, isComposition, type = '', disposition = ''] =
          line.split('\t');
        const [path, original, composition] = [isPath, isOriginal, isComposition].map(
          (text) => text === 'true',
        );
        return {
          key,
          file,
          isPath: path === true,
          isOriginal: original === true,
          isComposition: composition === true,
          type,
          disposition,
        };
      });
    expect(found).toEqual(
      keys.map((key): Told => {
        const path = pathUnderAsset(key);
        return {
          key,
          file: storage.localFiles.path(key),
          isPath: true,
          isOriginal: key === originalOf(ASSET),
          isComposition: compositionOf(key) !== undefined,
          type: contentTypeOf(path, undefined),
          disposition: contentDispositionOf(path, undefined) ?? '',
        };
      }),
    );
    expect(found.filter(({ isComposition }) => isComposition)).toHaveLength(1);
  });

  it('as what a name to save as is served, and the charset that it tells', async () => {
    const names = ['a.txt', 'a.html', 'a', ...CHARSETS.map((charset) => `手术.csv;charset=${charset}`)];
    names.push('a.txt;charset=utf-7', 'a.pdf;charset=big5', 'a.txt;charset=big5;charset=gb18030');
    const told = await runEdgeLua(
      `local types = require 'lectern.media_types'
      for name in text(0):gmatch '[^\\n]+' do
        io.stdout:write(types.content_type('source/original', name), '\\t',
          types.content_disposition('source/original', name), '\\n')
      end`,
      [names.join('\n')],
    );
    const path = 'source/original';
    expect(told.trimEnd().split('\n')).toEqual(
      names.map((name) => `${contentTypeOf(path, name)}\t${contentDispositionOf(path, name)}`),
    );
  });

  it('the revocation list', async () => {
    const told = await runEdgeLua(`io.stdout:write(require('lectern.object_keys').REVOCATIONS)`);
    expect(told).toBe(REVOCATIONS);
    expect(storage.localFiles.path(REVOCATIONS)).toBe(join(root, told));
  });

  it('by which names they are saved: joiners stay, marks of direction go', async () => {
    const names = ['क्\u200dष.pdf', 'نمی\u200cخواهم.pdf', '👩\u200d⚕️.jpg', 'a\u202e\u200f\u2066fdp.exe'];
    const told = await runEdgeLua(
      `local types = require 'lectern.media_types'
      for name in text(0):gmatch '[^\\n]+' do io.stdout:write(types.content_disposition('source/original', name), '\\n') end`,
      [names.join('\n')],
    );
    const saved = told.trimEnd().split('\n');
    expect(saved).toEqual(names.map((name) => contentDispositionOf('source/original', name)));
    expect(saved.map((line) => decodeURIComponent(line.split("UTF-8''")[1] ?? ''))).toEqual([
      ...names.slice(0, 3),
      'afdp.exe',
    ]);
  });
});
