import { bytesIn, momentIn } from '../../../parts/amounts.js';
import type { Language } from '../../../words/define.js';
import { useLanguage } from '../../../words/language.js';
import { FACTS, VALUES } from './fact-words.js';

const IS_MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:/;
/** Hashes and ids are compared by their ends, and copied whole from the export. */
const LONGEST = 80;

/** What else is known of an entry: `size 1.4 GB`, not JSON. */
export function Facts({ facts }: { readonly facts: Readonly<Record<string, unknown>> }) {
  const { language } = useLanguage();
  const names: Readonly<Record<string, string>> = FACTS[language];
  const entries = Object.entries(facts);
  if (entries.length === 0) return null;
  return (
    <dl className="audit-facts">
      {entries.map(([key, value]) => (
        <div key={key}>
          <dt>{names[key] ?? key}</dt>
          <dd>{told(language, key, value)}</dd>
        </div>
      ))}
    </dl>
  );
}

function told(language: Language, key: string, value: unknown): string {
  const words = VALUES[language];
  if (value === null || value === undefined || value === '') return words.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'number')
    return /bytes$/i.test(key) || key === 'offset' || key === 'limit'
      ? bytesIn(language, value)
      : new Intl.NumberFormat(language).format(value);
  if (typeof value === 'string') {
    if (IS_MOMENT.test(value)) return momentIn(language, value);
    return value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value;
  }
  if (Array.isArray(value))
    return value.length === 0 ? words.none : value.map((each) => told(language, key, each)).join(', ');
  const names: Readonly<Record<string, string>> = FACTS[language];
  return Object.entries(value)
    .map(([inner, each]) => `${names[inner] ?? inner} ${told(language, inner, each)}`)
    .join('; ');
}
