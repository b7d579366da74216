import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { memo, useState } from 'react';
import { ApiProblem } from '../../api/problem.js';
import { assetQuery, coursesQuery, isRecorded } from '../../api/queries.js';
import { Button, ButtonLink } from '../../parts/button.js';
import { Confirm } from '../../parts/dialog.js';
import { Failure } from '../../parts/failure.js';
import { Choice, TextInput } from '../../parts/field.js';
import { Progress } from '../../parts/progress.js';
import { type UploadRow, uploads } from '../../uploads/upload-list.js';
import { useLanguage, useWords } from '../../words/language.js';
import { paceIn, percentOf, stateIn } from './state-words.js';
import { WORDS } from './words.js';

/**
 * One file on its way: how far it is, what it will be called, and what can be done about it. It is drawn again only when
 * it has changed itself, however many there are.
 */
export const UploadRowView = memo(function UploadRowView({ row }: { readonly row: UploadRow }) {
  const words = useWords(WORDS);
  const { language } = useLanguage();
  const { state } = row;
  const isNamed = !row.isReplacement && !['failed', 'abandoned', 'stopped'].includes(state.state);
  return (
    <li className="panel upload-row">
      <div className="page-head">
        <h3>{row.fileName}</h3>
        <Actions row={row} />
      </div>
      {state.state === 'sending' && (
        <Progress
          label={row.fileName}
          share={state.sent / Math.max(1, state.total)}
          told={stateIn(language, row)}
        />
      )}
      {state.state === 'done' ? (
        <AfterSending id={state.assetId} />
      ) : (
        <p className="upload-state">
          <strong>{stateIn(language, row)}</strong> <span>{paceIn(language, row)}</span>
        </p>
      )}
      <Announcement row={row} />
      {'problem' in state && state.problem !== null && (
        <Failure
          error={new ApiProblem(state.problem)}
          again={canBeTriedAgain(row) ? () => uploads.again(row.key) : undefined}
        />
      )}
      {row.editFailure !== undefined && <Failure error={row.editFailure} />}
      {isNamed && <Naming row={row} />}
      {state.state === 'done' && (
        <div className="form-actions">
          <ButtonLink look="main" to={`/watch/${state.assetId}`}>
            {words.watch}
          </ButtonLink>
          <ButtonLink to={`/lessons/${state.assetId}/edit`}>{words.edit}</ButtonLink>
        </div>
      )}
    </li>
  );
});

/** Of a file that was not taken the same would be said again; of room or rights it may not. */
function canBeTriedAgain({ id, state }: UploadRow): boolean {
  return state.state === 'failed' && id === undefined && ![400, 413, 415].includes(state.problem.status ?? 0);
}

/** Read out politely: each state, and of sending every tenth of it. */
function Announcement({ row }: { readonly row: UploadRow }) {
  const { language } = useLanguage();
  const { state } = row;
  if (state.state === 'done' || state.state === 'queued') return null;
  const tenth =
    state.state === 'sending' ? Math.floor(percentOf(state.offset, state.total) / 10) * 10 : undefined;
  const said = tenth === undefined ? stateIn(language, row) : WORDS[language].sending(String(tenth));
  return (
    <p className="visually-hidden" role="status">
      {`${row.fileName}: ${said}`}
    </p>
  );
}

/** From here on it is an asset, of which events tell. */
function AfterSending({ id }: { readonly id: string }) {
  const words = useWords(WORDS);
  const { data: asset } = useQuery(assetQuery(id));
  const isRecording = asset === undefined || isRecorded(asset.kind);
  const state = asset?.state ?? 'processing';
  const said = {
    processing: words.checking,
    playable: words.playable,
    ready: words.ready,
    failed: words.failed,
  }[state];
  return (
    <div role="status">
      <p className={`state state-${state}`}>{isRecording ? said : words.there}</p>
      {asset?.failure !== null && asset?.failure !== undefined && (
        <p className="row-failure">{asset.failure.reason}</p>
      )}
    </div>
  );
}

function Naming({ row }: { readonly row: UploadRow }) {
  const words = useWords(WORDS);
  const courses =
    useInfiniteQuery(coursesQuery(undefined, 100)).data?.pages.flatMap(({ items }) => items) ?? [];
  const [title, setTitle] = useState(row.title);
  const keep = (typed: string) => {
    if (typed.trim() !== '' && typed.trim() !== row.title) uploads.edit(row.key, { title: typed.trim() });
  };
  const type = (typed: string) => {
    setTitle(typed);
    // Nobody is told before its end, and then of what stands there, even of whoever has not left the field.
    if (row.state.state !== 'done') keep(typed);
  };
  const leave = () => {
    if (title.trim() === '') setTitle(row.title);
    else keep(title);
  };
  return (
    <div className="upload-naming">
      <TextInput
        label={words.name}
        value={title}
        maxLength={200}
        onChange={({ target }) => type(target.value)}
        onBlur={leave}
      />
      <Choice
        label={words.course}
        value={row.courseId ?? ''}
        onChange={({ target }) =>
          uploads.edit(row.key, { courseId: target.value === '' ? null : target.value })
        }
      >
        <option value="">{words.noCourse}</option>
        {courses.map((course) => (
          <option key={course.id} value={course.id}>
            {course.title}
          </option>
        ))}
      </Choice>
    </div>
  );
}

function Actions({ row: { key, fileName, state } }: { readonly row: UploadRow }) {
  const words = useWords(WORDS);
  const [isAsked, setAsked] = useState(false);
  const isEnded = ['done', 'failed', 'abandoned', 'stopped'].includes(state.state);
  if (isEnded)
    return (
      <Button look="quiet" aria-label={`${words.clear}: ${fileName}`} onPress={() => uploads.clear(key)}>
        ✕
      </Button>
    );
  const isPaused = state.state === 'paused';
  const isHeld = state.state === 'waiting-for-link' || state.state === 'waiting-for-room';
  // One button for both, so that whoever uses a keyboard stays on it.
  return (
    <div className="row-actions">
      {isHeld && (
        <Button onPress={() => uploads.resume(key)} aria-label={`${words.tryNow}: ${fileName}`}>
          {words.tryNow}
        </Button>
      )}
      {state.state !== 'queued' && state.state !== 'finishing' && (
        <Button
          key="pause"
          onPress={() => (isPaused ? uploads.resume(key) : uploads.pause(key))}
          aria-label={`${isPaused ? words.resume : words.pause}: ${fileName}`}
        >
          {isPaused ? words.resume : words.pause}
        </Button>
      )}
      <Button look="quiet" onPress={() => setAsked(true)} aria-label={`${words.stop}: ${fileName}`}>
        {words.stop}
      </Button>
      <Confirm
        title={words.stopTitle(fileName)}
        isOpen={isAsked}
        close={() => setAsked(false)}
        act={words.stop}
        onConfirm={() => {
          setAsked(false);
          void uploads.abandon(key);
        }}
      >
        <p>{words.stopAbout}</p>
      </Confirm>
    </div>
  );
}
