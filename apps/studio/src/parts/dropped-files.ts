/** A file, with its path in the folder that it was opened with, or its name. */
export interface PathedFile {
  /** The path, with slashes. */
  readonly path: string;
  /** The file. */
  readonly file: File;
}

/** More files of a folder than this are not looked at. */
const mostFiles = 2000;

const filesIn = async (entry: FileSystemEntry, found: PathedFile[]): Promise<void> => {
  if (found.length >= mostFiles) return;
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    found.push({ path: entry.fullPath.replace(/^\//, ''), file });
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    const entries = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (entries.length === 0) return;
    for (const one of entries) await filesIn(one, found);
  }
};

/** Files that were chosen, with the paths that a chosen folder gives them. */
export const chosenFiles = (files: Iterable<File> | undefined | null): readonly PathedFile[] =>
  [...(files ?? [])].slice(0, mostFiles).map((file) => ({ path: file.webkitRelativePath || file.name, file }));

/** Files that were dropped or pasted, those of dropped folders too. */
export const droppedFiles = async (transfer: DataTransfer): Promise<readonly PathedFile[]> => {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const plain = chosenFiles(transfer.files);
  if (!entries.some((entry) => entry?.isDirectory)) return plain;
  const found: PathedFile[] = [];
  for (const entry of entries) if (entry) await filesIn(entry, found);
  return found;
};
