import { describe, expect, it } from 'vitest';
import {
  assetFolder,
  ASSETS,
  attemptAt,
  attemptFrontOf,
  captionFiles,
  captionsFolder,
  chapterFiles,
  compositionOf,
  folderOf,
  isControl,
  isStorageKey,
  masterOf,
  nameOf,
  originalOf,
  ownerOf,
  parseStorageKey,
  partOf,
  pathUnderAsset,
  pictureFolder,
  pictureOf,
  posterSource,
  renditionFile,
  renditionFolder,
  renditionToCome,
  revisionOf,
  REVOCATIONS,
  storyboardFile,
  storyboardFolder,
  temporaryName,
  textUnderAsset,
  underAsset,
  unfinishedName,
  uploadFolder,
  UPLOADS,
  wholePieceOf,
} from './keys.js';
import { InvalidStorageKey } from './storage.errors.js';

const rendition = renditionFolder('ast_1', '720p', 'x9');

describe('the layout, which stored objects hold it to', () => {
  it.each([
    [ASSETS, 'assets'],
    [UPLOADS, 'uploads'],
    [REVOCATIONS, 'control/revocations.json'],
    [assetFolder('ast_1'), 'assets/ast_1'],
    [underAsset('ast_1', 'hls/a.m3u8'), 'assets/ast_1/hls/a.m3u8'],
    [originalOf('ast_1'), 'assets/ast_1/source/original'],
    [masterOf('ast_1', 2, 'x9'), 'assets/ast_1/hls/r2-x9.m3u8'],
    [rendition, 'assets/ast_1/hls/720p-x9'],
    [renditionFile(rendition, 'playlist'), 'assets/ast_1/hls/720p-x9/index.m3u8'],
    [renditionFile(rendition, 'stream'), 'assets/ast_1/hls/720p-x9/stream.mp4'],
    [renditionFile(rendition, 'index'), 'assets/ast_1/hls/720p-x9/stream.index'],
    [renditionFile(rendition, 'composed'), 'assets/ast_1/hls/720p-x9/composed.mp4'],
    [pictureOf(pictureFolder('ast_1', 'poster', 'x9'), 640, 'jpg'), 'assets/ast_1/poster/x9/640.jpg'],
    [pictureOf(pictureFolder('ast_1', 'images', 'x9'), 2560, 'avif'), 'assets/ast_1/images/x9/2560.avif'],
    [storyboardFile(storyboardFolder('ast_1', 'x9'), 'index'), 'assets/ast_1/storyboard/x9/index.vtt'],
    [storyboardFile(storyboardFolder('ast_1', 'x9'), 3), 'assets/ast_1/storyboard/x9/sheet-3.jpg'],
    [captionFiles(captionsFolder('ast_1', 'x9'), 0).text, 'assets/ast_1/hls/captions-x9/0.vtt'],
    [captionFiles(captionsFolder('ast_1', 'x9'), 0).playlist, 'assets/ast_1/hls/captions-x9/0.m3u8'],
    [chapterFiles('ast_1', 'x9').vtt, 'assets/ast_1/hls/chapters-x9/index.vtt'],
    [chapterFiles('ast_1', 'x9').json, 'assets/ast_1/hls/chapters-x9/index.json'],
    [posterSource('ast_1', 'x9'), 'assets/ast_1/poster/x9/source'],
    [revisionOf(masterOf('ast_1', 3, 'x9'), 'y8'), 'assets/ast_1/hls/r3-y8.m3u8'],
    [uploadFolder('upl_1'), 'uploads/upl_1'],
    [partOf('upl_1', 3, 'x9'), 'uploads/upl_1/parts/3-x9'],
    [wholePieceOf('upl_1'), 'uploads/upl_1/whole'],
  ])('%s', (key, literal) => {
    expect(key).toBe(literal);
    expect(isStorageKey(key)).toBe(true);
    expect(isControl(key)).toBe(literal.startsWith('control/'));
  });

  it.each([
    [temporaryName('x9'), '.tmp/x9'],
    [temporaryName('x9', 'parts'), '.tmp/parts-x9'],
    [temporaryName('x9', 'probe'), '.tmp/probe-x9'],
    [temporaryName('x9', 'self-test'), '.tmp/self-test-x9'],
    [unfinishedName('upl_1', '.tail-x9'), 'uploads/upl_1/.tail-x9'],
  ])('%s is no key', (name, literal) => {
    expect(name).toBe(literal);
    expect(isStorageKey(name)).toBe(false);
  });

  it('is refused what is no key', () => {
    for (const make of [
      () => originalOf('../x'),
      () => underAsset('ast_1', '../../control/revocations.json'),
      () => uploadFolder('upl_1/parts'),
      () => partOf('a/b', 1, 'x9'),
      () => parseStorageKey('.tmp/x9'),
    ])
      expect(make).toThrow(InvalidStorageKey);
    expect(textUnderAsset('ast_1', '../x')).toBe('assets/ast_1/../x');
  });
});

