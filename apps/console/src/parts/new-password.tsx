import { useQuery } from '@tanstack/react-query';
import { waysQuery } from '../api/queries.js';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import { TextInput } from './field.js';

const WORDS = defineWords({
  'zh-CN': {
    password: '新密码',
    hint: (least: string) => `至少 ${least} 个字符；可以用一句好记的话。`,
    again: '再输入一次',
    differs: '两次输入的不一样。',
  },
  en: {
    password: 'New password',
    hint: (least: string) => `${least} characters at least; a sentence that you remember will do.`,
    again: 'Once more',
    differs: 'They are not the same.',
  },
});

export interface TypedPassword {
  readonly password: string;
  readonly again: string;
}

/** How many characters a password has here; undefined until that is known. */
export function usePasswordLength(): number | undefined {
  return useQuery(waysQuery).data?.password?.least;
}

/** Whether it was typed twice the same, and is long enough. */
export function isTyped({ password, again }: TypedPassword, least: number | undefined): boolean {
  return least !== undefined && password === again && Array.from(password).length >= least;
}

interface NewPasswordProps {
  readonly typed: TypedPassword;
  readonly least: number | undefined;
  readonly onType: (typed: TypedPassword) => void;
}

export function NewPassword({ typed, least, onType }: NewPasswordProps) {
  const words = useWords(WORDS);
  const { password, again } = typed;
  return (
    <>
      <TextInput
        label={words.password}
        hint={least === undefined ? undefined : words.hint(String(least))}
        type="password"
        autoComplete="new-password"
        required
        maxLength={256}
        value={password}
        onChange={({ target }) => onType({ ...typed, password: target.value })}
      />
      <TextInput
        label={words.again}
        type="password"
        autoComplete="new-password"
        required
        maxLength={256}
        value={again}
        error={again !== '' && again !== password ? words.differs : undefined}
        onChange={({ target }) => onType({ ...typed, again: target.value })}
      />
    </>
  );
}
