import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, Route, Routes } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';
import { agoIn, dayIn } from '../../../parts/amounts.js';
import { Button, ButtonLink } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { NewKey } from './new-key.js';
import { WORDS } from './words.js';

type ApiKey = Schemas['ApiKey'];

const keysQuery = infiniteQueryOptions({
  queryKey: ['api-keys'],
  queryFn: ({ pageParam }) =>
    told(api.GET('/v1/admin/api-keys', { params: { query: { limit: 50, ...from(pageParam) } } })),
  ...paged,
});

/** The keys of programs, without their secrets. */
export default function Keys() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  return (
    <Routes>
      <Route index element={<List />} />
      <Route path="new" element={<NewKey />} />
    </Routes>
  );
}

function List() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  return (
    <>
      <div className="page-head">
        <h1>{words.title}</h1>
        <ButtonLink to="/admin/keys/new">{words.add}</ButtonLink>
      </div>
      <p>{words.about}</p>
      <Paged list={useInfiniteQuery(keysQuery)} whenEmpty={<Empty title={words.none} />}>
        {(keys) => (
          <Table
            label={words.title}
            rows={keys}
            keyOf={({ id }) => id}
            columns={[
              { name: words.label, show: ({ label }) => label },
              {
                name: words.name,
                show: ({ subject, name }) => (
                  <Link to={`/admin/people/${encodeURIComponent(subject)}`}>{name}</Link>
                ),
              },
              { name: words.role, show: ({ role }) => words[role] },
              { name: words.unitName, show: ({ unit }) => unit },
              { name: words.scopes, show: ({ scopes }) => scopes.join(', ') },
              {
                name: words.lastUsed,
                show: ({ lastUsedAt }) => (lastUsedAt === null ? words.never : agoIn(language, lastUsedAt)),
              },
              {
                name: words.expires,
                show: ({ expiresAt }) => (expiresAt === null ? words.noEnd : dayIn(language, expiresAt)),
              },
              { name: words.state, show: (key) => <KeyState apiKey={key} /> },
              { name: words.revoke, show: (key) => key.revokedAt === null && <Revoke apiKey={key} /> },
            ]}
          />
        )}
      </Paged>
    </>
  );
}

function KeyState({ apiKey: { revokedAt, expiresAt } }: { readonly apiKey: ApiKey }) {
  const words = useWords(WORDS);
  if (revokedAt !== null) return <span className="state state-failed">{words.revoked}</span>;
  const isExpired = expiresAt !== null && new Date(expiresAt).getTime() <= Date.now();
  if (isExpired) return <span className="state state-processing">{words.expired}</span>;
  return <span className="state state-ready">{words.valid}</span>;
}

function Revoke({ apiKey: { id, label } }: { readonly apiKey: ApiKey }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const revoking = useMutation({
    mutationFn: () => told(api.DELETE('/v1/admin/api-keys/{id}', { params: { path: { id } } })),
    onSuccess: async () => {
      setAsked(false);
      await queries.invalidateQueries({ queryKey: ['api-keys'] });
    },
  });
  return (
    <>
      <Button look="quiet" onPress={() => setAsked(true)} aria-label={`${words.revoke}: ${label}`}>
        {words.revoke}
      </Button>
      <Confirm
        title={words.revokeTitle(label)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.revoke}
        typed={label}
        isBusy={revoking.isPending}
        onConfirm={() => revoking.mutate()}
      >
        <p>{words.revokeAbout}</p>
        {revoking.error !== null && <Failure error={revoking.error} />}
      </Confirm>
    </>
  );
}
