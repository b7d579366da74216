/** A file that was picked, with the handle by which Chromium opens it again after a reload. */
export interface Picked {
  readonly file: File;
  readonly handle?: FileSystemFileHandle;
}

interface Taken {
  readonly files: readonly Picked[];
  readonly hasFolder: boolean;
}

type HandledItem = DataTransferItem & { getAsFileSystemHandle?: () => Promise<FileSystemHandle | null> };

/** What was dropped. Its items are read at once: they are gone when the event is over. */
export async function dropped(transfer: DataTransfer): Promise<Taken> {
  const items = [...transfer.items].filter(({ kind }) => kind === 'file') as HandledItem[];
  const asked = items.map((item) => ({
    file: item.getAsFile(),
    isFolder: item.webkitGetAsEntry()?.isDirectory === true,
    handle: item.getAsFileSystemHandle?.().catch(() => null),
  }));
  const files: Picked[] = [];
  for (const { file, isFolder, handle } of asked) {
    if (file === null || isFolder) continue;
    const found = await handle;
    files.push(found?.kind === 'file' ? { file, handle: found as FileSystemFileHandle } : { file });
  }
  return { files, hasFolder: asked.some(({ isFolder }) => isFolder) };
}

type Picking = typeof globalThis & {
  showOpenFilePicker?: (options: { multiple: boolean }) => Promise<FileSystemFileHandle[]>;
};

/** Whether files can be picked so that they are opened again after a reload. */
export const canKeepHandles = 'showOpenFilePicker' in globalThis;

/** Has the person pick files, with their handles. @returns nothing where they changed their mind */
export async function picked(multiple: boolean): Promise<readonly Picked[]> {
  try {
    const handles = (await (globalThis as Picking).showOpenFilePicker?.({ multiple })) ?? [];
    return await Promise.all(handles.map(async (handle) => ({ file: await handle.getFile(), handle })));
  } catch {
    return [];
  }
}
