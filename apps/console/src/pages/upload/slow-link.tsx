import { useMutation } from '@tanstack/react-query';
import { apiUrl } from '../../api/base.js';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import { bytesIn } from '../../parts/amounts.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { Notice } from '../../parts/notice.js';
import { type UploadRow, uploads } from '../../uploads/upload-list.js';
import { useLanguage, useWords } from '../../words/language.js';
import { timeIn } from './state-words.js';
import { WORDS } from './words.js';

/** Whoever has to wait longer is told what else can be done. */
const LONG_MS = 30 * 60_000;
/** Of less the service gives out no code: it could be guessed. */
const LEAST_BYTES = 4 * 1024 * 1024;

/** Where the link is so slow that it takes long: how slow, when it is done, and what else can be done. */
export function SlowLink({ rows }: { readonly rows: readonly UploadRow[] }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const making = useMutation({
    mutationFn: async (row: UploadRow & { id: string }) => {
      const { code, expiresAt } = await told(
        api.POST('/v1/uploads/{id}/code', { params: { path: { id: row.id } } }),
      );
      // The other machine would be taken over from.
      uploads.pause(row.key);
      return { code, expiresAt: new Date(expiresAt) };
    },
  });
  const slow = rows.find(
    (row) =>
      row.state.state === 'sending' &&
      row.state.finishAtEarliest !== null &&
      row.state.finishAtEarliest.getTime() - Date.now() > LONG_MS,
  );
  const code = making.data;
  if (slow?.state.state !== 'sending' && code === undefined) return null;
  const { state, id } = slow ?? {};
  return (
    <Notice kind="warn" title={words.slow}>
      {state?.state === 'sending' && (
        <p>
          {words.slowAbout(
            bytesIn(language, state.bytesPerSecond ?? 0),
            timeIn(language, state.finishAtLatest ?? new Date()),
          )}
        </p>
      )}
      {state !== undefined && (
        <div className="notice-actions">
          <Button onPress={() => uploads.limit({ ...uploads.limits, hours: { from: '22:00', to: '06:00' } })}>
            {words.tonight}
          </Button>
          {id !== undefined &&
            slow !== undefined &&
            state.state === 'sending' &&
            state.offset >= LEAST_BYTES && (
              <Button isDisabled={making.isPending} onPress={() => making.mutate({ ...slow, id })}>
                {words.byCode}
              </Button>
            )}
        </div>
      )}
      {code !== undefined && (
        <p>
          <strong>{words.codeAbout(apiUrl('continue'), code.code, timeIn(language, code.expiresAt))}</strong>
        </p>
      )}
      <p>{words.stick}</p>
      {making.error !== null && <Failure error={making.error} />}
    </Notice>
  );
}
