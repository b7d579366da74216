import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { TextInput } from '../../../parts/field.js';
import { Notice } from '../../../parts/notice.js';
import { useWords } from '../../../words/language.js';
import { type Person, personQuery } from './people-queries.js';
import { WORDS } from './words.js';

type Erasure = Schemas['Erasure'];

/** Takes for good what is known of somebody: what would become of everything is said first, and their id is typed. */
export function ErasurePanel({ person: { id, name } }: { readonly person: Person }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [to, setTo] = useState('');
  const [isAsked, setAsked] = useState(false);
  const erasure = (more: Schemas['ErasureWish']) => {
    const lessonsTo = to.trim() === '' ? null : to.trim();
    return told(
      api.POST('/v1/admin/people/{id}/erasure', { params: { path: { id } }, body: { lessonsTo, ...more } }),
    );
  };
  const looking = useMutation({ mutationFn: () => erasure({ dryRun: true }) });
  const erasing = useMutation({
    mutationFn: () => erasure({ confirm: id }),
    onSettled: () => setAsked(false),
    onSuccess: async ({ complete }) => {
      if (!complete) return;
      await navigate('/admin/people');
      queries.removeQueries({ queryKey: personQuery(id).queryKey });
      await queries.invalidateQueries();
    },
  });
  const look = (event: FormEvent) => {
    event.preventDefault();
    looking.mutate();
  };
  return (
    <form className="panel form" onSubmit={look}>
      <h2>{words.erase}</h2>
      <p>{words.eraseAbout}</p>
      <TextInput
        label={words.lessonsTo}
        hint={words.lessonsToHint}
        value={to}
        maxLength={128}
        onChange={({ target }) => {
          setTo(target.value);
          // What was said is of somebody else.
          looking.reset();
        }}
      />
      <div className="form-actions">
        <Button type="submit" isDisabled={looking.isPending}>
          {words.eraseLook}
        </Button>
        {looking.data !== undefined && (
          <Button look="danger" onPress={() => setAsked(true)}>
            {words.erase}
          </Button>
        )}
      </div>
      {looking.data !== undefined && <Foreseen erasure={looking.data} />}
      {looking.error !== null && <Failure error={looking.error} />}
      {erasing.data?.complete === false && <Notice kind="warn" title={words.eraseMore} />}
      {erasing.error !== null && <Failure error={erasing.error} />}
      <Confirm
        title={words.eraseTitle(name ?? id)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.erase}
        typed={id}
        isBusy={erasing.isPending}
        onConfirm={() => erasing.mutate()}
      >
        <p>{words.eraseForGood}</p>
      </Confirm>
    </form>
  );
}

function Foreseen({ erasure: { lessons, erased, watched, stays } }: { readonly erasure: Erasure }) {
  const words = useWords(WORDS);
  const [assets, courses] = [String(lessons.assets), String(lessons.courses)];
  return (
    <Notice kind="warn" title={words.eraseForeseen}>
      <ul className="told-list">
        <li>{words.eraseGone(String(erased.apiKeys), String(erased.sessions), String(erased.uploads))}</li>
        <li>
          {lessons.to === null
            ? words.lessonsStay(assets, courses)
            : words.lessonsGo(assets, courses, lessons.to)}
        </li>
        <li>{words.watchedStays(String(watched))}</li>
        {stays.map(({ what }) => (
          <li key={what}>{words[`stays-${what}`]}</li>
        ))}
      </ul>
    </Notice>
  );
}
