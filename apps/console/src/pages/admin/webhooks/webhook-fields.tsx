import { CheckBox, TextInput } from '../../../parts/field.js';
import { useWords } from '../../../words/language.js';
import { EVENTS } from './event-words.js';
import { EVENT_TYPES } from '../../../api/event-types.js';
import type { EventType } from './webhook-queries.js';
import { WORDS } from './words.js';

export interface WebhookWish {
  readonly url: string;
  readonly description: string;
  readonly eventTypes: readonly EventType[];
}

interface WebhookFieldsProps {
  readonly wish: WebhookWish;
  readonly onChange: (wish: WebhookWish) => void;
}

/** Where it goes, what it is called and what it is told. */
export function WebhookFields({ wish, onChange }: WebhookFieldsProps) {
  const words = useWords(WORDS);
  const events = useWords(EVENTS);
  const { url, description, eventTypes } = wish;
  const choose = (type: EventType, isChosen: boolean) => {
    const chosen = EVENT_TYPES.filter((each) => (each === type ? isChosen : eventTypes.includes(each)));
    onChange({ ...wish, eventTypes: chosen });
  };
  return (
    <>
      <TextInput
        label={words.url}
        hint={words.urlHint}
        type="url"
        required
        maxLength={2_000}
        value={url}
        onChange={({ target }) => onChange({ ...wish, url: target.value })}
      />
      <TextInput
        label={words.description}
        maxLength={200}
        value={description}
        onChange={({ target }) => onChange({ ...wish, description: target.value })}
      />
      <fieldset className="checks">
        <legend>{words.eventTypes}</legend>
        {EVENT_TYPES.map((type) => (
          <CheckBox
            key={type}
            label={
              <>
                {events[type]} <code>{type}</code>
              </>
            }
            checked={eventTypes.includes(type)}
            onChange={({ target }) => choose(type, target.checked)}
          />
        ))}
      </fieldset>
    </>
  );
}

/** Whether it says all that is needed; what else is wrong with it the service says. */
export function isWhole({ url, eventTypes }: WebhookWish): boolean {
  return url.trim() !== '' && eventTypes.length > 0;
}
