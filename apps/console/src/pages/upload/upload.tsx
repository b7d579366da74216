import { useQuery } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { useSearchParams } from 'react-router';
import { assetQuery } from '../../api/queries.js';
import { useSession } from '../../api/session.js';
import { Notice } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { uploads } from '../../uploads/upload-list.js';
import { useWords } from '../../words/language.js';
import type { Picked } from './dropped.js';
import { FileDrop } from './file-drop.js';
import { LimitsPanel } from './limits-panel.js';
import { QuotaLine } from './quota-line.js';
import { SlowLink } from './slow-link.js';
import { Unfinished } from './unfinished.js';
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
  const take = ({ files, hasFolder }: { files: readonly Picked[]; hasFolder: boolean }) => {
    const sentences = hasFolder ? [words.folder] : [];
    for (const { file, handle } of files) {
      if (uploads.has(file)) sentences.push(words.twice(file.name));
      else
        uploads.add({
          file,
          title: titleOf(file.name),
          courseId,
          ...(handle !== undefined && { handle }),
          ...(replaces !== undefined && { replaces }),
        });
    }
    setTold(sentences);
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
          <ul className="rows">
            {[...rows].reverse().map((row) => (
              <UploadRowView key={row.key} row={row} />
            ))}
          </ul>
        </section>
      )}
      <Unfinished />
      <LimitsPanel />
    </div>
  );
}

function Replacing({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { data: asset } = useQuery(assetQuery(id));
  return asset === undefined ? null : <Notice kind="plain" title={words.replaces(asset.title)} />;
}

/** A file's name without its ending, as far as it is one. */
function titleOf(fileName: string): string {
  const title = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim();
  return [...(title === '' ? fileName : title)].slice(0, 200).join('');
}
