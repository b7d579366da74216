/** What has happened, and what to do next, which may go without saying. */
export type Sentence = readonly [what: string, next?: string];

/** By the codes of the API's problems. */
export type Sentences = Readonly<Record<string, Sentence>>;
