import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';
import { useSession } from '../../../api/session.js';
import { agoIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { Choice, TextInput } from '../../../parts/field.js';
import { useFilters } from '../../../parts/filters.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

type Release = Schemas['Release'];

const STATES: readonly Release['state'][] = ['waiting', 'refused', 'released'];

function releasesQuery(state: Release['state']) {
  return infiniteQueryOptions({
    // What is asked for, or edited, is told of as its asset.
    queryKey: ['assets', 'releases', state],
    queryFn: ({ pageParam }) =>
      told(api.GET('/v1/admin/releases', { params: { query: { state, limit: 50, ...from(pageParam) } } })),
    ...paged,
  });
}

/** What doctors want more than their own unit to see. */
export default function Releases() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  usePageTitle(words.title);
  const { role } = useSession();
  const [filters, set] = useFilters('state');
  const state = STATES.find((each) => each === filters.state) ?? 'waiting';
  return (
    <>
      <h1>{words.title}</h1>
      <p>{words.about}</p>
      <div className="filters">
        <Choice label={words.state} value={state} onChange={({ target }) => set('state', target.value)}>
          {STATES.map((each) => (
            <option key={each} value={each}>
              {words[each]}
            </option>
          ))}
        </Choice>
      </div>
      <Paged list={useInfiniteQuery(releasesQuery(state))} whenEmpty={<Empty title={words.none} />}>
        {(rows) => (
          <Table
            label={words.title}
            rows={rows}
            keyOf={({ asset }) => asset}
            acts={role === 'auditor' ? undefined : (row) => <Acts row={row} />}
            columns={[
              { name: words.lesson, show: ({ asset, title }) => <Link to={`/watch/${asset}`}>{title}</Link> },
              { name: words.owner, show: ({ owner }) => owner },
              { name: words.wanted, show: ({ requestedVisibility }) => words[requestedVisibility] },
              { name: words.asked, show: ({ requestedAt }) => agoIn(language, requestedAt) },
              { name: words.why, show: ({ reason }) => reason },
            ]}
          />
        )}
      </Paged>
    </>
  );
}

function Acts({ row: { asset, title, state, version } }: { readonly row: Release }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [reason, setReason] = useState('');
  // Nothing is released that has become another thing since it was looked at.
  const params = { path: { assetId: asset }, header: { 'If-Match': `"${version}"` } };
  const deciding = useMutation({
    mutationFn: (isOut: boolean): Promise<unknown> =>
      isOut
        ? told(api.POST('/v1/admin/releases/{assetId}/release', { params }))
        : told(api.POST('/v1/admin/releases/{assetId}/refuse', { params, body: { reason: reason.trim() } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ['assets'] }),
    onSuccess: () => setAsked(false),
  });
  return (
    <div className="row-actions">
      {state !== 'released' && (
        <Button
          isDisabled={deciding.isPending}
          onPress={() => deciding.mutate(true)}
          aria-label={`${words.release}: ${title}`}
        >
          {words.release}
        </Button>
      )}
      {state !== 'refused' && (
        <Button look="quiet" onPress={() => setAsked(true)} aria-label={`${words.refuse}: ${title}`}>
          {words.refuse}
        </Button>
      )}
      {deciding.error !== null && !isAsked && <Failure error={deciding.error} />}
      <Confirm
        title={words.refuseTitle(title)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.refuse}
        isBusy={deciding.isPending || reason.trim() === ''}
        onConfirm={() => deciding.mutate(false)}
      >
        <TextInput
          label={words.reason}
          value={reason}
          maxLength={500}
          onChange={({ target }) => setReason(target.value)}
        />
        {deciding.error !== null && <Failure error={deciding.error} />}
      </Confirm>
    </div>
  );
}
