import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { waysQuery } from '../../api/queries.js';
import { LookChoices } from '../../account-menu.js';
import { apiUrl, OWN_REQUEST } from '../../api/base.js';
import { api } from '../../api/client.js';
import { ApiProblem, told } from '../../api/problem.js';
import { useSessionChange, useSessionQuery } from '../../api/session.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { TextInput } from '../../parts/field.js';
import { Notice, Skeleton } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { isUnderWay } from '../../parts/under-way.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';
import './sign-in.css';

/** A path of this page's own to go back to; never another site. */
function backTo(asked: string | null): string {
  return asked !== null && /^\/(?![/\\])[^\s\\]*$/.test(asked) ? asked : '/';
}

export default function SignIn() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const [search] = useSearchParams();
  const back = backTo(search.get('return'));
  const { data: session } = useSessionQuery();
  const code = useCode();
  if (session !== null && session !== undefined && code === undefined) return <Navigate to={back} replace />;
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <img src="./icon.svg" width="48" height="48" alt="" />
        <h1>{words.title}</h1>
        <p>{words.about}</p>
        {code === undefined ? (
          <Ways back={back} problem={search.get('problem')} />
        ) : (
          <ByCode code={code} back={back} />
        )}
      </div>
      <div className="sign-in-look">
        <LookChoices />
      </div>
    </main>
  );
}

/** The one-time code that a start has printed, out of the address, which keeps it no longer. */
function useCode(): string | undefined {
  const [code] = useState(() => /^#code=([\w-]+)$/.exec(location.hash)?.[1]);
  useEffect(() => {
    if (code !== undefined) history.replaceState(history.state, '', location.pathname + location.search);
  }, [code]);
  return code;
}

function useEntering(back: string) {
  const change = useSessionChange();
  const navigate = useNavigate();
  return async (session: Parameters<typeof change>[0]) => {
    await change(session);
    await navigate(back, { replace: true });
  };
}

function ByCode({ code, back }: { readonly code: string; readonly back: string }) {
  const words = useWords(WORDS);
  const enter = useEntering(back);
  const using = useMutation({
    mutationFn: () => told(api.POST('/v1/session/code', { body: { code } })),
    onSuccess: enter,
  });
  const isUsed = useRef(false);
  useEffect(() => {
    if (isUsed.current) return;
    isUsed.current = true;
    using.mutate();
  });
  if (using.error === null) return <p role="status">{words.entering}</p>;
  return (
    <>
      <Failure error={using.error} />
      <Ways back={back} problem={null} />
    </>
  );
}

function Ways({ back, problem }: { readonly back: string; readonly problem: string | null }) {
  const words = useWords(WORDS);
  const { data: ways, error, refetch } = useQuery(waysQuery);
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (ways === undefined) return <Skeleton lines={3} height="2.5rem" />;
  const has = (way: (typeof ways.ways)[number]) => ways.ways.includes(way);
  const isKeyOnly = ways.ways.every((way) => way === 'api-key');
  return (
    <>
      {isUnderWay() && <Notice kind="plain" title={words.underWay} />}
      {problem !== null && <Failure error={new ApiProblem({ code: problem })} />}
      {has('identity-provider') && <ByProvider back={back} />}
      {has('password') && <ByPassword back={back} />}
      {has('api-key') && <ByKey back={back} isOnly={isKeyOnly} />}
    </>
  );
}

function ByProvider({ back }: { readonly back: string }) {
  const words = useWords(WORDS);
  // Leaving this page would end them. The other tab's sign-in is this one's, too.
  const keepsPage = isUnderWay() ? { target: '_blank' } : {};
  return (
    <a
      {...keepsPage}
      className="button button-main"
      href={apiUrl(`v1/session/sign-in?return=${encodeURIComponent(back)}`)}
    >
      {words.byProvider}
    </a>
  );
}

function ByPassword({ back }: { readonly back: string }) {
  const words = useWords(WORDS);
  const enter = useEntering(back);
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signing = useMutation({
    mutationFn: () => told(api.POST('/v1/session/password', { body: { name: name.trim(), password } })),
    onSuccess: enter,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    signing.mutate();
  };
  return (
    <form onSubmit={send} className="sign-in-form">
      <TextInput
        label={words.who}
        autoComplete="username"
        spellCheck={false}
        autoCapitalize="none"
        required
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <TextInput
        label={words.password}
        type="password"
        autoComplete="current-password"
        required
        value={password}
        onChange={({ target }) => setPassword(target.value)}
      />
      {signing.error !== null && <Failure error={signing.error} />}
      <Button
        type="submit"
        look="main"
        isDisabled={signing.isPending || name.trim() === '' || password === ''}
      >
        {words.enter}
      </Button>
      <p className="sign-in-hint">{words.forgotten}</p>
    </form>
  );
}

function ByKey({ back, isOnly }: { readonly back: string; readonly isOnly: boolean }) {
  const words = useWords(WORDS);
  const enter = useEntering(back);
  const [key, setKey] = useState('');
  const [isOdd, setOdd] = useState(false);
  const signing = useMutation({
    mutationFn: async () =>
      told(api.POST('/v1/session', { headers: { ...OWN_REQUEST, authorization: `Bearer ${key.trim()}` } })),
    onSuccess: enter,
  });
  const send = (event: FormEvent) => {
    event.preventDefault();
    const isKey = /^lk_[\w-]{43}$/.test(key.trim());
    setOdd(!isKey);
    if (isKey) signing.mutate();
  };
  const form = (
    <form onSubmit={send} className="sign-in-form">
      <TextInput
        label={words.key}
        hint={words.keyHint}
        error={isOdd ? words.keyShape : undefined}
        type="password"
        autoComplete="off"
        spellCheck={false}
        value={key}
        onChange={({ target }) => setKey(target.value)}
      />
      {signing.error !== null && <Failure error={signing.error} />}
      <Button type="submit" look={isOnly ? 'main' : 'plain'} isDisabled={signing.isPending}>
        {words.enter}
      </Button>
    </form>
  );
  if (isOnly) return form;
  return (
    <details>
      <summary>{words.orKey}</summary>
      {form}
    </details>
  );
}