describe('a key taken apart', () => {
  it.each([
    ['assets/ast_1/source/original', { of: 'asset', id: 'ast_1', folder: 'assets/ast_1' }],
    ['assets/ast_1', { of: 'asset', id: 'ast_1', folder: 'assets/ast_1' }],
    ['uploads/upl_1/.tail-x9', { of: 'upload', id: 'upl_1', folder: 'uploads/upl_1' }],
    ['control/revocations.json', { of: 'nobody', id: '', folder: 'control/revocations.json' }],
    ['assets', { of: 'nobody', id: '', folder: 'assets' }],
  ])('%s is of %j', (name, owner) => expect(ownerOf(name)).toEqual(owner));

  it('has a path, a folder and a name', () => {
    const key = renditionFile(rendition, 'stream');
    expect(pathUnderAsset(key)).toBe('hls/720p-x9/stream.mp4');
    expect(underAsset('ast_1', pathUnderAsset(key))).toBe(key);
    expect(folderOf(key)).toBe(rendition);
    expect(nameOf(rendition)).toBe('720p-x9');
  });

  it.each([
    ['hls/720p-x9/stream.mp4', 'hls/720p-x9/'],
    ['poster/x9/640.jpg', 'poster/x9/'],
    ['images/x9/640.jpg', 'images/x9/'],
    ['storyboard/x9/sheet-0.jpg', 'storyboard/x9/'],
    ['hls/captions-x9/0.vtt', 'hls/captions-x9/'],
    ['hls/chapters-x9/index.json', 'hls/chapters-x9/'],
    ['poster/x9/source', 'poster/x9/'],
    ['hls/r2-x9.m3u8', 'hls/r2-x9.m3u8'],
    ['hls/other.m3u8', undefined],
    ['source/original', undefined],
    ['source/original-rvn_2', 'source/original-rvn_2'],
    ['captions/x9/a.vtt', undefined],
    [renditionToCome('720p'), undefined],
  ])('%s lies in what an attempt made up: %s', (path, folder) => expect(attemptFrontOf(path)).toBe(folder));

  it('of a composition names what it is made of', () => {
    const key = renditionFile(rendition, 'composed');
    const index = renditionFile(rendition, 'index');
    expect(compositionOf(key)).toEqual({ key, index, source: originalOf('ast_1') });
    expect(compositionOf(index)).toBeUndefined();
  });

  it('of what came in the place of another name its original', () => {
    const source = originalOf('ast_1', 'rvn_2');
    expect(source).toBe('assets/ast_1/source/original-rvn_2');
    const folder = renditionFolder('ast_1', 'source', attemptAt('rvn_2', 'x9'));
    expect(compositionOf(renditionFile(folder, 'composed'))).toEqual({
      key: 'assets/ast_1/hls/source-x9.rvn_2/composed.mp4',
      index: renditionFile(folder, 'index'),
      source,
    });
  });
});
