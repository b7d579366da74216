import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { agoIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Choice } from '../../../parts/field.js';
import { useFilters } from '../../../parts/filters.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { EVENTS } from './event-words.js';
import { useOutcome } from './outcome.js';
import { Replay } from './replay.js';
import { deliveriesQuery, type Delivery } from './webhook-queries.js';
import { WORDS } from './words.js';

const STATES: readonly Delivery['state'][] = ['waiting', 'delivered', 'failed'];

/** What a webhook was told, and what came of it. */
export function Deliveries({ id, isChanged }: { readonly id: string; readonly isChanged: boolean }) {
  const words = useWords(WORDS);
  const events: Readonly<Record<string, string>> = useWords(EVENTS);
  const { language } = useLanguage();
  const outcome = useOutcome();
  const [{ state }, set] = useFilters('state');
  const list = useInfiniteQuery(deliveriesQuery(id, state));
  return (
    <section className="admin-section">
      <h2>{words.deliveries}</h2>
      <div className="filters">
        <Choice label={words.state} value={state} onChange={({ target }) => set('state', target.value)}>
          <option value="">{words.any}</option>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </Choice>
        <Button isDisabled={list.isFetching} onPress={() => void list.refetch()}>
          {words.refresh}
        </Button>
      </div>
      <Paged list={list} whenEmpty={<Empty title={words.noDeliveries} />}>
        {(deliveries) => (
          <Table
            label={words.deliveries}
            rows={deliveries}
            keyOf={(delivery) => delivery.id}
            columns={[
              {
                name: words.event,
                show: (delivery) => (
                  <Link to={`/admin/webhooks/${id}/deliveries/${delivery.id}`}>
                    {events[delivery.type] ??
                      (delivery.type === 'webhook.test' ? words.testEvent : delivery.type)}
                  </Link>
                ),
              },
              { name: words.state, show: (delivery) => words[delivery.state] },
              { name: words.attempts, show: ({ attempts }) => attempts, isNumber: true },
              { name: words.answer, show: outcome },
              { name: words.created, show: ({ createdAt }) => agoIn(language, createdAt) },
              {
                name: words.due,
                show: ({ dueAt }) => (dueAt === null ? '' : agoIn(language, dueAt)),
              },
              ...(isChanged
                ? [
                    {
                      name: words.replay,
                      show: (delivery: Delivery) => <Replay id={id} delivery={delivery} />,
                    },
                  ]
                : []),
            ]}
          />
        )}
      </Paged>
    </section>
  );
}
