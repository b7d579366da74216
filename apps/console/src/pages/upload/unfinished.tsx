import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState, useSyncExternalStore } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { useSession } from '../../api/session.js';
import { bytesIn } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { Progress } from '../../parts/progress.js';
import { forgetUpload, type KeptUpload, keptUploads } from '../../uploads/kept-uploads.js';
import { uploads } from '../../uploads/upload-list.js';
import { useLanguage, useWords } from '../../words/language.js';
import { WORDS } from './words.js';

type Begun = Schemas['Upload'];

const unfinishedQuery = queryOptions({
  queryKey: ['uploads', 'unfinished'],
  queryFn: () => told(api.GET('/v1/uploads', { params: { query: { limit: 100 } } })),
});

/** Uploads of the same person that were begun elsewhere, or here before a reload. */
export function Unfinished() {
  const words = useWords(WORDS);
  const { subject } = useSession();
  const rows = useSyncExternalStore(uploads.subscribe, uploads.rows);
  const { data: list, error, refetch } = useQuery(unfinishedQuery);
  const { data: kept = [] } = useQuery({
    queryKey: ['kept', subject],
    queryFn: () => keptUploads(subject),
    networkMode: 'always',
  });
  const here = new Set(rows.map(({ id }) => id));
  const begun = list?.items.filter(
    ({ id, concat, partBytes, direct }) => !here.has(id) && concat === null && partBytes === null && !direct,
  );
  if (error !== null) return <Failure error={error} again={() => void refetch()} />;
  if (begun === undefined || begun.length === 0) return null;
  return (
    <section aria-labelledby="unfinished">
      <h2 id="unfinished">{words.unfinished}</h2>
      <p>{words.unfinishedAbout}</p>
      <ul className="rows">
        {begun.map((upload) => (
          <UnfinishedRow key={upload.id} upload={upload} kept={kept.find(({ id }) => id === upload.id)} />
        ))}
      </ul>
    </section>
  );
}

type AskedHandle = FileSystemFileHandle & { requestPermission?: (mode: object) => Promise<PermissionState> };

/** The file of before, where the browser still knows it and the person lets it. */
async function fileOf(kept: KeptUpload | undefined): Promise<File | undefined> {
  const handle = kept?.handle as AskedHandle | undefined;
  try {
    if (handle === undefined || (await handle.requestPermission?.({ mode: 'read' })) !== 'granted')
      return undefined;
    return await handle.getFile();
  } catch {
    // It was moved or removed meanwhile.
    return undefined;
  }
}

function UnfinishedRow({ upload, kept }: { readonly upload: Begun; readonly kept: KeptUpload | undefined }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const queries = useQueryClient();
  const input = useRef<HTMLInputElement>(null);
  const [isPicking, setPicking] = useState(false);
  const { id, fileName, offset } = upload;
  const bytes = upload.bytes ?? 0;
  const give = useMutation({
    mutationFn: async () => {
      await told(
        api.DELETE('/v1/uploads/{id}', {
          params: { path: { id }, header: { 'Tus-Resumable': '1.0.0' } },
        } as never),
      );
      await forgetUpload(id);
    },
    onSuccess: () => queries.invalidateQueries({ queryKey: ['uploads'] }),
  });
  const goOn = async () => {
    const file = await fileOf(kept);
    if (file !== undefined)
      return uploads.add({ file, upload: id, ...(kept?.handle && { handle: kept.handle }) });
    setPicking(true);
    input.current?.click();
  };
  return (
    <li className="panel upload-row">
      <div className="page-head">
        <h3>{fileName}</h3>
        <div className="row-actions">
          <Button look="main" onPress={() => void goOn()}>
            {isPicking ? words.again : words.goOn}
          </Button>
          <Button
            look="quiet"
            isDisabled={give.isPending}
            onPress={() => give.mutate()}
            aria-label={`${words.giveUp}: ${fileName}`}
          >
            {words.giveUp}
          </Button>
        </div>
      </div>
      <Progress label={fileName} share={bytes === 0 ? 0 : offset / bytes} />
      <p>{words.came(bytesIn(language, offset), bytesIn(language, bytes))}</p>
      {give.error !== null && <Failure error={give.error} />}
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={`${words.goOn}: ${fileName}`}
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) uploads.add({ file, upload: id });
          target.value = '';
        }}
      />
    </li>
  );
}
