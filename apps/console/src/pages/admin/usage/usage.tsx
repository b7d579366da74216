import { useInfiniteQuery } from '@tanstack/react-query';
import { Choice, TextInput } from '../../../parts/field.js';
import { FilterText } from '../../../parts/filter-text.js';
import { useFilters } from '../../../parts/filters.js';
import { Empty, Skeleton } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { useWords } from '../../../words/language.js';
import { Plots } from './plots.js';
import { usageQuery, usageTable } from './usage-queries.js';
import { UsageFigures } from './usage-figures.js';
import { WORDS } from './words.js';
import './usage.css';

/** What was stored, sent, watched and encoded: as plots, as figures, and as a file. */
export default function Usage() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const [filters, set] = useFilters('by', 'unit', 'person', 'interval', 'from', 'to');
  const { by, unit, person, interval, from, to } = filters;
  const day = (name: 'from' | 'to', value: string) => (
    <TextInput
      label={words[name]}
      type="date"
      value={value}
      onChange={({ target }) => set(name, target.value)}
    />
  );
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <a className="button button-plain" href={usageTable(filters)} download>
          {words.export}
        </a>
      </div>
      <div className="filters">
        <Choice
          label={words.by}
          value={person === '' ? by : ''}
          disabled={person !== ''}
          onChange={({ target }) => set('by', target.value)}
        >
          <option value="">{words.sum}</option>
          <option value="unit">{words.unitEach}</option>
          <option value="person">{words.personEach}</option>
        </Choice>
        <FilterText label={words.unit} value={unit} maxLength={64} onChange={(value) => set('unit', value)} />
        <FilterText label={words.person} value={person} onChange={(value) => set('person', value)} />
        <Choice
          label={words.interval}
          value={interval}
          onChange={({ target }) => set('interval', target.value)}
        >
          <option value="">{words.day}</option>
          <option value="month">{words.month}</option>
        </Choice>
        {day('from', from)}
        {day('to', to)}
      </div>
      <Paged
        list={useInfiniteQuery(usageQuery(filters))}
        whenEmpty={<Empty title={words.none} />}
        whileLoading={<Skeleton lines={3} height="13rem" />}
      >
        {(subjects) => (
          <>
            <Plots subjects={subjects} />
            <UsageFigures subjects={subjects} isAlone={person !== '' || by === ''} />
          </>
        )}
      </Paged>
      <p className="row-facts">{words.utc}</p>
    </>
  );
}
