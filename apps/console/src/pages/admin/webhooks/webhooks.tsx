import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, Route, Routes } from 'react-router';
import { useSession } from '../../../api/session.js';
import { agoIn } from '../../../parts/amounts.js';
import { ButtonLink } from '../../../parts/button.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { DeliveryPage } from './delivery.js';
import { NewWebhook } from './new-webhook.js';
import { WebhookPage } from './webhook-page.js';
import { addressOf, nameOf, webhooksQuery } from './webhook-queries.js';
import { WebhookState } from './webhook-state.js';
import { WORDS } from './words.js';

/** Who is told what happens: a list, and a page for each with what it was told. */
export default function Webhooks() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  return (
    <Routes>
      <Route index element={<List />} />
      <Route path="new" element={<NewWebhook />} />
      <Route path=":id" element={<WebhookPage />} />
      <Route path=":id/deliveries/:delivery" element={<DeliveryPage />} />
    </Routes>
  );
}

function List() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { role } = useSession();
  const add = role !== 'auditor' && <ButtonLink to="/admin/webhooks/new">{words.add}</ButtonLink>;
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        {add}
      </div>
      <p>{words.about}</p>
      <Paged list={useInfiniteQuery(webhooksQuery)} whenEmpty={<Empty title={words.none} />}>
        {(webhooks) => (
          <Table
            label={words.title}
            rows={webhooks}
            keyOf={({ id }) => id}
            columns={[
              {
                name: words.name,
                show: (webhook) => <Link to={`/admin/webhooks/${webhook.id}`}>{nameOf(webhook)}</Link>,
              },
              { name: words.url, show: (webhook) => <span className="long">{addressOf(webhook)}</span> },
              { name: words.unitName, show: ({ unit }) => unit ?? words.everybody },
              { name: words.state, show: (webhook) => <WebhookState webhook={webhook} /> },
              { name: words.created, show: ({ createdAt }) => agoIn(language, createdAt) },
            ]}
          />
        )}
      </Paged>
    </>
  );
}
