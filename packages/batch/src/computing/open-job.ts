import { startBackend } from '@interp/backend';
import { InterpError, shownName } from '@interp/checks';
import type { ReadImagesOptions } from '@interp/images/node';
import { openModel, type OpenedClassifier } from '@interp/open';
import { openFiles } from '@interp/open/page';
import { readJob, type StoredJob } from '../job/stored-job.js';
import { weightsHash } from '../job/weights-hash.js';
import type { JobStorage } from '../storage/job-storage.js';
import type { Task } from '../tasks/task.js';
import { checkTask, taskNames, taskOf } from '../tasks/tasks.js';
import { readStored } from './chunk-images.js';

/** A job with all that is needed to compute its chunks. */
export interface OpenedJob {
  /** The job. */
  readonly job: StoredJob;
  /** Where it is. */
  readonly storage: JobStorage;
  /** Its task. */
  readonly task: Task;
  /** Its model. */
  readonly classifier: OpenedClassifier;
  /** How its pictures are read. */
  readonly imageOptions: ReadImagesOptions;
  /** Lets go of the model. */
  dispose(): void;
}

/** Opens the model of a job; throws InterpError `bad-checksum` where it is not the one that was submitted. */
const openStoredModel = async ({ model, modelOptions }: StoredJob, storage: JobStorage) => {
  if ('name' in model) {
    const opened = await openModel(model.name, modelOptions);
    if (weightsHash(opened) === model.sha256) return opened;
    opened.dispose();
    throw new InterpError(
      'bad-checksum',
      `the network ${model.name} is not the one that the job was submitted with; install the packages that submitted it`,
    );
  }
  const files = new Map<string, Uint8Array>();
  for (const { path, file, sha256 } of model.files) files.set(path, await readStored(storage, file, sha256));
  return openFiles(files, modelOptions);
};

/**
 * Opens the job of a storage for computing: starts its backend and opens its model.
 *
 * @param storage - of the job
 * @returns the job; `dispose()` ends it
 * @throws InterpError `not-found`, `bad-file` for a job of another version, `bad-checksum` for a model that was changed, `no-backend`
 */
export const openJob = async (storage: JobStorage): Promise<OpenedJob> => {
  const job = await readJob(storage);
  if (!taskNames.includes(job.task))
    throw new InterpError(
      'bad-file',
      `the job has the task ${shownName(job.task)}; expected one of ${taskNames.join(', ')}`,
    );
  checkTask(job.task, job.options);
  await startBackend(job.backend as Parameters<typeof startBackend>[0]);
  const opened = await openStoredModel(job, storage);
  try {
    const classifier = await opened.classifier();
    return {
      job,
      storage,
      classifier,
      task: taskOf(job.task, job.options, classifier, job.seed),
      imageOptions: { ...classifier.imageOptions, ...job.imageOptions },
      dispose: opened.dispose,
    };
  } catch (error) {
    opened.dispose();
    throw error;
  }
};
