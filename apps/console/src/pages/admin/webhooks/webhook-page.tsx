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
import { Conflict } from '../../../parts/conflict.js';
import { Failure } from '../../../parts/failure.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { Deliveries } from './deliveries.js';
import { WebhookActs } from './webhook-acts.js';
import { isWhole, WebhookFields, type WebhookWish } from './webhook-fields.js';
import { addressOf, type EventType, nameOf, type Webhook, webhookQuery } from './webhook-queries.js';
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
  const { unit, previousSecretUntil } = webhook;
  return (
    <>
      <Link to="/admin/webhooks">{words.back}</Link>
      <h1>{nameOf(webhook)}</h1>
      <p className="row-facts">
        <WebhookState webhook={webhook} /> · {unit ?? words.everybody} · {addressOf(webhook)}
        {previousSecretUntil !== null && ` · ${words.previousUntil(momentIn(language, previousSecretUntil))}`}
      </p>
      {isChanged && <WebhookActs webhook={webhook} />}
      {isChanged && <Editing webhook={webhook} />}
      <Deliveries id={id} isChanged={isChanged} />
    </>
  );
}

function Editing({ webhook }: { readonly webhook: Webhook }) {
  const words = useWords(WORDS);
  const { id, version } = webhook;
  const saving = useVersionedSave({
    queryKey: webhookQuery(id).queryKey,
    version,
    save: (body: Schemas['WebhookEdit'], header) =>
      told(api.PATCH('/v1/admin/webhooks/{id}', { params: { path: { id }, header }, body })),
    outdates: ['webhooks', 'list'],
  });
  return (
    <details className="panel form">
      <summary>{words.edit}</summary>
      {saving.isConflict && <Conflict title={words.changed} />}
      {/* What others have changed is shown anew. */}
      <WebhookForm
        key={version}
        webhook={webhook}
        isBusy={saving.isPending}
        onSave={(edit) => saving.mutate(edit)}
      />
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </details>
  );
}

interface WebhookFormProps {
  readonly webhook: Webhook;
  readonly isBusy: boolean;
  readonly onSave: (edit: Schemas['WebhookEdit']) => void;
}

function WebhookForm({ webhook, isBusy, onSave }: WebhookFormProps) {
  const words = useWords(WORDS);
  const [wish, setWish] = useState<WebhookWish>({
    url: webhook.url,
    description: webhook.description,
    // The service names no others.
    eventTypes: webhook.eventTypes as EventType[],
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave({
      url: wish.url.trim(),
      description: wish.description.trim(),
      eventTypes: [...wish.eventTypes],
    });
  };
  return (
    <form className="form" onSubmit={save}>
      <WebhookFields wish={wish} onChange={setWish} />
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={isBusy || !isWhole(wish)}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
