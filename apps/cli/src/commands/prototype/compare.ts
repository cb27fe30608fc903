import type { Classifier, Progress } from '@interp/core';
import type { PrototypeStep } from '@interp/am';
import * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import type { PrototypeOptions } from './command.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { climbsChart, climbsTable, secondsPerStep, thesisSecondsPerStep, type ClimbingMethod } from './climbs.js';
import { withJudge, type Judge } from './judge.js';
import { prototypeMethodOf } from './methods.js';

/** What the options say to one of the methods: to all of them, or to that one alone. */
const toldTo = (
  { lambda, gamma, expert, decoder, threshold, ...options }: PrototypeOptions,
  method: ClimbingMethod,
): PrototypeOptions => ({
  ...options,
  method,
  restarts: options.restarts ?? 1,
  ...(method !== 'expert' && lambda !== undefined && { lambda }),
  ...(method === 'expert' && gamma !== undefined && { gamma }),
  ...(method === 'expert' && expert !== undefined && { expert }),
  ...(method === 'decoder' && decoder !== undefined && { decoder }),
  ...(method === 'decoder' && { threshold: threshold ?? 0 }),
});

const climbed = async (classifier: Classifier, judge: Judge, job: Job<PrototypeOptions>, method: ClimbingMethod) => {
  const { signal } = job;
  const options = toldTo(job.options, method);
  const way = prototypeMethodOf(options);
  const classes = options.class as readonly number[];
  const task = { classifier, classes, start: 'random' } as const;
  // The first step of all loads what the others find loaded.
  const first = await way.find({ ...task, drive: { signal } }, { ...options, steps: 1 });
  tf.dispose([first.images, ...(first.latents ? [first.latents] : [])]);
  if (signal.aborted) throw new Interrupted(`interrupted before the climb of ${method}`);
  const steps = way.steps(options);
  const view = job.progress(method, steps === undefined ? undefined : steps + 1);
  const onStep = ({ step }: Progress<PrototypeStep>): void => view.update(step);
  try {
    const { images, latents, items } = await way.find({ ...task, drive: { onStep, signal } }, options);
    const [verdict] = judge(images);
    tf.dispose([images, ...(latents ? [latents] : [])]);
    const [item] = items;
    return {
      method,
      ...item,
      secondsPerStep: secondsPerStep(item),
      thesisSecondsPerStep: thesisSecondsPerStep[method],
      judge: verdict,
    };
  } finally {
    view.stop();
  }
};

/** Climbs to one class by activation maximisation alone, with an expert and with a decoder, side by side. */
export const prototypeCompare = async (job: Job<PrototypeOptions>): Promise<Outcome> => {
  const { class: wanted, model, method, init } = job.options;
  if (wanted === 'all' || wanted.length !== 1)
    throw new UsageError('--compare draws the climbs to one class; expected one, as --class 5');
  if (method !== 'am' || init !== undefined)
    throw new UsageError('--compare goes through all methods from random starts; leave out --method and --init');
  await startBackendOf(job);
  return withClassifier(model, (classifier) =>
    withJudge(job.options, classifier, async (judge) => {
      const climbs = [
        await climbed(classifier, judge, job, 'am'),
        await climbed(classifier, judge, job, 'expert'),
        await climbed(classifier, judge, job, 'decoder'),
      ];
      return { json: climbs, text: climbsTable(climbs), picture: () => climbsChart(climbs) };
    }),
  );
};
