import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import type { LecternEvent } from '../../api/event-stream.js';
import { useEvents } from '../../api/events.js';
import { assetQuery } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { Notice } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { type UploadRow, uploads } from '../../uploads/upload-list.js';
import { useWords } from '../../words/language.js';
import type { Picked } from './dropped.js';
import { FileDrop } from './file-drop.js';
import { LimitsPanel } from './limits-panel.js';
import { QuotaLine } from './quota-line.js';
import { SlowLink } from './slow-link.js';
import { Unfinished } from './unfinished.js';
import { useUnfinished } from './unfinished-uploads.js';
import { UploadRowView } from './upload-row.js';
import { WORDS } from './words.js';
import './upload.css';

export default function UploadPage() {
  const words = useWords(WORDS);
  usePageTitle(words.title);
  const [search] = useSearchParams();
  const { subject } = useSession();
  const rows = useSyncExternalStore(uploads.subscribe, uploads.rows);
  const [told, setTold] = useState<readonly string[]>([]);
  const courseId = search.get('course');
  const replaces = search.get('replaces') ?? undefined;
  useEffect(() => uploads.belongTo(subject), [subject]);
  useEvents(hear);
  const unfinished = useUnfinished();
  const take = ({ files, hasFolder }: { files: readonly Picked[]; hasFolder: boolean }) => {
    const sentences = hasFolder ? [words.folder] : [];
    for (const picked of replaces === undefined ? files : files.slice(0, 1)) {
      const { name, size } = picked.file;
      if (uploads.has(picked.file)) sentences.push(words.twice(name));
      else if (replaces !== undefined) uploads.add({ ...picked, courseId, replaces });
      else {
        // Whoever drops a file anew after a reload means the upload that broke off.
        const begun = unfinished.begun?.find(
          (each) => each.fileName === name && each.bytes === size && !unfinished.elsewhere.has(each.id),
        );
        const wish = begun && unfinished.wishOf(begun);
        uploads.add({ courseId, ...wish, ...picked, ...(wish && { isGuess: true }) });
      }
    }
    setTold([...new Set(sentences)]);
  };
  return (
    <div className="upload">
      <h1>{words.title}</h1>
      {replaces !== undefined && <Replacing id={replaces} />}
      {!isSecureContext && <Notice kind="plain" title={words.plainHttp} />}
      <QuotaLine rows={rows} />
      <FileDrop isOne={replaces !== undefined} onFiles={take} />
      {told.map((sentence) => (
        <Notice key={sentence} kind="warn" title={sentence} />
      ))}
      <SlowLink rows={rows} />
      {rows.length > 0 && (
        <section aria-labelledby="uploads">
          <h2 id="uploads">{words.list}</h2>
          {rows.length > 3 && <p>{words.sum(rows.filter(isDone).length, rows.length)}</p>}
          <ul className="rows">
            {rows.map((row) => (
              <UploadRowView key={row.key} row={row} />
            ))}
          </ul>
        </section>
      )}
      <Unfinished {...unfinished} />
      <LimitsPanel />
    </div>
  );
}

function Replacing({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { data: asset } = useQuery(assetQuery(id));
  return asset === undefined ? null : <Notice kind="plain" title={words.replaces(asset.title)} />;
}

function hear({ type, subject }: LecternEvent): void {
  if (type === 'upload.completed') uploads.completed(subject);
}

const isDone = ({ state }: UploadRow) => state.state === 'done';
