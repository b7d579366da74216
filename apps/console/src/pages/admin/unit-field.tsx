import { useQuery } from '@tanstack/react-query';
import { type ComponentProps, useId } from 'react';
import { TextInput } from '../../parts/field.js';
import { unitsNamed } from './units/unit-queries.js';

/** The id of a unit, with the units in reach to pick from by their names. */
export function UnitField(props: ComponentProps<typeof TextInput>) {
  const list = useId();
  const { data } = useQuery(unitsNamed);
  const units = data?.items.filter(({ kind }) => kind !== 'doctor') ?? [];
  return (
    <>
      <TextInput maxLength={64} autoComplete="off" {...props} list={list} />
      <datalist id={list}>
        {units.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </datalist>
    </>
  );
}
