import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { type Asset, type AssetFilter, assetsQuery } from '../../../api/queries.js';
import { agoIn, bytesIn } from '../../../parts/amounts.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { narrowing, useFilters } from '../../../parts/filters.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

const STATES = ['processing', 'playable', 'ready', 'failed', 'trashed'] as const;
const KINDS: readonly Asset['kind'][] = ['video', 'audio', 'image', 'attachment'];

/** All that the reader may see, with what it takes of the storage. */
export default function Lessons() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  usePageTitle(words.title);
  const [filters, set] = useFilters('q', 'state', 'kind', 'owner');
  const list = useInfiniteQuery(assetsQuery(narrowing(filters) as AssetFilter, 50));
  const text = (name: 'q' | 'owner', label: string) => (
    <TextInput
      label={label}
      type="search"
      maxLength={128}
      defaultValue={filters[name]}
      onKeyDown={(event) => event.key === 'Enter' && set(name, event.currentTarget.value.trim())}
      onBlur={({ target }) => set(name, target.value.trim())}
    />
  );
  return (
    <>
      <h1>{words.title}</h1>
      <div className="filters">
        {text('q', words.search)}
        {text('owner', words.owner)}
        <Choice
          label={words.state}
          value={filters.state}
          onChange={({ target }) => set('state', target.value)}
        >
          <option value="">{words.any}</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </Choice>
        <Choice label={words.kind} value={filters.kind} onChange={({ target }) => set('kind', target.value)}>
          <option value="">{words.any}</option>
          {KINDS.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </Choice>
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
            ]}
          />
        )}
      </Paged>
    </>
  );
}
