import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useParams } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { useVersionedSave } from '../../../api/versioned-save.js';
import { momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { Deliveries } from './deliveries.js';
import { WebhookActs } from './webhook-acts.js';
import { isWhole, WebhookFields, type WebhookWish } from './webhook-fields.js';
import { type EventType, nameOf, type Webhook, webhookQuery } from './webhook-queries.js';
import { WebhookState } from './webhook-state.js';
import { WORDS } from './words.js';

export function WebhookPage() {
  const words = useWords(WORDS);
  const { id = '' } = useParams();
  const { language } = useLanguage();
  const { role } = useSession();
  const { data: webhook, error, refetch } = useQuery(webhookQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (webhook === undefined) return <Skeleton lines={6} />;
  const isChanged = role !== 'auditor';
  const { url, unit, previousSecretUntil } = webhook;
  return (
    <>
      <Link to="/admin/webhooks">{words.back}</Link>
      <h1>{nameOf(webhook)}</h1>
      <p className="row-facts">
        <WebhookState webhook={webhook} /> · {unit ?? words.everybody} · {url}
        {previousSecretUntil !== null && ` · ${words.previousUntil(momentIn(language, previousSecretUntil))}`}
      </p>
      {isChanged && <WebhookActs webhook={webhook} />}
      {isChanged && <WebhookForm key={webhook.version} webhook={webhook} />}
      <Deliveries id={id} isChanged={isChanged} />
    </>
  );
}

function WebhookForm({ webhook }: { readonly webhook: Webhook }) {
  const words = useWords(WORDS);
  const { id, version } = webhook;
  const [wish, setWish] = useState<WebhookWish>({
    url: webhook.url,
    description: webhook.description,
    // The service names no others; one of a newer service stays as it is.
    eventTypes: webhook.eventTypes as EventType[],
  });
  const saving = useVersionedSave({
    queryKey: webhookQuery(id).queryKey,
    version,
    save: (body: Schemas['WebhookEdit'], header) =>
      told(api.PATCH('/v1/admin/webhooks/{id}', { params: { path: { id }, header }, body })),
    outdates: ['webhooks', 'list'],
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate({
      url: wish.url.trim(),
      description: wish.description.trim(),
      eventTypes: [...wish.eventTypes],
    });
  };
  return (
    <form className="panel form" onSubmit={save}>
      {saving.isConflict && (
        <Notice kind="warn" title={words.changed}>
          <p>{words.changedAbout}</p>
        </Notice>
      )}
      <WebhookFields wish={wish} onChange={setWish} />
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={saving.isPending || !isWhole(wish)}>
          {words.save}
        </Button>
      </div>
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </form>
  );
}
