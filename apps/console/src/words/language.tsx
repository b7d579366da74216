import { createContext, type ReactNode, use, useEffect, useMemo, useState } from 'react';
import { remembered, remember } from '../parts/remembered.js';
import { type Language, LANGUAGES } from './define.js';

interface Speaking {
  readonly language: Language;
  readonly speak: (language: Language) => void;
}

const LanguageContext = createContext<Speaking | undefined>(undefined);

/** What was chosen here before; else Chinese, unless the browser asks for English before it asks for Chinese. */
function firstLanguage(): Language {
  const chosen = LANGUAGES.find((language) => language === remembered('language'));
  if (chosen !== undefined) return chosen;
  const asked = navigator.languages.find((language) => /^(?:zh|en)\b/i.test(language));
  return asked?.toLowerCase().startsWith('en') === true ? 'en' : 'zh-CN';
}

export function LanguageProvider({ children }: { readonly children: ReactNode }) {
  const [language, setLanguage] = useState(firstLanguage);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const speaking = useMemo(() => {
    const speak = (chosen: Language) => {
      remember('language', chosen);
      setLanguage(chosen);
    };
    return { language, speak };
  }, [language]);
  return <LanguageContext value={speaking}>{children}</LanguageContext>;
}

export function useLanguage(): Speaking {
  const speaking = use(LanguageContext);
  if (speaking === undefined) throw new Error('there is no LanguageProvider above');
  return speaking;
}

/** The words of a page or part in the language that is spoken now. */
export function useWords<Words>(words: Readonly<Record<Language, Words>>): Words {
  return words[useLanguage().language];
}
