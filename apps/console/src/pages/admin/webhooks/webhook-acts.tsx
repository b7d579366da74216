import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { Notice } from '../../../parts/notice.js';
import { SecretOnce } from '../../../parts/secret-once.js';
import { useWords } from '../../../words/language.js';
import { nameOf, type Webhook, webhookQuery } from './webhook-queries.js';
import { WORDS } from './words.js';

/** What is done to a webhook besides editing it: tried out, stopped, given another secret, removed. */
export function WebhookActs({ webhook }: { readonly webhook: Webhook }) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [asked, setAsked] = useState<'rotate' | 'remove'>();
  const { id, enabled } = webhook;
  const name = nameOf(webhook);
  const params = { path: { id } };
  const refresh = () => queries.invalidateQueries({ queryKey: ['webhooks'] });
  const testing = useMutation({
    mutationFn: () => told(api.POST('/v1/admin/webhooks/{id}/test', { params })),
    onSuccess: refresh,
  });
  const enabling = useMutation({
    mutationFn: () => told(api.PATCH('/v1/admin/webhooks/{id}', { params, body: { enabled: !enabled } })),
    onSuccess: refresh,
  });
  const rotating = useMutation({
    mutationFn: () => told(api.POST('/v1/admin/webhooks/{id}/rotate-secret', { params })),
    onSuccess: async () => {
      setAsked(undefined);
      await refresh();
    },
  });
  const removing = useMutation({
    mutationFn: () => told(api.DELETE('/v1/admin/webhooks/{id}', { params })),
    onSuccess: async () => {
      await navigate('/admin/webhooks');
      queries.removeQueries({ queryKey: webhookQuery(id).queryKey });
      await queries.invalidateQueries({ queryKey: ['webhooks', 'list'] });
    },
  });
  const error = testing.error ?? enabling.error;
  return (
    <>
      <div className="form-actions">
        <Button isDisabled={testing.isPending || !enabled} onPress={() => testing.mutate()}>
          {words.test}
        </Button>
        <Button isDisabled={enabling.isPending} onPress={() => enabling.mutate()}>
          {enabled ? words.disable : words.enable}
        </Button>
        <Button onPress={() => setAsked('rotate')}>{words.rotate}</Button>
        <Button look="danger" onPress={() => setAsked('remove')}>
          {words.remove}
        </Button>
      </div>
      {!enabled && <p>{words.enableAbout}</p>}
      {testing.isSuccess && <Notice kind="good" title={words.tested} />}
      {error !== null && <Failure error={error} />}
      <Confirm
        title={words.rotateTitle(name)}
        isOpen={asked === 'rotate'}
        close={() => setAsked(undefined)}
        act={words.rotate}
        isBusy={rotating.isPending}
        onConfirm={() => rotating.mutate()}
      >
        <p>{words.rotateAbout}</p>
        {rotating.error !== null && <Failure error={rotating.error} />}
      </Confirm>
      <SecretOnce
        title={words.secret}
        about={words.secretAbout}
        secret={rotating.data?.secret}
        close={() => rotating.reset()}
      />
      <Confirm
        title={words.removeTitle(name)}
        isOpen={asked === 'remove'}
        close={() => setAsked(undefined)}
        act={words.remove}
        typed={name}
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        <p>{words.removeAbout}</p>
        {removing.error !== null && <Failure error={removing.error} />}
      </Confirm>
    </>
  );
}
