import { createUpload, type Upload, type UploadState, type UploadTask } from '#libs/client';
import { api, BASE } from '../api/client.js';
import { told } from '../api/problem.js';
import { whenSignedIn } from '../api/signed-out.js';
import { hashFile } from './hash-file.js';
import { forgetUpload, keepUpload } from './kept-uploads.js';
import { type Limits, rememberedLimits, rememberLimits } from './limits.js';
import { stayAwake } from './stay-awake.js';

/** A file that is sent, waits for its turn, or has been sent, as this tab shows it. */
export interface UploadRow {
  readonly key: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly title: string;
  readonly courseId: string | null;
  readonly state: UploadState | { readonly state: 'queued' };
  /** Its id on the server, once it has begun there. */
  readonly id: string | undefined;
  /** What went wrong when its title or course was set afterwards. */
  readonly editFailure: unknown;
}

/** What is sent: a new file, or the rest of one that was begun before. */
export type Wish =
  | {
      readonly file: File;
      readonly handle?: FileSystemFileHandle;
      readonly title: string;
      readonly courseId: string | null;
      /** The recording whose place it takes. */
      readonly replaces?: string;
    }
  | { readonly file: File; readonly handle?: FileSystemFileHandle; readonly upload: string };

interface Running {
  row: UploadRow;
  readonly wish: Wish;
  upload: Upload | undefined;
  /** What was last told to the server of title and course. */
  sentTitle: string;
  sentCourse: string | null;
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

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** The same array until something has changed. */
  readonly rows = (): readonly UploadRow[] => this.#rows;

  get limits(): Limits {
    return this.#limits;
  }

  /** Whether anything would break off if the page were left. */
  get isBusy(): boolean {
    return this.#running.some(({ row }) => !ENDED.has(row.state.state));
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
    const { file } = wish;
    const isNew = !('upload' in wish);
    const [title, courseId] = isNew ? [wish.title, wish.courseId] : [file.name, null];
    const row: UploadRow = {
      key: String(this.#made),
      fileName: file.name,
      bytes: file.size,
      title,
      courseId,
      state: { state: 'queued' },
      id: isNew ? undefined : wish.upload,
      editFailure: undefined,
    };
    this.#running.push({ row, wish, upload: undefined, sentTitle: title, sentCourse: courseId });
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
    else await running.upload.abandon();
    this.#next();
  }

  /** Takes what has ended off the list. */
  clear(key: string): void {
    this.#running = this.#running.filter(({ row }) => row.key !== key || !ENDED.has(row.state.state));
    this.#changed();
  }

  /** Title and course may be edited while bytes flow: what the upload began with is mended when it is an asset. */
  edit(key: string, edit: Partial<Pick<UploadRow, 'title' | 'courseId'>>): void {
    const running = this.#find(key);
    if (running === undefined) return;
    this.#set(running, edit);
    if (running.row.state.state === 'done') void this.#settle(running, running.row.state.assetId);
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

  #next(): void {
    const under = this.#running.filter(
      ({ upload, row: { state } }) =>
        upload !== undefined && !ENDED.has(state.state) && state.state !== 'paused',
    ).length;
    const waiting = this.#running.filter(({ row }) => row.state.state === 'queued');
    for (const running of waiting.slice(0, Math.max(0, AT_ONCE - under))) this.#start(running);
    stayAwake(this.isBusy);
    this.#changed();
  }

  #start(running: Running): void {
    const { wish } = running;
    const service = { baseUrl: BASE.href.replace(/\/$/, ''), signIn: whenSignedIn };
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
    const before = running.row;
    const id = running.upload?.id ?? before.id;
    this.#set(running, { state, id });
    if (id !== undefined && before.id === undefined) this.#keep(running, id);
    if (!ENDED.has(state.state) && state.state !== 'paused') return;
    if (id !== undefined && (state.state === 'done' || state.state === 'abandoned')) void forgetUpload(id);
    if (state.state === 'done') void this.#settle(running, state.assetId);
    this.#next();
  }

  #keep({ wish: { file, handle } }: Running, id: string): void {
    const [subject, fileName, bytes] = [this.#subject, file.name, file.size];
    void keepUpload({ id, subject, fileName, bytes, ...(handle !== undefined && { handle }) });
  }

  /** Tells the server what was edited since it last heard of it. */
  async #settle(running: Running, id: string): Promise<void> {
    const { title, courseId } = running.row;
    const edit = {
      ...(title !== running.sentTitle && { title }),
      ...(courseId !== running.sentCourse && { courseId }),
    };
    if (Object.keys(edit).length === 0) return;
    try {
      await told(api.PATCH('/v1/assets/{id}', { params: { path: { id } }, body: edit }));
      running.sentTitle = title;
      running.sentCourse = courseId;
      this.#set(running, { editFailure: undefined });
    } catch (error) {
      this.#set(running, { editFailure: error });
    }
  }

  #set(running: Running, edit: Partial<UploadRow>): void {
    running.row = { ...running.row, ...edit };
    this.#changed();
  }

  #changed(): void {
    this.#rows = this.#running.map(({ row }) => row);
    for (const listener of this.#listeners) listener();
  }
}

function taskOf({ wish, row }: Running): UploadTask {
  if ('upload' in wish) return { file: wish.file, upload: wish.upload };
  return { file: wish.file, title: row.title, ...(row.courseId !== null && { courseId: row.courseId }) };
}

export const uploads = new UploadList();

// A page that is left while it sends is asked for.
addEventListener('beforeunload', (event) => {
  if (!uploads.isBusy) return;
  event.preventDefault();
  // The way of older browsers.
  event.returnValue = '';
});
