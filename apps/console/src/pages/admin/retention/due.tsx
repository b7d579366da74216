import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { useSession } from '../../../api/session.js';
import { bytesIn } from '../../../parts/amounts.js';
import { TextInput } from '../../../parts/field.js';
import { useFilters } from '../../../parts/filters.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { type DueAsset, dueQuery } from './retention-queries.js';
import { WORDS } from './words.js';

/** What the rules would do to which lessons, now or by a day that is picked. */
export function Due() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { role } = useSession();
  const [{ at }, set] = useFilters('at');
  const day = new Date(`${at}T23:59:59`);
  const moment = Number.isNaN(day.getTime()) ? '' : day.toISOString();
  const action = (due: DueAsset) =>
    due.action === 'trash' ? words.trash : words['drop-rungs'](due.rungs.join(', '));
  const holds = { asset: words.asset, course: words.course, unit: words.unitHeld };
  return (
    <>
      <p>{words.dueAbout}</p>
      <div className="filters">
        <TextInput
          label={words.at}
          hint={words.atHint}
          type="date"
          value={at}
          onChange={({ target }) => set('at', target.value)}
        />
      </div>
      <Paged list={useInfiniteQuery(dueQuery(moment))} whenEmpty={<Empty title={words.noneDue} />}>
        {(assets) => (
          <Table
            label={words.due}
            rows={assets}
            keyOf={(due) => `${due.asset} ${due.action}`}
            columns={[
              {
                name: words.lesson,
                show: ({ asset, title }) => <Link to={`/lessons/${asset}/edit`}>{title}</Link>,
              },
              { name: words.owner, show: ({ owner }) => owner },
              { name: words.unitName, show: ({ unit }) => unit },
              { name: words.action, show: action },
              { name: words.bytes, show: ({ bytes }) => bytesIn(language, bytes), isNumber: true },
              {
                name: words.heldBy,
                show: ({ heldBy }) =>
                  heldBy !== null && <span className="state state-processing">{holds[heldBy]}</span>,
              },
              {
                name: words.rule,
                show: ({ rule }) =>
                  role === 'auditor' ? rule : <Link to={`/admin/retention/${rule}`}>{words.showRule}</Link>,
              },
            ]}
          />
        )}
      </Paged>
    </>
  );
}
