import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../api/client.js';
import { ApiProblem, told } from '../../api/problem.js';
import type { Asset } from '../../api/queries.js';
import { clock } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { TextInput } from '../../parts/field.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

interface Line {
  readonly start: string;
  readonly title: string;
}

function chaptersQuery(id: string) {
  return queryOptions({
    queryKey: ['asset', id, 'chapters'],
    queryFn: async (): Promise<readonly Line[]> => {
      try {
        const { chapters } = await told(api.GET('/v1/assets/{id}/chapters', { params: { path: { id } } }));
        return chapters.map(({ title, startSeconds }) => ({ title, start: clock(startSeconds) }));
      } catch (error) {
        if (error instanceof ApiProblem && error.code === 'track-not-found') return [];
        throw error;
      }
    },
  });
}

/** `4:05`, `1:02:03` or a number of seconds; undefined of anything else. */
function secondsOf(text: string): number | undefined {
  const parts = text.trim().replace(/：/g, ':').split(':');
  if (parts.length > 3 || parts.some((part) => !/^\d+(?:\.\d+)?$/.test(part))) return undefined;
  return parts.reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

export function ChaptersPanel({ asset }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const { data: lines, error, refetch } = useQuery(chaptersQuery(asset.id));
  return (
    <section className="panel" aria-labelledby="chapters">
      <h2 id="chapters">{words.chapters}</h2>
      {error !== null && <Failure error={error} again={() => void refetch()} />}
      {lines === undefined && error === null && <Skeleton lines={2} />}
      {lines !== undefined && <Chapters key={JSON.stringify(lines)} id={asset.id} saved={lines} />}
    </section>
  );
}

function Chapters({ id, saved }: { readonly id: string; readonly saved: readonly Line[] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [lines, setLines] = useState(saved);
  const path = { params: { path: { id } } };
  const saving = useMutation({
    mutationFn: (chapters: { title: string; startSeconds: number }[]): Promise<unknown> =>
      chapters.length === 0
        ? told(api.DELETE('/v1/assets/{id}/chapters', path))
        : told(api.PUT('/v1/assets/{id}/chapters', { ...path, body: { chapters } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: chaptersQuery(id).queryKey }),
  });
  const change = (at: number, edit: Partial<Line>) =>
    setLines(lines.map((line, place) => (place === at ? { ...line, ...edit } : line)));
  const isRight = ({ start, title }: Line) => secondsOf(start) !== undefined && title.trim() !== '';
  const save = (event: FormEvent) => {
    event.preventDefault();
    const chapters = lines.map(({ start, title }) => ({
      title: title.trim(),
      startSeconds: secondsOf(start) ?? 0,
    }));
    saving.mutate(chapters.sort((a, b) => a.startSeconds - b.startSeconds));
  };
  return (
    <form className="form" onSubmit={save}>
      {lines.length === 0 && <p>{words.noChapters}</p>}
      <ol className="chapters">
        {lines.map((line, at) => (
          // eslint-disable-next-line react/no-array-index-key
          <li key={at}>
            <TextInput
              label={words.start}
              value={line.start}
              inputMode="numeric"
              error={secondsOf(line.start) === undefined ? words.startShape : undefined}
              onChange={({ target }) => change(at, { start: target.value })}
            />
            <TextInput
              label={words.chapterTitle}
              value={line.title}
              maxLength={200}
              onChange={({ target }) => change(at, { title: target.value })}
            />
            <Button
              look="quiet"
              aria-label={words.removeChapter(line.title)}
              onPress={() => setLines(lines.filter((_, place) => place !== at))}
            >
              ✕
            </Button>
          </li>
        ))}
      </ol>
      <div className="form-actions">
        <Button onPress={() => setLines([...lines, { start: lines.length === 0 ? '0:00' : '', title: '' }])}>
          {words.addChapter}
        </Button>
        {(lines.length > 0 || saved.length > 0) && (
          <Button type="submit" look="main" isDisabled={saving.isPending || !lines.every(isRight)}>
            {words.saveChapters}
          </Button>
        )}
      </div>
      {saving.isSuccess && <Notice kind="good" title={words.saved} />}
      {saving.error !== null && <Failure error={saving.error} />}
    </form>
  );
}
