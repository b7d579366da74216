import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { useWords } from '../../../words/language.js';
import type { Delivery } from './webhook-queries.js';
import { WORDS } from './words.js';

interface ReplayProps {
  readonly id: string;
  readonly delivery: Pick<Delivery, 'id' | 'state'>;
}

/** Sends a delivery once more; one that waits is tried at once. */
export function Replay({ id, delivery }: ReplayProps) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const replaying = useMutation({
    mutationFn: () =>
      told(
        api.POST('/v1/admin/webhooks/{id}/deliveries/{delivery}/replay', {
          params: { path: { id, delivery: delivery.id } },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhooks'] }),
  });
  const act = delivery.state === 'waiting' ? words.replayNow : words.replay;
  const sent = replaying.data;
  return (
    <>
      <Button
        look="quiet"
        isDisabled={replaying.isPending}
        onPress={() => replaying.mutate()}
        aria-label={`${act}: ${delivery.id}`}
      >
        {act}
      </Button>
      {sent !== undefined && (
        <p role="status">
          {words.replayed}{' '}
          {sent.id !== delivery.id && (
            <Link to={`/admin/webhooks/${id}/deliveries/${sent.id}`}>{words.showReplay}</Link>
          )}
        </p>
      )}
      {replaying.error !== null && <Failure error={replaying.error} />}
    </>
  );
}
