import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useVersionedSave } from '../../../api/versioned-save.js';
import { Button } from '../../../parts/button.js';
import { Conflict } from '../../../parts/conflict.js';
import { Failure } from '../../../parts/failure.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { RemoveForGood } from '../../../parts/remove-for-good.js';
import { useWords } from '../../../words/language.js';
import { UnitField } from '../unit-field.js';
import { type Rule, ruleQuery } from './retention-queries.js';
import { isRight, NO_RULE, RuleFields, textOf, wishOf } from './rule-fields.js';
import { WORDS } from './words.js';

export function NewRule() {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [unit, setUnit] = useState('');
  const [rule, setRule] = useState(NO_RULE);
  const creating = useMutation({
    mutationFn: () => told(api.POST('/v1/admin/retention', { body: { unit: unit.trim(), ...wishOf(rule) } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['retention'] });
      await navigate('/admin/retention');
    },
  });
  const create = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate();
  };
  return (
    <>
      <Link to="/admin/retention">{words.back}</Link>
      <h1>{words.add}</h1>
      <form className="panel form" onSubmit={create}>
        <UnitField
          label={words.unit}
          hint={words.unitHint}
          required
          value={unit}
          onChange={({ target }) => setUnit(target.value)}
        />
        <RuleFields rule={rule} onChange={setRule} />
        <p>{words.atOnce}</p>
        {creating.error !== null && <Failure error={creating.error} />}
        <div className="form-actions">
          <Button
            type="submit"
            look="main"
            isDisabled={creating.isPending || unit.trim() === '' || !isRight(rule)}
          >
            {words.create}
          </Button>
        </div>
      </form>
    </>
  );
}

export function EditRule() {
  const words = useWords(WORDS);
  const { id = '' } = useParams();
  const { data: rule, error, refetch } = useQuery(ruleQuery(id));
  if (error !== null) return <Failure error={error} again={() => void refetch()} isWhole />;
  if (rule === undefined) return <Skeleton lines={6} />;
  return (
    <>
      <Link to="/admin/retention">{words.back}</Link>
      <h1>{rule.unit}</h1>
      <Editing rule={rule} />
      <RemoveForGood
        name={rule.unit}
        title={words.removeTitle(rule.unit)}
        about={words.removeAbout}
        act={words.remove}
        remove={() => told(api.DELETE('/v1/admin/retention/{id}', { params: { path: { id } } }))}
        next="/admin/retention"
        queryKey={ruleQuery(id).queryKey}
        outdates={['retention']}
      />
    </>
  );
}

function Editing({ rule }: { readonly rule: Rule }) {
  const words = useWords(WORDS);
  const { id, version } = rule;
  const saving = useVersionedSave({
    queryKey: ruleQuery(id).queryKey,
    version,
    save: (body: ReturnType<typeof wishOf>, header) =>
      told(api.PATCH('/v1/admin/retention/{id}', { params: { path: { id }, header }, body })),
    outdates: ['retention'],
  });
  return (
    <section className="panel form">
      {saving.isConflict && <Conflict title={words.changed} />}
      {/* What others have changed is shown anew. */}
      <RuleForm key={version} rule={rule} isBusy={saving.isPending} onSave={(edit) => saving.mutate(edit)} />
      {saving.isDone && <Notice kind="good" title={words.saved} />}
      {saving.failure !== undefined && <Failure error={saving.failure} />}
    </section>
  );
}

interface RuleFormProps {
  readonly rule: Rule;
  readonly isBusy: boolean;
  readonly onSave: (edit: ReturnType<typeof wishOf>) => void;
}

function RuleForm({ rule, isBusy, onSave }: RuleFormProps) {
  const words = useWords(WORDS);
  const [text, setText] = useState(textOf(rule));
  const save = (event: FormEvent) => {
    event.preventDefault();
    onSave(wishOf(text));
  };
  return (
    <form className="form" onSubmit={save}>
      <RuleFields rule={text} onChange={setText} />
      <p>{words.atOnce}</p>
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={isBusy || !isRight(text)}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
