import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { SecretOnce } from '../../../parts/secret-once.js';
import { useWords } from '../../../words/language.js';
import { UnitField } from '../unit-field.js';
import { isWhole, WebhookFields, type WebhookWish } from './webhook-fields.js';
import { WORDS } from './words.js';

const EMPTY: WebhookWish = { url: '', description: '', eventTypes: ['asset.ready', 'asset.failed'] };

export function NewWebhook() {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [wish, setWish] = useState(EMPTY);
  const [unit, setUnit] = useState('');
  const creating = useMutation({
    mutationFn: ({ url, description, eventTypes }: WebhookWish) =>
      told(
        api.POST('/v1/admin/webhooks', {
          body: {
            url: url.trim(),
            description: description.trim(),
            eventTypes: [...eventTypes],
            ...(unit.trim() !== '' && { unit: unit.trim() }),
          },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  const create = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate(wish);
  };
  const { data: made } = creating;
  return (
    <>
      <Link to="/admin/webhooks">{words.back}</Link>
      <h1>{words.add}</h1>
      <form className="panel form" onSubmit={create}>
        <WebhookFields wish={wish} onChange={setWish} />
        <UnitField
          label={words.unit}
          hint={words.unitHint}
          value={unit}
          onChange={({ target }) => setUnit(target.value)}
        />
        {creating.error !== null && <Failure error={creating.error} />}
        <div className="form-actions">
          <Button
            type="submit"
            look="main"
            isDisabled={creating.isPending || made !== undefined || !isWhole(wish)}
          >
            {words.create}
          </Button>
        </div>
      </form>
      <SecretOnce
        title={words.secret}
        about={words.secretAbout}
        secret={made?.secret}
        close={() => void navigate(`/admin/webhooks/${made?.id ?? ''}`)}
      />
    </>
  );
}
