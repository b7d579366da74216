import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api } from './api/client.js';
import { told } from './api/problem.js';
import { useSession, useSessionChange } from './api/session.js';
import { Button } from './parts/button.js';
import { Dialog } from './parts/dialog.js';
import { Failure } from './parts/failure.js';
import { Choice } from './parts/field.js';
import { type Theme, THEMES, useTheme } from './parts/theme.js';
import { defineWords, type Language, LANGUAGES } from './words/define.js';
import { useLanguage, useWords } from './words/language.js';

const WORDS = defineWords({
  'zh-CN': {
    account: '账户与设置',
    language: '语言',
    theme: '外观',
    system: '跟随系统',
    light: '浅色',
    dark: '深色',
    signOut: '退出登录',
    doctor: '医生',
    'unit-admin': '单位管理员',
    admin: '平台管理员',
    auditor: '审计员',
  },
  en: {
    account: 'Account and settings',
    language: 'Language',
    theme: 'Appearance',
    system: 'As the system',
    light: 'Light',
    dark: 'Dark',
    signOut: 'Sign out',
    doctor: 'Doctor',
    'unit-admin': 'Unit administrator',
    admin: 'Administrator',
    auditor: 'Auditor',
  },
});

const NAMES: Readonly<Record<Language, string>> = { 'zh-CN': '简体中文', en: 'English' };

/** Who is signed in, what they see it in, and the way out. */
export function AccountMenu() {
  const words = useWords(WORDS);
  const { name, role } = useSession();
  const [isOpen, setOpen] = useState(false);
  const signOut = useSignOut();
  return (
    <>
      <Button look="quiet" onPress={() => setOpen(true)}>
        <span className="visually-hidden">{words.account} </span>
        <span className="account-name">{name}</span>
        <span className="account-sign" aria-hidden="true">
          {[...name][0]?.toUpperCase()}
        </span>
      </Button>
      <Dialog title={words.account} isOpen={isOpen} close={() => setOpen(false)}>
        <p>
          {name} · {words[role]}
        </p>
        <LookChoices />
        {signOut.error !== null && <Failure error={signOut.error} />}
        <Button isDisabled={signOut.isPending} onPress={() => signOut.mutate()}>
          {words.signOut}
        </Button>
      </Dialog>
    </>
  );
}

/** The language and the theme of this browser. */
export function LookChoices() {
  const words = useWords(WORDS);
  const { language, speak } = useLanguage();
  const { theme, choose } = useTheme();
  return (
    <>
      <Choice
        label={words.language}
        value={language}
        onChange={({ target }) => speak(target.value as Language)}
      >
        {LANGUAGES.map((each) => (
          <option key={each} value={each} lang={each}>
            {NAMES[each]}
          </option>
        ))}
      </Choice>
      <Choice label={words.theme} value={theme} onChange={({ target }) => choose(target.value as Theme)}>
        {THEMES.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </Choice>
    </>
  );
}

function useSignOut() {
  const change = useSessionChange();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => told(api.DELETE('/v1/session')),
    onSuccess: async ({ signOut }) => {
      await change(null);
      if (signOut === null) await navigate('/sign-in');
      // At the identity provider, too: else the next one at this machine is in by one press.
      else location.assign(signOut);
    },
  });
}
