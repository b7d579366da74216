import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { meQuery } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { CheckBox, Choice, TextInput } from '../../parts/field.js';
import { isTyped, NewPassword, usePasswordLength } from '../../parts/new-password.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

type Me = Schemas['Me'];
type Kind = keyof Me['notices'];

/** What somebody may change about themselves: which mails they get, and their password. */
export default function Account() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const { data: me, error, refetch } = useQuery(meQuery);
  const { byPassword } = useSession();
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (me === undefined) return <Skeleton lines={6} />;
  return (
    <div className="page">
      <h1>{words.title}</h1>
      <p>{[me.name, me.unit?.name].filter(Boolean).join(' · ')}</p>
      <Mails me={me} />
      {byPassword && <Password />}
    </div>
  );
}

function Mails({ me }: { readonly me: Me }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const saving = useMutation({
    mutationFn: (body: Schemas['MeEdit']) => told(api.PATCH('/v1/me', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: meQuery.queryKey }),
  });
  return (
    <section className="panel" aria-labelledby="mails">
      <h2 id="mails">{words.mails}</h2>
      <p>{me.email === null ? words.noAddress : words.to(me.email)}</p>
      <ul>
        {(Object.keys(me.notices) as Kind[]).map((kind) => (
          <li key={kind}>
            <CheckBox
              label={words[kind]}
              checked={me.notices[kind]}
              disabled={saving.isPending}
              onChange={({ target }) => saving.mutate({ notices: { [kind]: target.checked } })}
            />
          </li>
        ))}
      </ul>
      <Choice
        label={words.language}
        value={me.language}
        onChange={({ target }) => saving.mutate({ language: target.value as Me['language'] })}
      >
        <option value="zh-CN">简体中文</option>
        <option value="en">English</option>
      </Choice>
      {saving.error !== null && <Failure error={saving.error} />}
    </section>
  );
}

function Password() {
  const words = useWords(WORDS);
  const [current, setCurrent] = useState('');
  const [typed, setTyped] = useState({ password: '', again: '' });
  const least = usePasswordLength();
  const saving = useMutation({
    mutationFn: () => told(api.PUT('/v1/me/password', { body: { current, password: typed.password } })),
    onSuccess: () => {
      setCurrent('');
      setTyped({ password: '', again: '' });
    },
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    saving.mutate();
  };
  return (
    <section className="panel" aria-labelledby="password">
      <h2 id="password">{words.password}</h2>
      <form className="form" onSubmit={save}>
        <p>{words.passwordAbout}</p>
        <TextInput
          label={words.current}
          type="password"
          autoComplete="current-password"
          required
          value={current}
          onChange={({ target }) => setCurrent(target.value)}
        />
        <NewPassword typed={typed} least={least} onType={setTyped} />
        {saving.error !== null && <Failure error={saving.error} />}
        {saving.isSuccess && <Notice kind="good" title={words.changed} />}
        <div className="form-actions">
          <Button type="submit" isDisabled={saving.isPending || current === '' || !isTyped(typed, least)}>
            {words.change}
          </Button>
        </div>
      </form>
    </section>
  );
}
