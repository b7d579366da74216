import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { Schemas } from '#libs/client';
import { apiUrl } from '../../../api/base.js';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { assetQuery, from, paged } from '../../../api/queries.js';
import { agoIn, clock, dayIn } from '../../../parts/amounts.js';
import { useFilters } from '../../../parts/filters.js';
import { FilterChoice } from '../../../parts/filter-choice.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

const COMPLETED = ['true', 'false'] as const;

function viewersQuery(id: string, completed: string) {
  return infiniteQueryOptions({
    queryKey: ['asset', id, 'viewers', completed],
    // The answer may be a table, too, which is not asked for here.
    queryFn: async ({ pageParam }) => {
      const query = { limit: 50, format: 'json' as const, ...asked(completed), ...from(pageParam) };
      const page = await told(api.GET('/v1/assets/{id}/viewers', { params: { path: { id }, query } }));
      return page as Schemas['LessonViewerPage'];
    },
    ...paged,
  });
}

const asked = (completed: string) => (completed === '' ? {} : { completed });

/** Who has watched a recording, and how far. */
export function Viewers() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { id = '' } = useParams();
  const { data: asset } = useQuery(assetQuery(id));
  const title = asset?.title ?? '';
  usePageTitle(`${words.viewers}: ${title}`);
  const [filters, set] = useFilters('completed');
  const list = useInfiniteQuery(viewersQuery(id, filters.completed));
  const table = apiUrl(
    `v1/assets/${id}/viewers?${new URLSearchParams({ format: 'csv', ...asked(filters.completed) })}`,
  );
  return (
    <>
      <Link to="/admin/lessons">{words.back}</Link>
      <div className="page-head">
        <h1>{`${words.viewers}: ${title}`}</h1>
        <a className="button button-plain" href={table} download>
          {words.csv}
        </a>
      </div>
      <div className="filters">
        <FilterChoice
          label={words.completion}
          any={words.any}
          values={COMPLETED}
          names={words}
          value={filters.completed}
          onChange={(value) => set('completed', value)}
        />
      </div>
      <Paged list={list} whenEmpty={<Empty title={words.noViewers} />}>
        {(viewers) => (
          <Table
            label={words.viewers}
            rows={viewers}
            keyOf={({ viewer }) => viewer}
            columns={[
              {
                name: words.viewer,
                show: ({ viewer }) => (
                  <Link to={`/admin/people/${encodeURIComponent(viewer)}`}>{viewer}</Link>
                ),
              },
              { name: words.unit, show: ({ unit }) => unit },
              { name: words.share, show: ({ share }) => `${Math.round(share * 100)} %`, isNumber: true },
              { name: words.left, show: ({ seconds }) => clock(seconds), isNumber: true },
              {
                name: words.completed,
                show: ({ completedAt }) => completedAt !== null && dayIn(language, completedAt),
              },
              { name: words.reported, show: ({ reportedAt }) => agoIn(language, reportedAt) },
            ]}
          />
        )}
      </Paged>
    </>
  );
}
