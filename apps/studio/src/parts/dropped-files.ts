/** A file, with its path in the folder that it was opened with, or its name. */
export interface PathedFile {
  /** The path, with slashes. */
  readonly path: string;
  /** The file. */
  readonly file: File;
}

/** More files of a folder than this are not looked at. */
const mostFiles = 2000;

/** More files of a batch than this are not looked at: there are two for each of its chunks. */
const mostResults = 400_000;

/** What results are read from, of a folder that a batch has filled; it has inputs, too, as many as there were pictures. */
const isResult = (name: string): boolean => /^(?:manifest\.json|job\.json|manifest|results)$/.test(name);

/** Whether a folder with some names in it is that of a batch that is done. */
const isOfBatch = (names: readonly string[]): boolean => names.includes('manifest.json') && names.includes('job.json');

const entriesOf = async (folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader();
  const found: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    found.push(...some);
  }
};

const filesIn = async (entry: FileSystemEntry, found: PathedFile[], most = mostFiles): Promise<void> => {
  if (found.length >= most) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const entries = await entriesOf(entry as FileSystemDirectoryEntry);
  const isBatch = isOfBatch(entries.map(({ name }) => name));
  for (const one of isBatch ? entries.filter(({ name }) => isResult(name)) : entries)
    await filesIn(one, found, isBatch ? mostResults : most);
};

/** Files that were chosen, with the paths that a chosen folder gives them; of the folder of a batch those that its results are read from. */
export const chosenFiles = (files: Iterable<File> | undefined | null): readonly PathedFile[] => {
  const all = [...(files ?? [])].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  const inFolder = all.map(({ path }) => path.split('/')[1]);
  if (!isOfBatch(inFolder)) return all.slice(0, mostFiles);
  return all.filter((_, i) => isResult(inFolder[i])).slice(0, mostResults);
};

/** Files that were dropped or pasted, those of dropped folders too. */
export const droppedFiles = async (transfer: DataTransfer): Promise<readonly PathedFile[]> => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = chosenFiles(transfer.files);
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: PathedFile[] = [];
  for (const entry of entries) if (entry) await filesIn(entry, found);
  return found;
};
