import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { Schemas } from '#libs/client';
import { api } from '../../api/client.js';
import { told } from '../../api/problem.js';
import type { Asset } from '../../api/queries.js';
import { Button } from '../../parts/button.js';
import { Confirm } from '../../parts/dialog.js';
import { Failure } from '../../parts/failure.js';
import { Choice, TextInput } from '../../parts/field.js';
import { Empty, Notice, Skeleton } from '../../parts/notice.js';
import { useWords } from '../../words/language.js';
import { WORDS } from './words.js';

const LANGUAGES = ['zh', 'en', 'und'] as const;

function captionsQuery(id: string) {
  return queryOptions({
    queryKey: ['asset', id, 'captions'],
    queryFn: () => told(api.GET('/v1/assets/{id}/captions', { params: { path: { id } } })),
  });
}

export function CaptionsPanel({ asset: { id } }: { readonly asset: Asset }) {
  const words = useWords(WORDS);
  const { data: list, error, refetch } = useQuery(captionsQuery(id));
  return (
    <section className="panel" aria-labelledby="captions">
      <h2 id="captions">{words.captions}</h2>
      {error !== null && <Failure error={error} again={() => void refetch()} />}
      {list === undefined && error === null && <Skeleton lines={2} />}
      {list?.items.length === 0 && <Empty title={words.noCaptions} />}
      <ul className="captions">
        {list?.items.map((caption) => (
          <CaptionRow key={caption.language} id={id} caption={caption} />
        ))}
      </ul>
      <AddCaptions id={id} />
    </section>
  );
}

function CaptionRow({ id, caption }: { readonly id: string; readonly caption: Schemas['Caption'] }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const { language, label, source } = caption;
  const removing = useMutation({
    mutationFn: () =>
      told(api.DELETE('/v1/assets/{id}/captions/{language}', { params: { path: { id, language } } })),
    onSuccess: async () => {
      setOpen(false);
      await queries.invalidateQueries({ queryKey: captionsQuery(id).queryKey });
    },
  });
  return (
    <li>
      <span>
        {label} <code>{language}</code> {source === 'recording' && `· ${words.ofRecording}`}
      </span>
      {source === 'person' && (
        <Button look="quiet" onPress={() => setOpen(true)} aria-label={`${words.remove}: ${label}`}>
          {words.remove}
        </Button>
      )}
      <Confirm
        title={words.removeCaptions(label)}
        isOpen={isOpen}
        close={() => setOpen(false)}
        act={words.remove}
        isBusy={removing.isPending}
        onConfirm={() => removing.mutate()}
      >
        {removing.error !== null && <Failure error={removing.error} />}
      </Confirm>
    </li>
  );
}

function AddCaptions({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const queries = useQueryClient();
  const [file, setFile] = useState<File>();
  const [language, setLanguage] = useState<string>('zh');
  const adding = useMutation({
    mutationFn: (captions: File) =>
      told(
        api.PUT('/v1/assets/{id}/captions/{language}', {
          params: { path: { id, language } },
          headers: { 'content-type': 'application/octet-stream' },
          // The types know it as text; what it is encoded in is found out by the service.
          body: captions as never,
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: captionsQuery(id).queryKey }),
  });
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (file !== undefined) adding.mutate(file);
  };
  return (
    <form className="captions-form" onSubmit={add}>
      <TextInput
        label={words.captionFile}
        type="file"
        accept=".srt,.vtt,text/vtt,application/x-subrip"
        onChange={({ target }) => setFile(target.files?.[0])}
      />
      <Choice label={words.language} value={language} onChange={({ target }) => setLanguage(target.value)}>
        {LANGUAGES.map((each) => (
          <option key={each} value={each}>
            {words[each]}
          </option>
        ))}
      </Choice>
      <Button type="submit" isDisabled={file === undefined || adding.isPending}>
        {words.addCaptions}
      </Button>
      {adding.data !== undefined && (
        <Notice kind="good" title={words.captionsTaken(String(adding.data.cues ?? 0))}>
          {adding.data.leftOut > 0 && <p>{words.captionsLeftOut(String(adding.data.leftOut))}</p>}
        </Notice>
      )}
      {adding.error !== null && <Failure error={adding.error} />}
    </form>
  );
}
