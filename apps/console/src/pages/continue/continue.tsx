import { type FormEvent, useEffect, useState } from 'react';
import { createUpload, type UploadState } from '#libs/client';
import { SERVICE_URL } from '../../api/base.js';
import { ApiProblem } from '../../api/problem.js';
import { Button } from '../../parts/button.js';
import { Failure } from '../../parts/failure.js';
import { TextInput } from '../../parts/field.js';
import { Notice } from '../../parts/notice.js';
import { usePageTitle } from '../../parts/page-title.js';
import { Progress } from '../../parts/progress.js';
import { setUnderWay } from '../../parts/under-way.js';
import { hashFile } from '../../uploads/hash-file.js';
import { stayAwake } from '../../uploads/stay-awake.js';
import { useLanguage, useWords } from '../../words/language.js';
import { paceIn, stateIn } from '../upload/state-words.js';
import { WORDS } from '../upload/words.js';
import '../upload/upload.css';

/** For a machine at which nobody signs in: a code admits it to the one upload that somebody began elsewhere. */
export default function Continue() {
  const words = useWords(WORDS);
  usePageTitle(words.continueTitle);
  const [state, setState] = useState<UploadState>();
  const [fileName, setFileName] = useState('');
  const begin = (code: string, file: File) => {
    setFileName(file.name);
    const service = { baseUrl: SERVICE_URL };
    createUpload(
      service,
      { file, code },
      { hash: (bytes, signal) => hashFile(file, bytes, signal), onState: setState },
    );
  };
  const isRunning = state !== undefined && state.state !== 'failed' && state.state !== 'done';
  useEffect(() => {
    setUnderWay('continue', isRunning);
    stayAwake(isRunning);
  }, [isRunning]);
  return (
    <main className="upload">
      <h1>{words.continueTitle}</h1>
      <p>{words.continueAbout}</p>
      {!isRunning && state?.state !== 'done' && <CodeForm onBegin={begin} />}
      {state?.state === 'failed' && <Failure error={new ApiProblem(state.problem)} />}
      {state?.state === 'done' && <Notice kind="good" title={words.done} />}
      {isRunning && <Running fileName={fileName} state={state} />}
    </main>
  );
}

function Running({ fileName, state }: { readonly fileName: string; readonly state: UploadState }) {
  const { language } = useLanguage();
  const row = {
    key: '',
    fileName,
    bytes: 0,
    title: fileName,
    courseId: null,
    isReplacement: false,
    state,
    id: undefined,
    editFailure: undefined,
  };
  return (
    <section className="panel upload-row">
      <h2>{fileName}</h2>
      {state.state === 'sending' && (
        <Progress
          label={fileName}
          share={state.sent / Math.max(1, state.total)}
          told={stateIn(language, row)}
        />
      )}
      <p className="upload-state">
        <strong>{stateIn(language, row)}</strong> <span>{paceIn(language, row)}</span>
      </p>
    </section>
  );
}

function CodeForm({ onBegin }: { readonly onBegin: (code: string, file: File) => void }) {
  const words = useWords(WORDS);
  const [code, setCode] = useState('');
  const [file, setFile] = useState<File>();
  const digits = code.replace(/[\s-]/g, '');
  const isRight = /^\d{8}$/.test(digits);
  const begin = (event: FormEvent) => {
    event.preventDefault();
    if (isRight && file !== undefined) onBegin(digits, file);
  };
  return (
    <form className="panel form" onSubmit={begin}>
      <TextInput
        label={words.code}
        inputMode="numeric"
        autoComplete="one-time-code"
        value={code}
        maxLength={12}
        error={digits.length < 8 || isRight ? undefined : words.codeShape}
        onChange={({ target }) => setCode(target.value)}
      />
      <TextInput label={words.file} type="file" onChange={({ target }) => setFile(target.files?.[0])} />
      <div className="form-actions">
        <Button type="submit" look="main" isDisabled={!isRight || file === undefined}>
          {words.begin}
        </Button>
      </div>
    </form>
  );
}
