import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';
import { Notice } from './notice.js';

const WORDS = defineWords({
  'zh-CN': { about: '下面已换成现在的内容；请检查后再保存。' },
  en: { about: 'What is shown now is theirs: look at it, and save again.' },
});

/** Nothing was written, since another has changed it meanwhile. @param title says so, of what it is */
export function Conflict({ title }: { readonly title: string }) {
  const words = useWords(WORDS);
  return (
    <Notice kind="warn" title={title}>
      <p>{words.about}</p>
    </Notice>
  );
}
