import type { Schemas } from '#libs/client';
import { CheckBox, Choice, TextInput } from '../../../parts/field.js';
import { useWords } from '../../../words/language.js';
import type { Rule } from './retention-queries.js';
import { WORDS } from './words.js';

/** What a rule says, as it is written into the form. */
export interface RuleText {
  readonly tag: string;
  readonly trashDays: string;
  readonly since: 'uploaded' | 'watched';
  readonly dropDays: string;
  readonly keepsOriginals: boolean;
}

export const NO_RULE: RuleText = {
  tag: '',
  trashDays: '',
  since: 'watched',
  dropDays: '',
  keepsOriginals: false,
};

export function textOf({ tag, trash, dropRungsAfterDays, keepsOriginals }: Rule): RuleText {
  return {
    tag: tag ?? '',
    trashDays: trash === null ? '' : String(trash.afterDays),
    since: trash?.since ?? 'watched',
    dropDays: dropRungsAfterDays === null ? '' : String(dropRungsAfterDays),
    keepsOriginals,
  };
}

export function wishOf({
  tag,
  trashDays,
  since,
  dropDays,
  keepsOriginals,
}: RuleText): Required<Schemas['RetentionRuleEdit']> {
  return {
    tag: tag.trim() === '' ? null : tag.trim(),
    trash: trashDays.trim() === '' ? null : { afterDays: Number(trashDays), since },
    dropRungsAfterDays: dropDays.trim() === '' ? null : Number(dropDays),
    keepsOriginals,
  };
}

export function isRight({ trashDays, dropDays }: RuleText): boolean {
  return areDays(trashDays) && areDays(dropDays);
}

function areDays(text: string): boolean {
  const days = Number(text);
  return text.trim() === '' || (Number.isInteger(days) && days >= 1 && days <= 36_500);
}

interface RuleFieldsProps {
  readonly rule: RuleText;
  readonly onChange: (rule: RuleText) => void;
}

export function RuleFields({ rule, onChange }: RuleFieldsProps) {
  const words = useWords(WORDS);
  const days = (name: 'trashDays' | 'dropDays', hint: string) => (
    <TextInput
      label={words[name]}
      hint={hint}
      inputMode="numeric"
      maxLength={5}
      value={rule[name]}
      error={areDays(rule[name]) ? undefined : words.daysShape}
      onChange={({ target }) => onChange({ ...rule, [name]: target.value })}
    />
  );
  return (
    <>
      <TextInput
        label={words.tag}
        hint={words.tagHint}
        maxLength={64}
        value={rule.tag}
        onChange={({ target }) => onChange({ ...rule, tag: target.value })}
      />
      {days('trashDays', words.daysHint)}
      {rule.trashDays.trim() !== '' && (
        <Choice
          label={words.since}
          value={rule.since}
          onChange={({ target }) => onChange({ ...rule, since: target.value as RuleText['since'] })}
        >
          <option value="watched">{words.watched}</option>
          <option value="uploaded">{words.uploaded}</option>
        </Choice>
      )}
      {days('dropDays', words.dropHint)}
      <CheckBox
        label={words.keeps}
        checked={rule.keepsOriginals}
        onChange={({ target }) => onChange({ ...rule, keepsOriginals: target.checked })}
      />
    </>
  );
}
