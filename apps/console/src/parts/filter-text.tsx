import { useEffect, useState } from 'react';
import { TextInput } from './field.js';

interface FilterTextProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly maxLength?: number;
}

/** A word that a list is narrowed by: taken when it is whole, since requests that search are counted. */
export function FilterText({ label, value, onChange, maxLength = 128 }: FilterTextProps) {
  const [text, setText] = useState(value);
  // Somebody may have gone back to what it was before.
  useEffect(() => setText(value), [value]);
  const take = () => text.trim() !== value && onChange(text.trim());
  return (
    <TextInput
      label={label}
      type="search"
      maxLength={maxLength}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onKeyDown={({ key }) => key === 'Enter' && take()}
      onBlur={take}
    />
  );
}
