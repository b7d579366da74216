import { useState } from 'react';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import { Button } from './button.js';
import { copy } from './copy.js';
import { Dialog } from './dialog.js';
import { Notice } from './notice.js';
import './secret-once.css';

const WORDS = defineWords({
  'zh-CN': {
    once: '只显示这一次，请现在就复制并妥善保存。',
    copy: '复制',
    copied: '已复制',
    byHand: '浏览器不允许复制，请选中后手动复制。',
    done: '我已保存',
  },
  en: {
    once: 'It is shown this once: copy it now, and keep it where nobody else reads it.',
    copy: 'Copy',
    copied: 'Copied',
    byHand: 'The browser does not let it be copied: select it, and copy it by hand.',
    done: 'I have kept it',
  },
});

interface SecretOnceProps {
  readonly title: string;
  /** Nothing is shown without it. */
  readonly secret: string | undefined;
  readonly about?: string | undefined;
  readonly close: () => void;
}

/** A secret that no later request tells. */
export function SecretOnce({ title, secret, about, close }: SecretOnceProps) {
  return (
    <Dialog title={title} isOpen={secret !== undefined} close={close}>
      {secret !== undefined && <Shown {...{ title, secret, about, close }} />}
    </Dialog>
  );
}

function Shown({ title, secret, about, close }: SecretOnceProps) {
  const words = useWords(WORDS);
  const [isCopied, setCopied] = useState<boolean>();
  return (
    <>
      <Notice kind="warn" title={words.once} />
      {about !== undefined && <p>{about}</p>}
      <output className="secret" aria-label={title}>
        {secret}
      </output>
      <p role="status">{isCopied === undefined ? ' ' : isCopied ? words.copied : words.byHand}</p>
      <div className="dialog-actions">
        <Button look="main" onPress={() => void copy(secret ?? '').then(setCopied)}>
          {words.copy}
        </Button>
        <Button onPress={close}>{words.done}</Button>
      </div>
    </>
  );
}
