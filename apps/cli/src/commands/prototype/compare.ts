import { judgePrototypes } from '@interp/am';
import { ascentMethods, textOf, type AscentMethodName } from '@interp/thesis';
import * as tf from '@tensorflow/tfjs-core';
import type { Judge, OpenedClassifier } from '@interp/open';
import { hiddenClass } from '../../shell/hidden-options.js';
import { wantedClasses } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { withProgress } from '../../shell/terminal/progress.js';
import { table } from '../../shell/terminal/table.js';
import { oneOfCompared, prototypeMethodOf } from '../../methods/prototype-method.js';
import type { PrototypeOptions } from './options.js';

const titleOf = (method: AscentMethodName): string => textOf(ascentMethods[method].name, 'en');

const ascentBy = async (
  method: AscentMethodName,
  classifier: OpenedClassifier,
  wanted: number,
  judge: Judge,
  all: PrototypeOptions,
  job: Job,
) => {
  const { signal } = job;
  const options = oneOfCompared(all, method);
  const { steps = 0, find } = prototypeMethodOf(options);
  const task = { classes: [wanted], start: 'random', signal } as const;
  // The first step of all loads what the others find loaded.
  const { images, latents } = await prototypeMethodOf({ ...options, steps: 1 }).find(classifier, task);
  tf.dispose([images, ...(latents ? [latents] : [])]);
  if (signal.aborted) throw new Interrupted(`interrupted before the ascent of ${method}`);
  const found = await withProgress(job, method, steps + 1, (update) =>
    find(classifier, { ...task, onStep: ({ step }) => update(step) }),
  );
  const [{ judge: judged, ...item }] = (await judgePrototypes(found, judge.network)).items;
  return {
    method,
    ...item,
    secondsPerStep: item.steps === 0 ? 0 : item.seconds / item.steps,
    thesisSecondsPerStep: ascentMethods[method].secondsPerStep,
    judge: { name: judge.name, ...judged },
  };
};

/** The prototype of one class by activation maximisation alone, with an expert and with a decoder: Figure 4.4 of the thesis. */
export const compareMethods = async (
  classifier: OpenedClassifier,
  judge: Judge,
  options: PrototypeOptions,
  job: Job,
): Promise<Result> => {
  const classes = wantedClasses(classifier, hiddenClass(options) ?? options.class, job);
  if (classes.length !== 1)
    throw new UsageError('--compare draws the ascents to one class; expected one, as --class 5');
  const ascents: Awaited<ReturnType<typeof ascentBy>>[] = [];
  for (const method of ['am', 'expert', 'decoder'] as const)
    ascents.push(await ascentBy(method, classifier, classes[0], judge, options, job));
  const rows = ascents.map(({ method, probability, steps, seconds, secondsPerStep, thesisSecondsPerStep }) => [
    titleOf(method),
    probability.toFixed(4),
    String(steps),
    seconds.toFixed(2),
    secondsPerStep.toPrecision(2),
    String(thesisSecondsPerStep),
  ]);
  return {
    json: ascents,
    text: table([['method', 'probability', 'iterations', 'seconds', 's/iteration', "thesis'"], ...rows]),
    picture: async () => {
      const { ascentChart } = await import('@interp/viz');
      const curves = ascents.map(({ method, history, secondsPerStep, thesisSecondsPerStep }) => ({
        history,
        name: `${titleOf(method)}: ${Number(secondsPerStep.toPrecision(2))} s an iteration (thesis ${thesisSecondsPerStep} s)`,
      }));
      return ascentChart(curves, { title: 'Objective per iteration', xTitle: 'iteration', relative: true });
    },
  };
};
