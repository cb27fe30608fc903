// What a page reads the results of a job with. None of it needs Node.js.
export { bySureness, openBatchResults, type BatchResults, type ResultRow } from './results/batch-results.js';
export type { ResultFiles } from './results/closed-job.js';
export type { ResultPicture } from './results/result-picture.js';
export type { StoredJob } from './job/stored-job.js';
export type { StoredFile } from './job/piece.js';
