import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import type { Schemas } from '#libs/client';
import { useSession } from '../../../api/session.js';
import { momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { Skeleton } from '../../../parts/notice.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { EVENTS } from './event-words.js';
import { useOutcome } from './outcome.js';
import { Replay } from './replay.js';
import { deliveryQuery } from './webhook-queries.js';
import { WORDS } from './words.js';

type Story = Schemas['WebhookDeliveryStory'];

/** One delivery: what was sent, each attempt, and what the receiver said. */
export function DeliveryPage() {
  const words = useWords(WORDS);
  const events: Readonly<Record<string, string>> = useWords(EVENTS);
  const { language } = useLanguage();
  const { role } = useSession();
  const { id = '', delivery = '' } = useParams();
  const { data: story, error, isFetching, refetch } = useQuery(deliveryQuery(id, delivery));
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (story === undefined) return <Skeleton lines={8} />;
  const { type, state, eventId, replayOf, createdAt, endedAt, dueAt, answer, body } = story;
  const facts: readonly (readonly [string, string | null])[] = [
    [words.state, words[state]],
    [words.created, momentIn(language, createdAt)],
    [words.due, dueAt && momentIn(language, dueAt)],
    [words.ended, endedAt && momentIn(language, endedAt)],
    [words.delivery, story.id],
    [words.eventId, eventId],
    [words.replayOf, replayOf],
  ];
  return (
    <>
      <Link to={`/admin/webhooks/${id}`}>{words.backToOne}</Link>
      <div className="page-head">
        <h1>{events[type] ?? (type === 'webhook.test' ? words.testEvent : type)}</h1>
        <div className="form-actions">
          <Button isDisabled={isFetching} onPress={() => void refetch()}>
            {words.refresh}
          </Button>
          {role !== 'auditor' && <Replay id={id} delivery={story} />}
        </div>
      </div>
      <dl className="pairs">
        {facts.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
      <Attempts story={story} />
      <Text title={words.body} text={legible(body)} />
      {answer !== null && answer !== '' && <Text title={words.answer} text={answer} />}
    </>
  );
}

function Attempts({ story: { tried } }: { readonly story: Story }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const outcome = useOutcome();
  if (tried.length === 0) return null;
  return (
    <Table
      label={words.tried}
      rows={tried}
      keyOf={({ at }) => at}
      columns={[
        { name: words.at, show: ({ at }) => momentIn(language, at) },
        { name: words.took, show: ({ ms }) => words.ms(String(ms)), isNumber: true },
        { name: words.result, show: (attempt) => outcome(attempt) || words.delivered },
      ]}
    />
  );
}

function Text({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <section className="panel">
      <h2>{title}</h2>
      <pre className="raw" tabIndex={0} role="region" aria-label={title}>
        {text}
      </pre>
    </section>
  );
}

/** Set out in lines where it is JSON. What is signed has no spaces. */
function legible(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}
