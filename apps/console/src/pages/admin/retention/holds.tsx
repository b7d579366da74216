import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { agoIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { Empty, Notice } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { type Hold, holdsQuery } from './retention-queries.js';
import { WORDS } from './words.js';

type Kind = Hold['kind'];

const KINDS: readonly Kind[] = ['assets', 'courses', 'units'];
const PAGES: Readonly<Record<Kind, (id: string) => string>> = {
  assets: (id) => `/lessons/${id}/edit`,
  courses: (id) => `/courses/${id}`,
  units: (id) => `/admin/units/${id}`,
};

/** What nobody and no rule may delete, and who said so. */
export function Holds() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { role } = useSession();
  const isLifted = (hold: Hold) => role === 'admin' || (role === 'unit-admin' && !hold.byAdministrator);
  return (
    <>
      <p>{words.holdsAbout}</p>
      {role !== 'auditor' && <PlaceHold />}
      <Paged list={useInfiniteQuery(holdsQuery)} whenEmpty={<Empty title={words.noHolds} />}>
        {(holds) => (
          <Table
            label={words.holds}
            rows={holds}
            keyOf={({ kind, id }) => `${kind} ${id}`}
            columns={[
              { name: words.kind, show: ({ kind }) => words[kind] },
              { name: words.id, show: ({ kind, id }) => <Link to={PAGES[kind](id)}>{id}</Link> },
              { name: words.unitName, show: ({ unit }) => unit },
              { name: words.reason, show: ({ reason }) => <span className="long">{reason}</span> },
              {
                name: words.by,
                show: ({ by, byAdministrator }) => (
                  <>
                    {by}
                    {byAdministrator && <span className="row-facts"> · {words.byAdministrator}</span>}
                  </>
                ),
              },
              { name: words.created, show: ({ createdAt }) => agoIn(language, createdAt) },
              ...(role === 'auditor'
                ? []
                : [{ name: words.lift, show: (hold: Hold) => isLifted(hold) && <Lift hold={hold} /> }]),
            ]}
          />
        )}
      </Paged>
    </>
  );
}

function PlaceHold() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('assets');
  const [id, setId] = useState('');
  const [reason, setReason] = useState('');
  const placing = useMutation({
    mutationFn: () => {
      const asked = { params: { path: { id: id.trim() } }, body: { reason: reason.trim() } };
      if (kind === 'assets') return told(api.PUT('/v1/admin/holds/assets/{id}', asked));
      return kind === 'courses'
        ? told(api.PUT('/v1/admin/holds/courses/{id}', asked))
        : told(api.PUT('/v1/admin/holds/units/{id}', asked));
    },
    onSuccess: async () => {
      setId('');
      setReason('');
      await outdated(queries);
    },
  });
  const place = (event: FormEvent) => {
    event.preventDefault();
    placing.mutate();
  };
  const isWhole = id.trim() !== '' && reason.trim() !== '';
  return (
    <form className="panel form" onSubmit={place}>
      <Choice label={words.kind} value={kind} onChange={({ target }) => setKind(target.value as Kind)}>
        {KINDS.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </Choice>
      <TextInput
        label={words.id}
        required
        maxLength={64}
        value={id}
        onChange={({ target }) => setId(target.value)}
      />
      <TextInput
        label={words.reason}
        hint={words.reasonHint}
        required
        maxLength={500}
        value={reason}
        onChange={({ target }) => setReason(target.value)}
      />
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={placing.isPending || !isWhole}>
          {words.place}
        </Button>
      </div>
      {placing.isSuccess && <Notice kind="good" title={words.placed} />}
      {placing.error !== null && <Failure error={placing.error} />}
    </form>
  );
}

function Lift({ hold: { kind, id } }: { readonly hold: Hold }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const lifting = useMutation({
    mutationFn: () => {
      const asked = { params: { path: { id } } };
      if (kind === 'assets') return told(api.DELETE('/v1/admin/holds/assets/{id}', asked));
      return kind === 'courses'
        ? told(api.DELETE('/v1/admin/holds/courses/{id}', asked))
        : told(api.DELETE('/v1/admin/holds/units/{id}', asked));
    },
    onSuccess: async () => {
      setAsked(false);
      await outdated(queries);
    },
  });
  return (
    <>
      <Button look="quiet" onPress={() => setAsked(true)} aria-label={`${words.lift}: ${id}`}>
        {words.lift}
      </Button>
      <Confirm
        title={words.liftTitle(id)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.lift}
        typed={id}
        isBusy={lifting.isPending}
        onConfirm={() => lifting.mutate()}
      >
        <p>{words.liftAbout}</p>
        {lifting.error !== null && <Failure error={lifting.error} />}
      </Confirm>
    </>
  );
}

/** A hold changes also what would go. */
async function outdated(queries: ReturnType<typeof useQueryClient>): Promise<void> {
  await queries.invalidateQueries({ queryKey: ['holds'] });
  await queries.invalidateQueries({ queryKey: ['retention', 'due'] });
}
