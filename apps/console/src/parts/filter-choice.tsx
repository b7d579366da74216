import { Choice } from './field.js';

interface FilterChoiceProps<Value extends string> {
  readonly label: string;
  /** What is said where nothing is narrowed. */
  readonly any: string;
  readonly values: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  /** '' where nothing is narrowed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** One of a few by which a list is narrowed. */
export function FilterChoice<Value extends string>(props: FilterChoiceProps<Value>) {
  const { label, any, values, names, value, onChange } = props;
  return (
    <Choice label={label} value={value} onChange={({ target }) => onChange(target.value)}>
      <option value="">{any}</option>
      {values.map((each) => (
        <option key={each} value={each}>
          {names[each]}
        </option>
      ))}
    </Choice>
  );
}
