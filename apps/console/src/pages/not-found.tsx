import { ButtonLink } from '../parts/button.js';
import { Empty } from '../parts/notice.js';
import { usePageTitle } from '../parts/page-title.js';
import { defineWords } from '../words/define.js';
import { useWords } from '../words/language.js';

const WORDS = defineWords({
  'zh-CN': { title: '没有这个页面', what: '这里没有页面，或者它已经不在了。', home: '回到首页' },
  en: { title: 'No such page', what: 'There is no page here, or it is gone.', home: 'Go home' },
});

export default function NotFound() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  return (
    <>
      <h1>{words.title}</h1>
      <Empty title={words.what}>
        <ButtonLink to="/">{words.home}</ButtonLink>
      </Empty>
    </>
  );
}
