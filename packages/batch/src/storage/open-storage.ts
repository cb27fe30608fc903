import { checkGivenText, InterpError, shownName } from '@interp/checks';
import { folderStorage } from './folder-storage.js';
import type { JobStorage } from './job-storage.js';

/**
 * Opens the storage of a job.
 *
 * @param place - the path of a folder, or `s3://BUCKET/PREFIX`
 * @returns the storage
 * @throws InterpError `bad-option` for what is neither
 */
export const openStorage = async (place: string): Promise<JobStorage> => {
  checkGivenText('job', place, 'the path of a folder that all workers reach, or s3://BUCKET/PREFIX');
  if (/^s3:\/\//i.test(place)) return (await import('./s3-storage.js')).s3Storage(place);
  if (place !== '' && !/^[a-z][a-z\d+.-]+:\/\//i.test(place)) return folderStorage(place);
  throw new InterpError(
    'bad-option',
    `${shownName(place)} is no place for a job; expected the path of a folder that all workers reach, or s3://BUCKET/PREFIX`,
  );
};
