import { TextInput } from './field.js';

interface FilterTextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength?: number;
  readonly hint?: string;
}

/** A word that a list is narrowed by: taken when it is whole, since requests that search are counted. */
export function FilterText({ label, value, onChange, maxLength = 128, hint }: FilterTextProps) {
  const take = (text: string) => text.trim() !== value && onChange(text.trim());
  return (
    <TextInput
      // Somebody may have gone back to what it was before.
      key={value}
      label={label}
      hint={hint}
      type="search"
      maxLength={maxLength}
      defaultValue={value}
      onKeyDown={(event) => event.key === 'Enter' && take(event.currentTarget.value)}
      onBlur={({ target }) => take(target.value)}
    />
  );
}
