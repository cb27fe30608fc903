import { signal } from '@preact/signals';
import type { PathedFile } from '../parts/dropped-files.js';

/** Files of a batch that is done, numbered so that others are told from them. */
export interface JobFiles {
  /** Which opening it was. */
  readonly id: number;
  /** What its folder is called. */
  readonly name: string;
  /** The files that its results are read from, each by its path in that folder. */
  readonly files: readonly PathedFile[];
}

/** The batch that is open. Its files stay on this page, and no link has them. */
export const jobFiles = signal<JobFiles | undefined>(undefined);

let count = 0;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

/** The folder of a batch among the folders of some files, by what closes it; undefined where there is none. */
export const jobFolder = (paths: readonly string[]): string | undefined => {
  const known = new Set(paths);
  return paths.map(folderOf).find((folder) => known.has(`${folder}manifest.json`) && known.has(`${folder}job.json`));
};

/** Opens the files of a batch: those of its folder, or the same one by one. */
export const openJob = (all: readonly PathedFile[]): JobFiles => {
  const folder = jobFolder(all.map(({ path }) => path)) ?? '';
  const files = all
    .filter(({ path }) => path.startsWith(folder))
    .map(({ path, file }) => ({ path: path.slice(folder.length), file }));
  const name = folder.replace(/\/$/, '').replace(/^.*\//s, '').slice(0, 200);
  jobFiles.value = { id: ++count, name: name === '' ? 'job' : name, files };
  return jobFiles.value;
};
