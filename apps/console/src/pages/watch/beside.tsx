import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Link } from 'react-router';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { type Asset, assetsQuery, isRecorded } from '../../api/queries.js';
import { bytesIn, clock } from '../../parts/amounts.js';
import { Poster } from '../../parts/poster.js';
import { useLanguage, useWords } from '../../words/language.js';
import { Download } from './lesson-head.js';
import { WORDS } from './words.js';

/** Of the same course: what comes next, and its files. Nothing for a lesson that is in none. */
export function Beside({ asset }: { readonly asset: Asset }) {
  return asset.courseId === null ? null : <OfCourse asset={asset} courseId={asset.courseId} />;
}

function OfCourse({ asset, courseId }: { readonly asset: Asset; readonly courseId: string }) {
  const words = useWords(WORDS);
  const { data: course } = useQuery({
    queryKey: ['courses', courseId],
    queryFn: () => told(api.GET('/v1/courses/{id}', { params: { path: { id: courseId } } })),
  });
  const all = useInfiniteQuery(assetsQuery({ courseId }, 100));
  const { hasNextPage, fetchNextPage, isFetching } = all;
  useEffect(() => {
    if (hasNextPage && !isFetching) void fetchNextPage();
  }, [hasNextPage, isFetching, fetchNextPage]);
  const assets = all.data?.pages.flatMap(({ items }) => items) ?? [];
  const files = assets.filter(
    ({ kind, id }) => (kind === 'attachment' || kind === 'image') && id !== asset.id,
  );
  const next = following(assets, asset, course?.assetOrder ?? []);
  return (
    <>
      {next.length > 0 && (
        <section className="watch-part">
          <h2>{words.next}</h2>
          <ul className="watch-next">
            {next.map((one) => (
              <li key={one.id}>
                <Link to={`/watch/${one.id}`}>
                  <span className="watch-frame">
                    <Poster asset={one} width={160} />
                  </span>
                  <span>
                    {one.title}
                    {one.durationSeconds !== null && (
                      <span className="watch-soft"> {clock(one.durationSeconds)}</span>
                    )}
                  </span>
                </Link>
              </li>
            ))}
          </ul>
        </section>
      )}
      {files.length > 0 && (
        <section className="watch-part">
          <h2>{words.files}</h2>
          <ul className="watch-files">
            {files.map((file) => (
              <File key={file.id} file={file} />
            ))}
          </ul>
        </section>
      )}
      {course !== undefined && (
        <p>
          {words.course}: <Link to={`/courses/${courseId}`}>{course.title}</Link>
        </p>
      )}
    </>
  );
}

function File({ file }: { readonly file: Asset }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const size = bytesIn(language, file.bytes);
  return (
    <li>
      <span>
        {file.title} <span className="watch-soft">{size}</span>
      </span>
      {file.kind === 'image' && (
        <Link
          className="button button-plain"
          to={`/watch/${file.id}`}
          aria-label={`${words.open} ${file.title}`}
        >
          {words.open}
        </Link>
      )}
      <Download id={file.id} label={words.downloadNamed(file.fileName, size)}>
        {words.save}
      </Download>
    </li>
  );
}

const SHOWN = 5;

/** The recordings after this one: by the course's order, and behind that by their age. */
function following(assets: readonly Asset[], asset: Asset, order: readonly string[]): Asset[] {
  const place = ({ id }: Asset) => (order.includes(id) ? order.indexOf(id) : order.length);
  const lessons = assets
    .filter(({ kind }) => isRecorded(kind))
    .sort((one, other) => place(one) - place(other) || one.createdAt.localeCompare(other.createdAt));
  const at = lessons.findIndex(({ id }) => id === asset.id);
  return at === -1 ? [] : lessons.slice(at + 1, at + 1 + SHOWN);
}
