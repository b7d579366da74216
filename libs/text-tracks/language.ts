import { LanguageUnknown } from './text-tracks.errors.js';

/** What nobody knows the language of (BCP 47). */
const UNKNOWN_LANGUAGE = 'und';

const ENGLISH = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });

/**
 * A language as BCP 47 writes it, whatever its case: `zh-cn` is `zh-CN`, `chi` is `zh`. Names of languages and of
 * countries are none.
 *
 * @throws LanguageUnknown
 */
export function languageOf(text: string): string {
  const language = canonical(text);
  if (language === undefined || language.length > 35) throw new LanguageUnknown();
  const locale = new Intl.Locale(language);
  // What follows a single letter says how to sort and the like, and no player compares it.
  if (locale.baseName !== language) throw new LanguageUnknown();
  if (language !== UNKNOWN_LANGUAGE && ENGLISH.of(locale.language) === undefined) throw new LanguageUnknown();
  return language;
}

/** The language's name in itself; `Captions` where it is not known. */
export function nameOfLanguage(language: string): string {
  if (language === UNKNOWN_LANGUAGE) return 'Captions';
  return new Intl.DisplayNames([language], { type: 'language' }).of(language) ?? language;
}

function canonical(text: string): string | undefined {
  try {
    return Intl.getCanonicalLocales(text)[0];
  } catch {
    return undefined;
  }
}
