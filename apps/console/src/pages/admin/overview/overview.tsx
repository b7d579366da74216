import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { meQuery } from '../../../api/queries.js';
import { useSession } from '../../../api/session.js';
import { bytesIn } from '../../../parts/amounts.js';
import { Failure } from '../../../parts/failure.js';
import { Skeleton } from '../../../parts/notice.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Progress } from '../../../parts/progress.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { daysUntilFull, storedQuery } from './pace.js';
import { WORDS } from './words.js';

/** Whether all is well: the disk, the queue, what has failed, and how long there is room at the present pace. */
export default function Overview() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const { role } = useSession();
  return (
    <>
      <h1>{words.title}</h1>
      <div className="facts">
        {role !== 'unit-admin' && <Disk />}
        <Room />
        <Queue />
      </div>
    </>
  );
}

function Fact({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="fact">
      <h2>{title}</h2>
      {children}
    </section>
  );
}

function Disk() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const {
    data: disk,
    error,
    refetch,
  } = useQuery({
    queryKey: ['storage'],
    queryFn: () => told(api.GET('/v1/admin/storage')),
    staleTime: 0,
  });
  const { data: stored } = useQuery(storedQuery);
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (disk === undefined) return <Skeleton lines={3} />;
  const { bytes, freeBytes, usedPercent, uploadPercent } = disk;
  const days = freeBytes === null || stored === undefined ? undefined : daysUntilFull(freeBytes, stored);
  return (
    <Fact title={words.disk}>
      {bytes === null || usedPercent === null ? (
        <p>{words.unbounded}</p>
      ) : (
        <>
          <strong>{words.free(bytesIn(language, freeBytes ?? 0))}</strong>
          <Progress
            label={words.disk}
            share={usedPercent / 100}
            kind={usedPercent >= uploadPercent ? 'bad' : usedPercent >= disk.encodePercent ? 'warn' : 'plain'}
          />
          <p>{words.usedOf(`${Math.round(usedPercent)} %`, bytesIn(language, bytes))}</p>
        </>
      )}
      <p>{days === undefined ? words.noPace : words.daysLeft(String(days))}</p>
      {disk.uploads === 'refused' && <p className="row-failure">{words.uploadsRefused}</p>}
      {disk.encoding === 'waiting' && <p className="row-failure">{words.encodingWaits}</p>}
    </Fact>
  );
}

/** What the caller's own unit has left; nothing for those who belong to none. */
function Room() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { data: me } = useQuery(meQuery);
  const quota = me?.quota ?? undefined;
  if (quota === undefined) return null;
  const { limit, used, reserved, effective } = quota;
  return (
    <Fact title={words.quota(me?.unit?.name ?? '')}>
      <strong>{bytesIn(language, used)}</strong>
      {limit !== null && <Progress label={words.quota('')} share={(used + reserved) / limit} />}
      <p>{effective === null ? words.noLimit : words.mayStill(bytesIn(language, effective))}</p>
    </Fact>
  );
}

function Queue() {
  const words = useWords(WORDS);
  const {
    data: jobs,
    error,
    refetch,
  } = useQuery({
    queryKey: ['jobs', 'queues'],
    queryFn: () => told(api.GET('/v1/admin/jobs/queues')),
    staleTime: 0,
  });
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (jobs === undefined) return <Skeleton lines={3} />;
  return (
    <>
      {jobs.queues.map(({ kind, waiting, later, active, oldestSeconds }) => (
        <Fact key={kind} title={words[kind]}>
          <strong>{words.waiting(String(waiting))}</strong>
          <p>{words.active(String(active), String(later))}</p>
          {waiting > 0 && <p>{words.oldest(String(Math.ceil(oldestSeconds / 60)))}</p>}
        </Fact>
      ))}
      <Fact title={words.failed}>
        <strong>{jobs.failed}</strong>
        <p>
          <Link to="/admin/jobs?state=failed">{words.showFailed}</Link>
        </p>
      </Fact>
    </>
  );
}
