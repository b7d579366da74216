import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { type Role, ROLES } from '../../../api/session.js';
import { Button } from '../../../parts/button.js';
import { Failure } from '../../../parts/failure.js';
import { CheckBox, Choice, TextInput } from '../../../parts/field.js';
import { SecretOnce } from '../../../parts/secret-once.js';
import { useWords } from '../../../words/language.js';
import { UnitField } from '../unit-field.js';
import { WORDS } from './words.js';

type Wish = Schemas['NewApiKey'];
type Scope = NonNullable<Wish['scopes']>[number];

const SCOPES: readonly Scope[] = ['upload', 'view', 'admin'];
const TEXTS = { label: '', subject: '', name: '', unit: '', expires: '' };

export function NewKey() {
  const words = useWords(WORDS);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [texts, setTexts] = useState(TEXTS);
  const [role, setRole] = useState<Role>('doctor');
  const [scopes, setScopes] = useState<readonly Scope[]>(['upload']);
  const creating = useMutation({
    mutationFn: (body: Wish) => told(api.POST('/v1/admin/api-keys', { body })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['api-keys'] }),
  });
  const create = (event: FormEvent) => {
    event.preventDefault();
    const { label, subject, name, unit, expires } = texts;
    creating.mutate({
      label: label.trim(),
      subject: subject.trim(),
      name: name.trim(),
      role,
      scopes: [...scopes],
      ...(unit.trim() !== '' && { unit: unit.trim() }),
      // To the end of that day, where the reader is.
      ...(expires !== '' && { expiresAt: new Date(`${expires}T23:59:59`).toISOString() }),
    });
  };
  const input = (name: keyof typeof TEXTS) => ({
    value: texts[name],
    onChange: ({ target }: { readonly target: { readonly value: string } }) =>
      setTexts({ ...texts, [name]: target.value }),
  });
  const isUnitNeeded = role === 'doctor' || role === 'unit-admin';
  const needed = [texts.label, texts.subject, texts.name, ...(isUnitNeeded ? [texts.unit] : [])];
  const isWhole = needed.every((text) => text.trim() !== '') && scopes.length > 0;
  const { data: made } = creating;
  const scopeWords = { upload: words.upload, view: words.view, admin: words.adminScope };
  return (
    <>
      <Link to="/admin/keys">{words.back}</Link>
      <h1>{words.add}</h1>
      <form className="panel form" onSubmit={create}>
        <TextInput label={words.label} hint={words.labelHint} required maxLength={200} {...input('label')} />
        <TextInput
          label={words.subject}
          hint={words.subjectHint}
          required
          maxLength={128}
          {...input('subject')}
        />
        <TextInput label={words.name} required maxLength={200} {...input('name')} />
        <Choice label={words.role} value={role} onChange={({ target }) => setRole(target.value as Role)}>
          {ROLES.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </Choice>
        <UnitField label={words.unit} hint={words.unitHint} required={isUnitNeeded} {...input('unit')} />
        <fieldset className="checks">
          <legend>{words.scopes}</legend>
          {SCOPES.map((scope) => (
            <CheckBox
              key={scope}
              label={
                <>
                  {scopeWords[scope]} <code>{scope}</code>
                </>
              }
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(SCOPES.filter((each) => (each === scope ? target.checked : scopes.includes(each))))
              }
            />
          ))}
        </fieldset>
        <TextInput label={words.expires} hint={words.expiresHint} type="date" {...input('expires')} />
        {creating.error !== null && <Failure error={creating.error} />}
        <div className="form-actions">
          <Button type="submit" look="main" isDisabled={creating.isPending || made !== undefined || !isWhole}>
            {words.create}
          </Button>
        </div>
      </form>
      <SecretOnce
        title={words.secret}
        about={words.secretAbout}
        secret={made?.secret}
        close={() => void navigate('/admin/keys')}
      />
    </>
  );
}
