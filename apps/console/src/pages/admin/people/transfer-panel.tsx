import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Notice } from '../../../parts/notice.js';
import { useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

/** Gives what somebody has made to another, when they leave. */
export function TransferPanel({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [to, setTo] = useState('');
  const giving = useMutation({
    mutationFn: () =>
      told(api.POST('/v1/admin/people/{id}/transfer', { params: { path: { id } }, body: { to: to.trim() } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  const give = (event: FormEvent) => {
    event.preventDefault();
    if (to.trim() !== '') giving.mutate();
  };
  return (
    <form className="panel form" onSubmit={give}>
      <h2>{words.transfer}</h2>
      <p>{words.transferAbout}</p>
      <TextInput
        label={words.transferTo}
        value={to}
        maxLength={128}
        onChange={({ target }) => setTo(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" isDisabled={giving.isPending || to.trim() === ''}>
          {words.transfer}
        </Button>
      </div>
      {giving.data !== undefined && (
        <Notice
          kind="good"
          title={words.transferred(String(giving.data.assets), String(giving.data.courses))}
        >
          {!giving.data.complete && <p>{words.transferMore}</p>}
        </Notice>
      )}
      {giving.error !== null && <Failure error={giving.error} />}
    </form>
  );
}
