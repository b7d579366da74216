import { agoIn } from '../../../parts/amounts.js';
import { useLanguage, useWords } from '../../../words/language.js';
import type { Webhook } from './webhook-queries.js';
import { WORDS } from './words.js';

/** Whether it is sent anything, and why not. */
export function WebhookState({
  webhook: { enabled, disabledBecause, failingSince },
}: {
  readonly webhook: Webhook;
}) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const because =
    disabledBecause === null
      ? words.disabled
      : disabledBecause === 'failures'
        ? words.byFailures
        : words.byPerson;
  if (!enabled) return <span className="state state-failed">{because}</span>;
  if (failingSince !== null)
    return <span className="state state-processing">{words.failing(agoIn(language, failingSince))}</span>;
  return <span className="state state-ready">{words.enabled}</span>;
}
