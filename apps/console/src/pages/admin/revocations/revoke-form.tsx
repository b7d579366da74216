import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { Notice } from '../../../parts/notice.js';
import { useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

/** Ends the URLs of a lesson or a person. New ones can be opened, so only a reason is asked for. */
export function RevokeForm() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [kind, setKind] = useState<'asset' | 'person'>('asset');
  const [id, setId] = useState('');
  const [reason, setReason] = useState('');
  const revoking = useMutation({
    mutationFn: () =>
      told(api.POST('/v1/admin/revocations', { body: { [kind]: id.trim(), reason: reason.trim() } })),
    onSuccess: async () => {
      setId('');
      setReason('');
      await queries.invalidateQueries({ queryKey: ['revocations'] });
    },
  });
  const revoke = (event: FormEvent) => {
    event.preventDefault();
    revoking.mutate();
  };
  const isWhole = id.trim() !== '' && reason.trim() !== '';
  return (
    <form className="panel form" onSubmit={revoke}>
      <Choice
        label={words.kind}
        value={kind}
        onChange={({ target }) => setKind(target.value as 'asset' | 'person')}
      >
        <option value="asset">{words.asset}</option>
        <option value="person">{words.person}</option>
      </Choice>
      <TextInput
        label={kind === 'asset' ? words.assetId : words.personId}
        hint={kind === 'asset' ? words.assetHint : words.personHint}
        required
        maxLength={kind === 'asset' ? 64 : 128}
        value={id}
        onChange={({ target }) => setId(target.value)}
      />
      <TextInput
        label={words.reason}
        hint={words.reasonHint}
        required
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" look="danger" isDisabled={revoking.isPending || !isWhole}>
          {words.revoke}
        </Button>
      </div>
      {revoking.isSuccess && <Notice kind="good" title={words.done} />}
      {revoking.error !== null && <Failure error={revoking.error} />}
    </form>
  );
}
