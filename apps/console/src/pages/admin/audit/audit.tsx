import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { apiUrl } from '../../../api/base.js';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from as fromCursor, paged } from '../../../api/queries.js';
import { useSession } from '../../../api/session.js';
import { momentIn } from '../../../parts/amounts.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { FilterText } from '../../../parts/filter-text.js';
import { narrowing, useFilters } from '../../../parts/filters.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { ACTIONS } from './actions.js';
import { Facts } from './facts.js';
import { VerdictPanel } from './verdict.js';
import { WORDS } from './words.js';
import type { Schemas } from '#libs/client';
import './audit.css';

type Entry = Schemas['AuditEntry'];
type Filters = Readonly<Record<'actor' | 'action' | 'subject' | 'unit' | 'from' | 'to', string>>;

/** As the API wants it: from the beginning of a day to the end of another, where the reader is. */
function asked({ from, to, ...others }: Filters): Record<string, string> {
  const begin = (day: string, later = 0) => {
    const at = new Date(`${day}T00:00`);
    if (Number.isNaN(at.getTime())) return '';
    at.setDate(at.getDate() + later);
    return at.toISOString();
  };
  return narrowing({ ...others, from: begin(from), to: begin(to, 1) });
}

function auditQuery(filters: Filters) {
  return infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: async ({ pageParam }) =>
      (await told(
        api.GET('/v1/admin/audit', {
          params: { query: { format: 'json', limit: 50, ...asked(filters), ...fromCursor(pageParam) } },
        }),
        // It may be a file, too, which is not asked for here.
      )) as Schemas['AuditEntryPage'],
    staleTime: 0,
    ...paged,
  });
}

/** Who did what to what, and whether that is what was written down. */
export default function Audit() {
  const words = useWords(WORDS);
  const actions: Readonly<Record<string, string>> = useWords(ACTIONS);
  usePageTitle(words.title);
  const { role } = useSession();
  const [filters, set] = useFilters('actor', 'action', 'subject', 'unit', 'from', 'to');
  const file = (format: 'csv' | 'ndjson') =>
    apiUrl(`v1/admin/audit?${new URLSearchParams({ ...asked(filters), format })}`);
  const moment = (name: 'from' | 'to') => (
    <TextInput
      label={words[name]}
      type="date"
      value={filters[name]}
      onChange={({ target }) => set(name, target.value)}
    />
  );
  const { action } = filters;
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <div className="form-actions">
          <a className="button button-plain" href={file('csv')} download>
            {words.csv}
          </a>
          <a className="button button-plain" href={file('ndjson')} download>
            {words.ndjson}
          </a>
        </div>
      </div>
      {role !== 'unit-admin' && <VerdictPanel />}
      <div className="filters">
        <FilterText label={words.actor} value={filters.actor} onChange={(value) => set('actor', value)} />
        <Choice label={words.action} value={action} onChange={({ target }) => set('action', target.value)}>
          <option value="">{words.any}</option>
          {action !== '' && !(action in actions) && <option value={action}>{action}</option>}
          {Object.entries(actions).map(([code, name]) => (
            <option key={code} value={code}>
              {name}
            </option>
          ))}
        </Choice>
        <FilterText
          label={words.subject}
          value={filters.subject}
          onChange={(value) => set('subject', value)}
        />
        <FilterText
          label={words.unit}
          value={filters.unit}
          maxLength={64}
          onChange={(value) => set('unit', value)}
        />
        {moment('from')}
        {moment('to')}
      </div>
      <Paged list={useInfiniteQuery(auditQuery(filters))} whenEmpty={<Empty title={words.none} />}>
        {(entries) => <Entries entries={entries} />}
      </Paged>
    </>
  );
}

function Entries({ entries }: { readonly entries: readonly Entry[] }) {
  const words = useWords(WORDS);
  const actions: Readonly<Record<string, string>> = useWords(ACTIONS);
  const { language } = useLanguage();
  return (
    <Table
      label={words.title}
      rows={entries}
      keyOf={({ seq }) => String(seq)}
      columns={[
        { name: words.number, show: ({ seq }) => seq, isNumber: true },
        {
          name: words.at,
          show: ({ at }) => <time dateTime={at}>{momentIn(language, at)}</time>,
        },
        {
          name: words.who,
          show: ({ actor }) =>
            actor === 'system' ? (
              words.system
            ) : (
              <Link to={`?actor=${encodeURIComponent(actor)}`}>{actor}</Link>
            ),
        },
        {
          name: words.action,
          show: ({ action, facts }) => (
            <>
              {actions[action] ?? action}
              <Facts facts={facts} />
            </>
          ),
        },
        {
          name: words.what,
          show: ({ subject, unit }) => (
            <>
              <Link to={`?subject=${encodeURIComponent(subject)}`}>{subject}</Link>
              {unit !== null && unit !== subject && <div className="row-facts">{words.where(unit)}</div>}
            </>
          ),
        },
      ]}
    />
  );
}
