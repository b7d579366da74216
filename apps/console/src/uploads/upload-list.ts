import { createUpload, type Upload, type UploadState, type UploadTask } from '#libs/client';
import { SERVICE_URL } from '../api/base.js';
import { api } from '../api/client.js';
import { told } from '../api/problem.js';
import { onSignedIn, whenSignedIn } from '../api/signed-out.js';
import { setUnderWay } from '../parts/under-way.js';
import { hashFile } from './hash-file.js';
import { forgetUpload, keepUpload, type UploadEdit } from './kept-uploads.js';
import { type Limits, rememberedLimits, rememberLimits } from './limits.js';
import { holdUploads, onTaken, takeUpload } from './other-tabs.js';
import { stayAwake } from './stay-awake.js';

/** A file that is sent, waits for its turn, or has been sent, as this tab shows it. */
export interface UploadRow {
  readonly key: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly title: string;
  readonly courseId: string | null;
  /** Whether it takes the place of a recording, whose title and course stay. */
  readonly isReplacement: boolean;
  readonly state: UploadState | { readonly state: 'queued' };
  /** Its id on the server, once it has begun there. */
  readonly id: string | undefined;
  /** What went wrong when its title or course was set afterwards. */
  readonly editFailure: unknown;
}

/** What is sent: a new file, or the rest of one that was begun before. */
export interface Wish {
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
  readonly courseId?: string | null;
  /** The recording whose place it takes. */
  readonly replaces?: string;
  /** What was begun before, by its id. */
  readonly upload?: string;
  /** Where that turns out to be another file it is sent as a new one. */
  readonly isGuess?: boolean;
  /** What was changed of it before a reload. */
  readonly edit?: UploadEdit;
}

interface Running {
  row: UploadRow;
  readonly wish: Wish;
  upload: Upload | undefined;
  /** What the server is told when it is an asset. */
  edit: UploadEdit;
}

/** So many are sent at once: more would only make each of them slower. */
const AT_ONCE = 3;
const ENDED: ReadonlySet<string> = new Set(['done', 'failed', 'stopped', 'abandoned']);

/**
 * The uploads of this tab. They live beside the pages, so that going from one page to another, or signing in again,
 * leaves them alone.
 */
class UploadList {
  #running: Running[] = [];
  #rows: readonly UploadRow[] = [];
  #limits = rememberedLimits();
  #subject = '';
  #made = 0;
  readonly #listeners = new Set<() => void>();

  constructor() {
    onSignedIn((subject) => this.belongTo(subject));
    onTaken((id) => this.#letGo(id));
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The same array until something has changed. */
  readonly rows = (): readonly UploadRow[] => this.#rows;

  get limits(): Limits {
    return this.#limits;
  }

  /** Whose uploads these are. Another person's are let go of: they stay on the server, for them to go on with. */
  belongTo(subject: string): void {
    if (this.#subject === subject) return;
    for (const { upload } of this.#running) upload?.pause();
    this.#running = [];
    this.#subject = subject;
    this.#changed();
  }

  /** Whether this tab has the file already, under way or sent. */
  has({ name, size, lastModified }: File): boolean {
    return this.#running.some(
      ({ wish: { file }, row }) =>
        file.name === name &&
        file.size === size &&
        file.lastModified === lastModified &&
        row.state.state !== 'failed' &&
        row.state.state !== 'abandoned',
    );
  }

  add(wish: Wish): void {
    this.#made += 1;
    const { file, courseId = null, upload, edit = {} } = wish;
    const row: UploadRow = {
      key: String(this.#made),
      fileName: file.name,
      bytes: file.size,
      title: titleOf(file.name),
      courseId,
      isReplacement: wish.replaces !== undefined,
      ...edit,
      state: { state: 'queued' },
      id: upload,
      editFailure: undefined,
    };
    const running = { row, wish, upload: undefined, edit };
    this.#running.push(running);
    if (upload !== undefined) {
      takeUpload(upload);
      this.#keep(running, upload);
    }
    this.#next();
  }

  pause(key: string): void {
    this.#find(key)?.upload?.pause();
  }

  resume(key: string): void {
    this.#find(key)?.upload?.resume();
  }

  async abandon(key: string): Promise<void> {
    const running = this.#find(key);
    if (running === undefined) return;
    if (running.upload === undefined) this.#set(running, { state: { state: 'abandoned' } });
    // Where the server can't be told it expires there.
    else await running.upload.abandon().catch(() => undefined);
    this.#next();
  }

  /** Takes what has ended off the list. */
  clear(key: string): void {
    this.#running = this.#running.filter(({ row }) => row.key !== key || !ENDED.has(row.state.state));
    this.#changed();
  }

  /** Another machine has brought it to its end. */
  completed(id: string): void {
    for (const { row, upload } of this.#running)
      if (row.id === id && !ENDED.has(row.state.state)) upload?.resume();
  }

  /** Sends what was refused before it had begun once more. */
  again(key: string): void {
    const running = this.#find(key);
    if (running?.row.state.state !== 'failed' || running.row.id !== undefined) return;
    this.#requeue(running);
    this.#next();
  }

  /** Title and course may be edited while bytes flow: what the upload began with is mended when it is an asset. */
  edit(key: string, edit: UploadEdit): void {
    const running = this.#find(key);
    if (running === undefined) return;
    const { row, upload } = running;
    // What has not begun begins with it.
    if (upload !== undefined || row.id !== undefined) running.edit = { ...running.edit, ...edit };
    this.#set(running, edit);
    if (row.state.state === 'done') void this.#settle(running, row.state.assetId);
    else if (row.id !== undefined) this.#keep(running, row.id);
  }

  limit(limits: Limits): void {
    this.#limits = limits;
    rememberLimits(limits);
    for (const { upload } of this.#running) upload?.limit(limits);
    this.#changed();
  }

  #find(key: string): Running | undefined {
    return this.#running.find(({ row }) => row.key === key);
  }

  #letGo(id: string): void {
    const taken = this.#running.filter(({ row }) => row.id === id && !ENDED.has(row.state.state));
    for (const { upload } of taken) upload?.pause();
    this.#running = this.#running.filter((running) => !taken.includes(running));
    this.#next();
  }

  #requeue(running: Running): void {
    running.upload = undefined;
    this.#set(running, { state: { state: 'queued' }, id: undefined });
  }

  #next(): void {
    const under = this.#running.filter(
      ({ upload, row: { state } }) =>
        upload !== undefined && !ENDED.has(state.state) && state.state !== 'paused',
    ).length;
    const waiting = this.#running.filter(({ row }) => row.state.state === 'queued');
    for (const running of waiting.slice(0, Math.max(0, AT_ONCE - under))) this.#start(running);
    this.#changed();
  }

  #start(running: Running): void {
    const { wish } = running;
    const subject = this.#subject;
    const service = { baseUrl: SERVICE_URL, signIn: () => whenSignedIn(subject) };
    const { capKbps, hours } = this.#limits;
    running.upload = createUpload(service, taskOf(running), {
      hash: (bytes, signal) => hashFile(wish.file, bytes, signal),
      ...(capKbps !== undefined && { capKbps }),
      ...(hours !== undefined && { hours }),
      onState: (state) => this.#moved(running, state),
    });
    this.#set(running, { state: running.upload.state });
  }

