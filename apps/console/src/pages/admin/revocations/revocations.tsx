import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';
import { useSession } from '../../../api/session.js';
import { momentIn } from '../../../parts/amounts.js';
import { FilterText } from '../../../parts/filter-text.js';
import { narrowing, useFilters } from '../../../parts/filters.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { RevokeForm } from './revoke-form.js';
import { WORDS } from './words.js';

function revocationsQuery(filters: Readonly<Record<'asset' | 'person', string>>) {
  return infiniteQueryOptions({
    queryKey: ['revocations', filters],
    queryFn: ({ pageParam }) =>
      told(
        api.GET('/v1/admin/revocations', {
          params: { query: { limit: 50, ...narrowing(filters), ...from(pageParam) } },
        }),
      ),
    ...paged,
  });
}

/** Whose URLs were ended before their time, and why; and the form that ends them. */
export default function Revocations() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  usePageTitle(words.title);
  const { role } = useSession();
  const [filters, set] = useFilters('asset', 'person');
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.about}</p>
      {role !== 'auditor' && <RevokeForm />}
      <section className="admin-section">
        <h2>{words.list}</h2>
        <div className="filters">
          <FilterText
            label={words.assetId}
            value={filters.asset}
            maxLength={64}
            onChange={(value) => set('asset', value)}
          />
          <FilterText
            label={words.personId}
            value={filters.person}
            onChange={(value) => set('person', value)}
          />
        </div>
        <Paged list={useInfiniteQuery(revocationsQuery(filters))} whenEmpty={<Empty title={words.none} />}>
          {(revocations) => (
            <Table
              label={words.list}
              rows={revocations}
              keyOf={({ id }) => id}
              columns={[
                { name: words.what, show: (revocation) => <Whose revocation={revocation} /> },
                { name: words.reason, show: ({ reason }) => <span className="long">{reason}</span> },
                { name: words.by, show: ({ revokedBy }) => revokedBy },
                { name: words.at, show: ({ revokedAt }) => momentIn(language, revokedAt) },
                { name: words.until, show: ({ until }) => momentIn(language, until) },
              ]}
            />
          )}
        </Paged>
      </section>
    </>
  );
}

function Whose({ revocation: { asset, person } }: { readonly revocation: Schemas['Revocation'] }) {
  const words = useWords(WORDS);
  if (person !== null)
    return (
      <>
        {words.person} <Link to={`/admin/people/${encodeURIComponent(person)}`}>{person}</Link>
      </>
    );
  return (
    <>
      {words.asset} <Link to={`/lessons/${asset ?? ''}/edit`}>{asset}</Link>
    </>
  );
}
