import { describe, expect, it } from 'vitest';
import { chapterJson, chaptersOf, chapterVtt } from './chapters.js';
import { languageOf, nameOfLanguage } from './language.js';

describe('languages', () => {
  it.each([
    ['zh', 'zh', '中文'],
    ['ZH-cn', 'zh-CN', '中文（中国）'],
    ['chi', 'zh', '中文'],
    ['zh-hant', 'zh-Hant', '繁體中文'],
    ['yue', 'yue', '粵語'],
    ['und', 'und', 'Captions'],
    ['en', 'en', 'English'],
  ])('%s is %s: %s', (text, language, name) => {
    expect(languageOf(text)).toBe(language);
    expect(nameOfLanguage(language)).toBe(name);
  });

  it.each(['bo', 'ug', 'za', 'ii', 'nan', 'hak', 'wuu'])('%s is one', (text) =>
    expect(languageOf(text)).toBe(text),
  );

  it.each([
    '',
    'cn',
    'chs',
    'english',
    'Chinese',
    '中文',
    'zh_CN',
    'zh-u-co-pinyin',
    'x-own',
    '../zh',
    'zh\n',
  ])('%j is none', (text) => expect(() => languageOf(text)).toThrow('no such language'));
});

describe('chapters', () => {
  const opening = 'A lesson';
  const wished = [
    { title: 'Hands & <arms>', startSeconds: 12.5 },
    { title: '第二章', startSeconds: 60 },
  ];

  it('begin with the recording, and are written for browsers and for Apple', () => {
    const chapters = chaptersOf(wished, { opening, seconds: 90 });
    expect(chapters[0]).toEqual({ title: opening, startSeconds: 0 });
    expect(chapterVtt(chapters, 90)).toBe(
      'WEBVTT\n\n00:00:00.000 --> 00:00:12.500\nA lesson\n\n00:00:12.500 --> 00:01:00.000\nHands &amp; &lt;arms&gt;\n\n00:01:00.000 --> 00:01:30.000\n第二章\n',
    );
    expect(JSON.parse(chapterJson(chapters, 90))[1]).toEqual({
      chapter: 2,
      'start-time': 12.5,
      duration: 47.5,
      titles: [{ language: 'und', title: 'Hands & <arms>' }],
    });
    const own = [{ title: 'Own', startSeconds: 0 }];
    expect(chaptersOf(own, { opening, seconds: undefined })).toEqual(own);
  });

  it('are in order, and within the recording where its length is known', () => {
    const of = (...starts: number[]) => starts.map((startSeconds) => ({ title: 'a', startSeconds }));
    expect(() => chaptersOf(of(0, 5, 5), { opening, seconds: 90 })).toThrow('after the one before');
    expect(() => chaptersOf(of(0, 90), { opening, seconds: 90 })).toThrow('before the recording ends');
    expect(chaptersOf(of(0, 90), { opening, seconds: undefined })).toHaveLength(2);
  });
});
