import { infiniteQueryOptions, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { Link } from 'react-router';
import type { Schemas } from '#libs/client';
import { api } from '../../../api/client.js';
import type { LecternEvent } from '../../../api/event-stream.js';
import { useEvents } from '../../../api/events.js';
import { told } from '../../../api/problem.js';
import { from, paged } from '../../../api/queries.js';
import { useSession } from '../../../api/session.js';
import { agoIn } from '../../../parts/amounts.js';
import { Button } from '../../../parts/button.js';
import { Confirm } from '../../../parts/dialog.js';
import { Failure } from '../../../parts/failure.js';
import { narrowing, useFilters } from '../../../parts/filters.js';
import { FilterChoice } from '../../../parts/filter-choice.js';
import { Empty } from '../../../parts/notice.js';
import { Paged } from '../../../parts/paged.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Table } from '../../../parts/table.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { WORDS } from './words.js';

type Job = Schemas['Job'];

const STATES: readonly Job['state'][] = ['waiting', 'later', 'active', 'failed'];
const KINDS: readonly NonNullable<Job['kind']>[] = ['package-asset', 'encode-asset'];
const PRIORITIES: readonly Job['priority'][] = ['high', 'normal', 'low'];

function jobsQuery(filters: Readonly<Record<'state' | 'kind', string>>) {
  return infiniteQueryOptions({
    queryKey: ['jobs', filters],
    queryFn: ({ pageParam }) => {
      const narrow = narrowing(filters) as { state?: Job['state']; kind?: 'package-asset' | 'encode-asset' };
      return told(
        api.GET('/v1/admin/jobs', { params: { query: { limit: 50, ...narrow, ...from(pageParam) } } }),
      );
    },
    ...paged,
  });
}

/** What is being made of uploads, what waits, and what has failed. */
export default function Jobs() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  usePageTitle(words.title);
  const queries = useQueryClient();
  const { role } = useSession();
  const [filters, set] = useFilters('state', 'kind');
  // A job is another one whenever its asset is.
  const hear = useCallback(
    ({ type }: LecternEvent) => {
      if (type.startsWith('asset.') && type !== 'asset.progress')
        void queries.invalidateQueries({ queryKey: ['jobs'] });
    },
    [queries],
  );
  useEvents(hear);
  return (
    <>
      <h1>{words.title}</h1>
      <div className="filters">
        <FilterChoice
          label={words.state}
          any={words.any}
          values={STATES}
          names={words}
          value={filters.state}
          onChange={(value) => set('state', value)}
        />
        <FilterChoice
          label={words.kind}
          any={words.any}
          values={KINDS}
          names={words}
          value={filters.kind}
          onChange={(value) => set('kind', value)}
        />
      </div>
      <Paged list={useInfiniteQuery(jobsQuery(filters))} whenEmpty={<Empty title={words.none} />}>
        {(jobs) => (
          <Table
            label={words.title}
            rows={jobs}
            keyOf={({ asset }) => asset}
            acts={role === 'auditor' ? undefined : (job) => <Acts job={job} />}
            columns={[
              { name: words.lesson, show: ({ asset, title }) => <Link to={`/watch/${asset}`}>{title}</Link> },
              { name: words.owner, show: ({ owner }) => owner },
              { name: words.kind, show: ({ kind }) => (kind === null ? '' : words[kind]) },
              { name: words.state, show: ({ state }) => words[state] },
              { name: words.priority, show: (job) => <Priority job={job} isChanged={role !== 'auditor'} /> },
              { name: words.since, show: ({ sentAt }) => (sentAt === null ? '' : agoIn(language, sentAt)) },
              { name: words.why, show: ({ failure }) => failure?.reason },
            ]}
          />
        )}
      </Paged>
    </>
  );
}

function useJobChange(change: () => Promise<unknown>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
}

function Priority({
  job: { asset, state, priority, title },
  isChanged,
}: {
  readonly job: Job;
  readonly isChanged: boolean;
}) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const setting = useMutation({
    mutationFn: (wish: 'high' | 'normal' | 'low') =>
      told(
        api.PATCH('/v1/admin/jobs/{asset}', {
          params: { path: { asset } },
          body: { priority: wish } as never,
        }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['jobs'] }),
  });
  if (!isChanged || (state !== 'waiting' && state !== 'later')) return words[priority];
  return (
    <>
      <select
        aria-label={`${words.priority}: ${title}`}
        value={priority}
        disabled={setting.isPending}
        onChange={({ target }) => setting.mutate(target.value as Job['priority'])}
      >
        {PRIORITIES.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </select>
      {setting.error !== null && <Failure error={setting.error} />}
    </>
  );
}

function Acts({ job: { asset, state, title } }: { readonly job: Job }) {
  const words = useWords(WORDS);
  const [isAsked, setAsked] = useState(false);
  const params = { path: { asset } };
  const retrying = useJobChange(() => told(api.POST('/v1/admin/jobs/{asset}/retry', { params })));
  const cancelling = useJobChange(() => told(api.POST('/v1/admin/jobs/{asset}/cancel', { params })));
  const error = retrying.error ?? cancelling.error;
  return (
    <div className="row-actions">
      {(state === 'failed' || state === 'later') && (
        <Button
          isDisabled={retrying.isPending}
          onPress={() => retrying.mutate()}
          aria-label={`${words.retry}: ${title}`}
        >
          {words.retry}
        </Button>
      )}
      {state !== 'failed' && (
        <Button look="quiet" onPress={() => setAsked(true)} aria-label={`${words.cancel}: ${title}`}>
          {words.cancel}
        </Button>
      )}
      {error !== null && <Failure error={error} />}
      <Confirm
        title={words.cancelTitle(title)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.cancel}
        isBusy={cancelling.isPending}
        onConfirm={() => {
          setAsked(false);
          cancelling.mutate();
        }}
      >
        <p>{words.cancelAbout}</p>
      </Confirm>
    </div>
  );
}
