import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { useSessionChange } from '../../api/session.js';
import { Button, ButtonLink } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { isTyped, NewPassword, usePasswordLength } from '../../parts/new-password.js';
import { Notice } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { defineWords } from '../../words/define.js';
import { useWords } from '../../words/language.js';
import '../sign-in/sign-in.css';

const WORDS = defineWords({
  'zh-CN': {
    title: '设置密码',
    about: '设置好密码后就会登录，这个链接随之失效。',
    none: '这个链接不完整。',
    noneAbout: '请从收到的消息中完整地打开链接，或向管理员要一个新的。',
    save: '设置并登录',
    signIn: '去登录',
  },
  en: {
    title: 'Set a password',
    about: 'You are signed in when you have set it, and this link ends.',
    none: 'This link is not whole.',
    noneAbout: 'Open all of it as you got it, or ask your administrator for a new one.',
    save: 'Set it, and sign in',
    signIn: 'Sign in',
  },
});

/** Where the link of an administrator leads that lets somebody set their password. */
export default function Invitation() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const navigate = useNavigate();
  const change = useSessionChange();
  // Behind the # it reaches no server and no log; the address keeps it no longer.
  const [secret] = useState(() => location.hash.slice(1));
  const [typed, setTyped] = useState({ password: '', again: '' });
  const least = usePasswordLength();
  useEffect(() => history.replaceState(history.state, '', location.pathname), []);
  const setting = useMutation({
    mutationFn: () =>
      told(api.POST('/v1/session/invitation', { body: { secret, password: typed.password } })),
    onSuccess: async (session) => {
      await change(session);
      await navigate('/', { replace: true });
    },
  });
  const save = (event: FormEvent) => {
    event.preventDefault();
    setting.mutate();
  };
  return (
    <main className="sign-in">
      <div className="sign-in-card">
        <h1>{words.title}</h1>
        {secret === '' ? (
          <>
            <Notice kind="warn" title={words.none}>
              <p>{words.noneAbout}</p>
            </Notice>
            <ButtonLink to="/sign-in">{words.signIn}</ButtonLink>
          </>
        ) : (
          <form className="sign-in-form" onSubmit={save}>
            <p>{words.about}</p>
            <NewPassword typed={typed} least={least} onType={setTyped} />
            {setting.error !== null && <Failure error={setting.error} />}
            <Button type="submit" look="main" isDisabled={setting.isPending || !isTyped(typed, least)}>
              {words.save}
            </Button>
          </form>
        )}
      </div>
    </main>
  );
}
