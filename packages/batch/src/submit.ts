import { basename, dirname, join } from 'node:path';
import { startBackend } from '@interp/backend';
import { callback, InterpError, optionsTable, shownPath, withFunctions } from '@interp/checks';
import { readPlainFile } from '@interp/files/internal';
import { openModel, type OpenedModel } from '@interp/open';
import { chunkOf, pageText, type Chunk } from './job/chunks.js';
import { pageName, pageSize } from './job/pages.js';
import { hashOf, sha256 } from './job/hash.js';
import { checkedJob, type BatchJob } from './job/job.js';
import { chunksOf, storeInputs } from './job/store-inputs.js';
import { workOf } from './job/stored-work.js';
import { jobHash, readJob, version, type ModelFile, type StoredJob, type StoredWork } from './job/stored-job.js';
import { weightsHash } from './job/weights-hash.js';
import type { JobStorage } from './storage/job-storage.js';
import { openStorage } from './storage/open-storage.js';
import { piecesOfTask, resolvedOptions, type TaskName } from './tasks/tasks.js';

/** Options of {@link submitBatch}. */
export interface SubmitOptions {
  /** Ends it early; what is stored by then stays, and is not stored again. */
  readonly signal?: AbortSignal;
  /** Is told how many chunks are stored. */
  readonly onChunk?: (chunks: number) => void;
}

const submitOptions = optionsTable<SubmitOptions>()({
  signal: withFunctions<AbortSignal>(['throwIfAborted']),
  onChunk: callback<(chunks: number) => void>(),
});

/** Stores the files of a model, and that of its other inputs; a network that ships is known by its weights. */
const storeModel = async (
  model: string,
  opened: OpenedModel,
  inputs: string | undefined,
  { create }: JobStorage,
): Promise<StoredWork['model']> => {
  if (opened.files.length === 0) return { name: model, sha256: weightsHash(opened) };
  const files: ModelFile[] = [];
  const own = opened.files.map((path) => [path, join(dirname(model), path)] as const);
  for (const [path, place] of [...own, ...(inputs === undefined ? [] : [[basename(inputs), inputs] as const])]) {
    const bytes = await readPlainFile(place);
    const hash = sha256(bytes);
    const file = `model/${hash}${/\.\w+$/.exec(path)?.[0] ?? ''}`;
    await create(file, bytes);
    files.push({ path, file, sha256: hash });
  }
  return { files };
};

/** Refuses a folder with another job, before anything is written to it. */
const checkSame = async (storage: JobStorage, job: Omit<StoredWork, 'model'>, chunk: number): Promise<void> => {
  if (!(await storage.read('job.json'))) return;
  const there = await readJob(storage);
  const known = (one: Omit<StoredWork, 'model'>) => hashOf({ ...workOf(one as StoredWork), model: undefined });
  if (known(there) === known(job) && there.chunk === chunk) return;
  throw otherJob(storage);
};

const otherJob = ({ place }: JobStorage): InterpError =>
  new InterpError(
    'bad-option',
    `${shownPath(place)} holds another job; expected an empty folder, or the same job again`,
  );

const otherCount = (pictures: number, examples: number): InterpError =>
  new InterpError(
    'bad-option',
    `there are ${examples} examples of the other inputs and ${pictures} pictures; expected as many, or 1`,
  );

/**
 * Submits a job: checks it, and stores it with its model and its images, cut into chunks, where workers find it. Nothing is computed. The same job again
 * stores what is missing.
 *
 * @param job - the job
 * @param place - where it goes: the path of a folder that all workers reach
 * @param options - `signal`, `onChunk`
 * @returns the job as it is stored
 * @throws InterpError `bad-option`, `bad-class`, what opening the model and reading the images throw, `not-writable`
 *
 * @example
 * ```ts
 * import { collectBatch, submitBatch, workOnBatch } from '@interp/batch';
 *
 * await submitBatch({ task: 'explain', inputs: ['drawn:test/0-19'], options: { composite: 'epsilon-plus' }, chunk: 8 }, 'job');
 * await workOnBatch('job', { processes: 0, untilDone: true });
 * const { results, tensors } = await collectBatch('job');
 * console.log(results.length, tensors.map(([name]) => name)); // 20 [ 'images', 'relevance', 'targets' ]
 * ```
 */
export const submitBatch = async <Task extends TaskName>(
  job: BatchJob<Task>,
  place: string,
  options: SubmitOptions = {},
): Promise<StoredJob> => {
  const { signal, onChunk } = submitOptions.withDefaults(options);
  const {
    task,
    options: taskOptions,
    model,
    modelOptions = {},
    inputs,
    imageOptions = {},
    data,
    seed,
    chunk,
    backend,
  } = checkedJob(job);
  const storage = await openStorage(place);
  const { name } = await startBackend(backend);
  const opened = await openModel(model, { ...modelOptions, signal });
  try {
    const classifier = await opened.classifier();
    const { others } = classifier;
    // The file of other inputs is for models that have some; a command line names the only file that it was given.
    const otherInputs = others ? modelOptions.inputs : undefined;
    const { at, sum, threshold, layer, channel, unit, probabilities } = modelOptions;
    const { layout, ...pictures } = imageOptions;
    const known: Omit<StoredWork, 'model'> = plain({
      task,
      options: resolvedOptions(task, taskOptions, classifier),
      modelOptions: {
        ...opened.settings,
        at,
        sum,
        threshold,
        layer,
        channel,
        unit,
        probabilities,
        ...(otherInputs !== undefined && { inputs: basename(otherInputs) }),
      },
      imageOptions: pictures,
      seed,
      backend: name,
      version,
    });
    await checkSame(storage, known, chunk);
    const work = { ...known, model: await storeModel(model, opened, otherInputs, storage) };
    const workHash = hashOf(work);
    const reading = {
      ...classifier.imageOptions,
      ...pictures,
      layout,
      ...(data !== undefined && { findData: () => Promise.resolve(data) }),
    };
    const pages: string[] = [];
    let [page, chunks, examples]: [Chunk[], number, number] = [[], 0, 0];
    const turn = async (): Promise<void> => {
      const text = pageText(page);
      await storage.replace(`chunks/${pageName(pages.length)}.json`, text);
      pages.push(sha256(text));
      page = [];
    };
    const given = piecesOfTask(task, inputs, taskOptions, classifier, seed);
    const storing = { most: chunk, numbered: (others?.examples ?? 1) > 1, signal };
    for await (const pieces of given ? chunksOf(given, chunk) : storeInputs(inputs, reading, storage, storing)) {
      page.push(chunkOf(chunks++, pieces, workHash));
      examples += pieces.reduce((sum, { images = 1 }) => sum + images, 0);
      if (page.length === pageSize) await turn();
      onChunk?.(chunks);
    }
    if (page.length > 0) await turn();
    if (storing.numbered && examples !== others?.examples) throw otherCount(examples, others!.examples);
    const stored = { ...work, chunk, chunks, pages };
    const complete: StoredJob = { job: jobHash(stored), ...stored };
    await storage.create('job.json', `${JSON.stringify(complete, undefined, 1)}\n`);
    if ((await readJob(storage)).job !== complete.job) throw otherJob(storage);
    return complete;
  } finally {
    opened.dispose();
  }
};

/** Data as it is after it was written as JSON and read. */
const plain = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value)) as Value;
