import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Route, Routes } from 'react-router';
import { type Asset, type AssetFilter, assetsQuery, isRecorded } from '../../../api/queries.js';
import { agoIn, bytesIn } from '../../../parts/amounts.js';
import { FilterText } from '../../../parts/filter-text.js';
import { narrowing, useFilters } from '../../../parts/filters.js';
import { FilterChoice } from '../../../parts/filter-choice.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { Viewers } from './viewers.js';
import { WORDS } from './words.js';

const STATES = ['processing', 'playable', 'ready', 'failed', 'trashed'] as const;
const KINDS: readonly Asset['kind'][] = ['video', 'audio', 'image', 'attachment'];

export default function Lessons() {
  return (
    <Routes>
      <Route index element={<LessonList />} />
      <Route path=":id/viewers" element={<Viewers />} />
    </Routes>
  );
}

/** All that the reader may see, with what it takes of the storage. */
function LessonList() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  usePageTitle(words.title);
  const [filters, set] = useFilters('q', 'state', 'kind', 'owner');
  const list = useInfiniteQuery(assetsQuery(narrowing(filters) as AssetFilter, 50));
  const text = (name: 'q' | 'owner', label: string) => (
    <FilterText label={label} value={filters[name]} onChange={(value) => set(name, value)} />
  );
  return (
    <>
      <h1>{words.title}</h1>
      <div className="filters">
        {text('q', words.search)}
        {text('owner', words.owner)}
        <FilterChoice
          label={words.state}
          any={words.any}
          values={STATES}
          names={words}
          value={filters.state}
          onChange={(value) => set('state', value)}
        />
        <FilterChoice
          label={words.kind}
          any={words.any}
          values={KINDS}
          names={words}
          value={filters.kind}
          onChange={(value) => set('kind', value)}
        />
      </div>
      <Paged list={list} whenEmpty={<Empty title={words.none} />}>
        {(assets) => (
          <Table
            label={words.title}
            rows={assets}
            keyOf={({ id }) => id}
            columns={[
              {
                name: words.lesson,
                show: ({ id, title }) => <Link to={`/lessons/${id}/edit`}>{title}</Link>,
              },
              {
                name: words.ownerName,
                show: ({ owner }) => <Link to={`/admin/people/${encodeURIComponent(owner)}`}>{owner}</Link>,
              },
              { name: words.unit, show: ({ unit }) => unit },
              { name: words.kind, show: ({ kind }) => words[kind] },
              {
                name: words.state,
                show: ({ state, deletedAt }) => (deletedAt === null ? words[state] : words.trashed),
              },
              { name: words.original, show: ({ bytes }) => bytesIn(language, bytes), isNumber: true },
              {
                name: words.derived,
                show: ({ derivedBytes }) => bytesIn(language, derivedBytes),
                isNumber: true,
              },
              { name: words.came, show: ({ createdAt }) => agoIn(language, createdAt) },
              {
                name: words.watched,
                show: ({ id, kind, title }) =>
                  isRecorded(kind) && (
                    <Link to={`/admin/lessons/${id}/viewers`} aria-label={`${words.viewers}: ${title}`}>
                      {words.viewers}
                    </Link>
                  ),
              },
            ]}
          />
        )}
      </Paged>
    </>
  );
}
