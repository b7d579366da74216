/**
 * What this browser remembers of unfinished uploads beyond a reload: in IndexedDB, since handles of files, by which
 * Chromium opens a file again that was picked once, can be kept nowhere else. A browser that keeps nothing only forgets.
 */
export interface KeptUpload {
  /** The id on the server. */
  readonly id: string;
  /** Who sent it: another person at this machine is shown nothing of it. */
  readonly subject: string;
  readonly fileName: string;
  readonly bytes: number;
  readonly handle?: FileSystemFileHandle;
}

const STORE = 'uploads';

let opening: Promise<IDBDatabase> | undefined;

function open(): Promise<IDBDatabase> {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open('lectern', 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: 'id' });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB does not open'));
  });
  return opening;
}

async function run<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  return new Promise((resolve, reject) => {
    const request = act(database.transaction(STORE, mode).objectStore(STORE));
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB refuses'));
  });
}

export async function keepUpload(upload: KeptUpload): Promise<void> {
  await run('readwrite', (store) => store.put(upload)).catch(() => undefined);
}

export async function forgetUpload(id: string): Promise<void> {
  await run('readwrite', (store) => store.delete(id)).catch(() => undefined);
}

export async function keptUploads(subject: string): Promise<readonly KeptUpload[]> {
  const all = await run<KeptUpload[]>('readonly', (store) => store.getAll()).catch(() => []);
  return all.filter((upload) => upload.subject === subject);
}
