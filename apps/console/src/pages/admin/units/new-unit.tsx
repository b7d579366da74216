import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { useWords } from '../../../words/language.js';
import { unitQuery } from './unit-queries.js';
import { WORDS } from './words.js';

type NewUnitWish = Schemas['NewUnit'];
type Kind = NewUnitWish['kind'];

/** Larger kinds first: what stands below one is smaller. */
const KINDS: readonly Kind[] = ['region', 'county', 'hospital', 'department'];

export function NewUnit() {
  const words = useWords(WORDS);
  const [search] = useSearchParams();
  const parentId = search.get('below') ?? undefined;
  const { data: parent } = useQuery({ ...unitQuery(parentId ?? ''), enabled: parentId !== undefined });
  const kinds =
    parent === undefined ? KINDS.slice(0, 1) : KINDS.slice(KINDS.indexOf(parent.kind as Kind) + 1);
  return (
    <>
      <Link to="/admin/units">{words.back}</Link>
      <h1>{parentId === undefined ? words.addTop : `${words.add}: ${parent?.name ?? ''}`}</h1>
      {(parentId === undefined || parent !== undefined) && <UnitForm kinds={kinds} parentId={parentId} />}
    </>
  );
}

interface UnitFormProps {
  readonly kinds: readonly Kind[];
  readonly parentId: string | undefined;
}

function UnitForm({ kinds, parentId }: UnitFormProps) {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [id, setId] = useState('');
  const [kind, setKind] = useState<Kind>(kinds[0] ?? 'region');
  const creating = useMutation({
    mutationFn: (body: NewUnitWish) => told(api.POST('/v1/admin/units', { body })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['units'] });
      await navigate(`/admin/units/${made.id}`);
    },
  });
  const create = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate({
      name: name.trim(),
      kind,
      ...(id.trim() !== '' && { id: id.trim() }),
      ...(parentId !== undefined && { parentId }),
    });
  };
  return (
    <form className="panel form" onSubmit={create}>
      <TextInput
        label={words.name}
        value={name}
        maxLength={200}
        required
        onChange={({ target }) => setName(target.value)}
      />
      <TextInput
        label={words.id}
        hint={words.idHint}
        value={id}
        maxLength={64}
        onChange={({ target }) => setId(target.value)}
      />
      <Choice label={words.kind} value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
        {kinds.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </Choice>
      {creating.error !== null && <Failure error={creating.error} />}
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={creating.isPending || name.trim() === ''}>
          {words.create}
        </Button>
      </div>
    </form>
  );
}