  #moved(running: Running, state: UploadState): void {
    // Another tab has taken it, or another person has come.
    if (!this.#running.includes(running)) return;
    if (state.state === 'failed' && running.wish.isGuess === true && state.problem.code === 'another-file') {
      if (running.row.id === running.wish.upload) this.#requeue(running);
      return this.#next();
    }
    const before = running.row;
    const id = running.upload?.id ?? before.id;
    this.#set(running, { state, id });
    if (id !== undefined && before.id === undefined) this.#keep(running, id);
    if (!ENDED.has(state.state) && state.state !== 'paused') return;
    if (id !== undefined && (state.state === 'done' || state.state === 'abandoned')) void forgetUpload(id);
    if (state.state === 'done') void this.#settle(running, state.assetId);
    this.#next();
  }

  #keep({ wish: { file, handle }, edit }: Running, id: string): void {
    const [subject, fileName, bytes] = [this.#subject, file.name, file.size];
    void keepUpload({ id, subject, fileName, bytes, edit, ...(handle !== undefined && { handle }) });
  }

  /** Tells the server what was edited since it last heard of it. */
  async #settle(running: Running, id: string): Promise<void> {
    const { edit } = running;
    if (Object.keys(edit).length === 0) return;
    running.edit = {};
    try {
      await told(api.PATCH('/v1/assets/{id}', { params: { path: { id } }, body: edit }));
      this.#set(running, { editFailure: undefined });
    } catch (error) {
      running.edit = { ...edit, ...running.edit };
      this.#set(running, { editFailure: error });
    }
  }

  #set(running: Running, edit: Partial<UploadRow>): void {
    running.row = { ...running.row, ...edit };
    this.#changed();
  }

  #changed(): void {
    this.#rows = this.#running.map(({ row }) => row);
    const under = this.#rows.filter(({ state }) => !ENDED.has(state.state));
    holdUploads(under.flatMap(({ id, state }) => (id === undefined || state.state === 'paused' ? [] : [id])));
    stayAwake(under.some(({ state }) => state.state !== 'paused'));
    setUnderWay('uploads', under.length > 0);
    for (const listener of this.#listeners) listener();
  }
}

function taskOf({ wish: { file, replaces }, row: { id, title, courseId } }: Running): UploadTask {
  if (id !== undefined) return { file, upload: id };
  if (replaces !== undefined) return { file, replaces };
  return { file, title, ...(courseId !== null && { courseId }) };
}

/** A file's name without its ending, as far as it is one. */
function titleOf(fileName: string): string {
  const title = fileName.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim();
  return Array.from(title === '' ? fileName : title)
    .slice(0, 200)
    .join('');
}

export const uploads = new UploadList();
