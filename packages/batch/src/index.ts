export { batchJobOptions, type BatchJob, type JobImageOptions } from './job/job.js';
export type { TaskName, TaskOptions } from './tasks/tasks.js';
export type { TaskRow } from './tasks/task.js';
export type { ExplainTaskOptions } from './tasks/explain.js';
export type { AttackTaskOptions } from './tasks/attack.js';
export type { MetricsTaskOptions } from './tasks/metrics.js';
export type { PrototypeTaskOptions } from './tasks/prototype.js';
export type { ModelFile, StoredJob, StoredWork } from './job/stored-job.js';
export { submitBatch, type SubmitOptions } from './submit.js';
export { workOnBatch, type BatchProgress, type WorkOptions, type WorkSummary } from './work.js';
export { batchStatus, type BatchStatus } from './status.js';
export { cancelBatch, pauseBatch, resumeBatch, type ResumeOptions } from './resume.js';
export { resultTable, tableRows } from './result-table.js';
export { contactSheet, type ContactSheetOptions } from './contact-sheet.js';
export { collectBatch, type CollectedBatch, type CollectOptions } from './collect.js';
export { localEngine, type LocalEngineOptions } from './engines/local-engine.js';
export {
  openEngine,
  openQueueBoard,
  type OpenEngineOptions,
  type OpenQueueBoardOptions,
  type QueueBoard,
} from './engines/open-engine.js';
export type { BatchEngine, ChunkOutcome, EngineWork, SharedJob } from './engines/engine.js';
export type { ComputedChunk } from './computing/compute-chunk.js';
export type { Chunk } from './job/chunks.js';
export type { ChunkPiece, StoredFile } from './job/piece.js';
export type { JobStorage } from './storage/job-storage.js';
