import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { bytesIn } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { Progress } from '../../parts/progress.js';
import { forgetUpload } from '../../uploads/kept-uploads.js';
import { uploads } from '../../uploads/upload-list.js';
import { useLanguage, useWords } from '../../words/language.js';
import type { Begun, UnfinishedUploads } from './unfinished-uploads.js';
import { WORDS } from './words.js';

/** What was begun elsewhere, or here before a reload, and can be gone on with. */
export function Unfinished({ begun, elsewhere, wishOf, error, again }: UnfinishedUploads) {
  const words = useWords(WORDS);
  if (error !== null) return <Failure error={error} again={again} />;
  if (begun === undefined || begun.length === 0) return null;
  return (
    <section aria-labelledby="unfinished">
      <h2 id="unfinished">{words.unfinished}</h2>
      <p>{words.unfinishedAbout}</p>
      <ul className="rows">
        {begun.map((upload) => (
          <UnfinishedRow
            key={upload.id}
            upload={upload}
            wish={wishOf(upload)}
            isElsewhere={elsewhere.has(upload.id)}
          />
        ))}
      </ul>
    </section>
  );
}

type AskedHandle = FileSystemFileHandle & { requestPermission?: (mode: object) => Promise<PermissionState> };

/** The file of before, where the browser still knows it and the person lets it. */
async function fileOf(handle: AskedHandle | undefined): Promise<File | undefined> {
  try {
    if (handle === undefined || (await handle.requestPermission?.({ mode: 'read' })) !== 'granted')
      return undefined;
    return await handle.getFile();
  } catch {
    // It was moved or removed meanwhile.
    return undefined;
  }
}

interface UnfinishedRowProps {
  readonly upload: Begun;
  readonly wish: ReturnType<UnfinishedUploads['wishOf']>;
  readonly isElsewhere: boolean;
}

function UnfinishedRow({ upload, wish, isElsewhere }: UnfinishedRowProps) {
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
    const file = await fileOf(wish.handle);
    if (file !== undefined) return uploads.add({ file, ...wish });
    setPicking(true);
    input.current?.click();
  };
  return (
    <li className="panel upload-row">
      <div className="page-head">
        <h3>{fileName}</h3>
        <div className="row-actions">
          <Button onPress={() => void goOn()}>
            {isElsewhere ? words.goOnHere : isPicking ? words.again : words.goOn}
            <span className="visually-hidden">: {fileName}</span>
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
      {isElsewhere ? (
        <p>{words.elsewhere}</p>
      ) : (
        <>
          <Progress label={fileName} share={bytes === 0 ? 0 : offset / bytes} />
          <p>{words.came(bytesIn(language, offset), bytesIn(language, bytes))}</p>
        </>
      )}
      {give.error !== null && <Failure error={give.error} />}
      <input
        ref={input}
        type="file"
        hidden
        onChange={({ target }) => {
          const [file] = target.files ?? [];
          if (file !== undefined) uploads.add({ file, ...wish });
          target.value = '';
        }}
      />
    </li>
  );
}
