/** What the console speaks. */
export const LANGUAGES = ['zh-CN', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

type Word = string | ((...told: never[]) => string);
type SameAs<Words> = {
  readonly [Key in keyof Words]: Words[Key] extends (...told: infer Told) => string
    ? (...told: Told) => string
    : string;
};

/** The words of one page or part in every language: one that is missing anywhere is an error of types. */
export function defineWords<const Words extends Readonly<Record<string, Word>>>(words: {
  readonly 'zh-CN': Words;
  readonly en: NoInfer<SameAs<Words>>;
}): Readonly<Record<Language, SameAs<Words>>> {
  // The compiler can't compare them while it does not know the words.
  return words as unknown as Readonly<Record<Language, SameAs<Words>>>;
}
