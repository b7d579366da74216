import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { ApiProblem, told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { momentIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { Notice, Skeleton } from '../../../parts/notice.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

type Key = Schemas['SigningKeys']['items'][number];

const keysQuery = queryOptions({
  queryKey: ['signing-keys'],
  queryFn: () => told(api.GET('/v1/admin/signing-keys')),
  // They change by themselves.
  staleTime: 0,
});

/** What signs URLs now, what verifies those of before and until when; and the change to a new key. */
export default function SigningKeys() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const { role } = useSession();
  const { data: keys, error, isFetching, refetch } = useQuery(keysQuery);
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <Button isDisabled={isFetching} onPress={() => void refetch()}>
          {words.refresh}
        </Button>
      </div>
      <p>{words.about}</p>
      {error !== null && <Failure error={error} again={() => void refetch()} />}
      {keys === undefined ? (
        error === null && <Skeleton lines={3} height="2.5rem" />
      ) : (
        <Keys keys={keys.items} />
      )}
      {role === 'admin' && <Rotation />}
    </>
  );
}

function Keys({ keys }: { readonly keys: readonly Key[] }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const stateOf = ({ state, signsFrom }: Key) =>
    signsFrom !== null && state === 'verifying' ? words.coming(momentIn(language, signsFrom)) : words[state];
  return (
    <Table
      label={words.title}
      rows={keys}
      keyOf={({ kid }) => kid}
      columns={[
        { name: words.kid, show: ({ kid }) => <span className="mono">{kid}</span> },
        {
          name: words.state,
          show: (key) => (
            <span className={`state state-${key.state === 'signing' ? 'ready' : 'processing'}`}>
              {stateOf(key)}
            </span>
          ),
        },
        {
          name: words.since,
          show: ({ since }) => (since === null ? words.unknown : momentIn(language, since)),
        },
        { name: words.until, show: ({ until }) => (until === null ? '' : momentIn(language, until)) },
      ]}
    />
  );
}

function Rotation() {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const rotating = useMutation({
    mutationFn: () => told(api.POST('/v1/admin/signing-keys/rotate')),
    onSuccess: (keys) => queries.setQueryData(keysQuery.queryKey, keys),
    onSettled: () => setAsked(false),
  });
  const steps = stepsOf(rotating.error);
  return (
    <section className="panel">
      <p>{words.rotateAbout}</p>
      <p>{words.leaked}</p>
      <div className="form-actions">
        <Button isDisabled={rotating.isPending} onPress={() => setAsked(true)}>
          {words.rotate}
        </Button>
      </div>
      {rotating.isSuccess && <Notice kind="good" title={words.rotated} />}
      {rotating.error !== null && <Failure error={rotating.error} />}
      {steps.length > 0 && (
        <>
          <p>{words.steps}</p>
          <ol className="steps">
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      <Confirm
        title={words.rotateTitle}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.rotate}
        isBusy={rotating.isPending}
        onConfirm={() => rotating.mutate()}
      >
        <p>{words.rotateAbout}</p>
      </Confirm>
    </section>
  );
}

/** What the service says is to be done where the ring is not its own to write. */
function stepsOf(error: unknown): readonly string[] {
  const steps = error instanceof ApiProblem ? error.more['steps'] : undefined;
  return Array.isArray(steps) ? steps.filter((step): step is string => typeof step === 'string') : [];
}
