import {
  checkedBy,
  checkList,
  checkObject,
  choice,
  InterpError,
  nested,
  number,
  optionsTable,
  text,
} from '@interp/checks';
import { readImagesOptions, type ReadImagesOptions } from '@interp/images/node';
import { openOptions, type OpenOptions } from '@interp/open';
import { without } from '../without.js';
import { checkTask, taskNames, type TaskName, type TaskOptions } from '../tasks/tasks.js';

/** How pictures are read, of {@link BatchJob}. */
export type JobImageOptions = Pick<ReadImagesOptions, 'prepare' | 'invert' | 'layout'>;

/** A job as plain data: what is done, by which model, to which images. */
export interface BatchJob<Task extends TaskName = TaskName> {
  /** What is done to each image. */
  readonly task: Task;
  /** How: the method and its options, as `explanationOf` of `@interp/lrp` and `attackMethodOf` of `@interp/adversarial` take them. */
  readonly options?: TaskOptions[Task];
  /** The name of a network that ships, or the path of a file that `openModel` of `@interp/open` takes. Default `lenet`. */
  readonly model?: string;
  /** What the file of the model does not say. */
  readonly modelOptions?: Omit<OpenOptions, 'signal'>;
  /** The images, as `readImages` of `@interp/images/node` takes them; not `-`. */
  readonly inputs: readonly string[];
  /** How pictures are read. */
  readonly imageOptions?: JobImageOptions;
  /** The folder of MNIST's files, for inputs of it. Default the usual places. */
  readonly data?: string;
  /** Seed of everything random, which depends on it and on the image. Default 0. */
  readonly seed?: number;
  /** Images in a chunk, which is what a worker takes at once: so many that it takes about a second. Results do not depend on it. Default 500. */
  readonly chunk?: number;
  /** The TensorFlow.js backend, which all workers have. Default the fastest that is here. */
  readonly backend?: 'auto' | 'tensorflow-gpu' | 'tensorflow' | 'webgpu' | 'wasm' | 'cpu';
}

const { prepare, invert, layout } = readImagesOptions.rules;
const modelRules = without(openOptions.rules, 'signal');

/** Checks and defaults of {@link BatchJob}. */
export const batchJobOptions = optionsTable<BatchJob>()({
  task: choice(taskNames, { required: true }),
  options: checkedBy<TaskOptions[TaskName]>(checkObject),
  model: text({ default: 'lenet' }),
  modelOptions: nested(optionsTable<Omit<OpenOptions, 'signal'>>()(modelRules)),
  inputs: checkedBy<readonly string[]>(
    (name, value) => {
      checkList(name, value);
      const all = Array.from(value as Iterable<unknown>);
      if (all.length > 0 && all.every((one) => typeof one === 'string' && one !== '-')) return;
      throw new InterpError('bad-option', `${name} are not all paths; expected at least one, and no standard input`);
    },
    { required: true },
  ),
  imageOptions: nested(optionsTable<JobImageOptions>()({ prepare: { check: prepare.check }, invert, layout })),
  data: text(),
  seed: number({ integer: true, default: 0 }),
  chunk: number({ integer: true, min: 1, max: 1_000_000, default: 500 }),
  backend: choice(['auto', 'tensorflow-gpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'], { default: 'auto' }),
});

/**
 * Checks a job, before anything is opened for it.
 *
 * @param job - as callers in JavaScript or a file give it
 * @returns the job, complete
 * @throws InterpError `bad-option` for an unknown field, an option out of range, an option of another method
 */
export const checkedJob = (job: BatchJob): ReturnType<typeof batchJobOptions.withDefaults> => {
  const complete = batchJobOptions.withDefaults(job);
  checkTask(complete.task, complete.options);
  return complete;
};
