import { useQuery } from '@tanstack/react-query';
import { api } from '../../../api/client.js';
import { told } from '../../../api/problem.js';
import { useSession } from '../../../api/session.js';
import { bytesIn } from '../../../parts/amounts.js';
import { Failure } from '../../../parts/failure.js';
import { Skeleton } from '../../../parts/notice.js';
import { usePageTitle } from '../../../parts/page-title.js';
import { Progress } from '../../../parts/progress.js';
import { useLanguage, useWords } from '../../../words/language.js';
import { Orphans } from './orphans.js';
import { WORDS } from './words.js';

/** How full it is, what happens when it is fuller, and what lies in it that nobody knows. */
export default function Storage() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const { role } = useSession();
  return (
    <>
      <h1>{words.title}</h1>
      <State />
      {role === 'admin' && <Orphans />}
    </>
  );
}

function State() {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const {
    data: storage,
    error,
    refetch,
  } = useQuery({
    queryKey: ['storage'],
    queryFn: () => told(api.GET('/v1/admin/storage')),
    staleTime: 0,
  });
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (storage === undefined) return <Skeleton lines={4} height="2rem" />;
  const { backend, bytes, freeBytes, usedPercent, encodePercent, uploadPercent, encoding, uploads } = storage;
  const percent = (amount: number) => `${Math.round(amount)} %`;
  return (
    <div className="facts">
      <section className="fact">
        <h2>{words.room}</h2>
        {bytes === null || usedPercent === null ? (
          <p>{words.unbounded}</p>
        ) : (
          <>
            <strong>{words.free(bytesIn(language, freeBytes ?? 0))}</strong>
            <Progress
              label={words.room}
              share={usedPercent / 100}
              kind={usedPercent >= uploadPercent ? 'bad' : usedPercent >= encodePercent ? 'warn' : 'plain'}
            />
            <p>{words.usedOf(percent(usedPercent), bytesIn(language, bytes))}</p>
          </>
        )}
        <p>{words[backend]}</p>
      </section>
      <section className="fact">
        <h2>{words.marks}</h2>
        <p>{words.encodeMark(percent(encodePercent))}</p>
        <p>{words.uploadMark(percent(uploadPercent))}</p>
      </section>
      <section className="fact">
        <h2>{words.encoding}</h2>
        <p>
          <span className={`state state-${encoding === 'waiting' ? 'processing' : 'ready'}`}>
            {words[encoding]}
          </span>
        </p>
        <h2>{words.uploads}</h2>
        <p>
          <span className={`state state-${uploads === 'refused' ? 'failed' : 'ready'}`}>
            {words[uploads]}
          </span>
        </p>
      </section>
    </div>
  );
}
