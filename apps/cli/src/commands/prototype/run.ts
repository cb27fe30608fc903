import { contrast, type PrototypeStep, type Start } from '@interp/am';
import type { Classifier, Progress } from '@interp/core';
import { float32Entry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { isPictureShape } from '@interp/images';
import type { LoadedModel } from '../../models/loaded-model.js';
import { wantedClasses } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import type { Job, Result } from '../../shell/job.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import { percent } from '../../shell/text.js';
import { withJudge, type Judge } from './judges.js';
import { prototypeMethodOf, type FoundPrototypes } from './methods.js';
import type { PrototypeOptions } from './options.js';
import {
  comparisonChart,
  comparisonText,
  historyChart,
  prototypesText,
  secondsPerStep,
  thesisSecondsPerStep,
  type AscentMethod,
} from './view.js';

const startOf = async (classifier: LoadedModel, options: PrototypeOptions, job: Job): Promise<Start> => {
  const { init = prototypeMethodOf(options).init } = options;
  if (init === 'random' || init === 'blank') return init;
  const { inputShape, settings, check } = classifier;
  return (await job.readInputs([init], { inputShape, settings, check }, options)).tensor();
};

const findPrototypes = async (
  classifier: LoadedModel,
  classes: readonly number[],
  options: PrototypeOptions,
  job: Job,
): Promise<FoundPrototypes> => {
  const { signal } = job;
  const { steps, find } = prototypeMethodOf(options);
  const start = await startOf(classifier, options, job);
  const given = typeof start === 'object' ? start.shape[0] : 1;
  if (typeof start === 'object' && given > 1 && classes.length > 1 && given !== classes.length) {
    start.dispose();
    throw new UsageError(
      `--init gives ${given} images for ${classes.length} classes; expected one image, one for each class, or one --class`,
    );
  }
  if (signal.aborted) throw new Interrupted('interrupted before the first step');
  const view = job.progress('prototypes', steps === undefined ? undefined : steps + 1);
  const onStep = ({ step, value }: Progress<PrototypeStep>): void => {
    const sure = value.filter(({ probability }) => probability > 0.99).length;
    view.update(step, `${sure} of ${value.length} above 0.99`);
  };
  try {
    return await find({ classifier, classes, start, onStep, signal }, options, job);
  } finally {
    view.stop();
    if (typeof start === 'object') start.dispose();
  }
};

const disposeOf = ({ images, latents }: FoundPrototypes): void => {
  tf.dispose([images, ...(latents ? [latents] : [])]);
};

const prototypesBy = async (
  classifier: LoadedModel,
  judge: Judge,
  options: PrototypeOptions,
  job: Job,
): Promise<Result> => {
  const { class: wanted, contrast: curve, history: charted } = options;
  const begun = performance.now();
  const classes = wantedClasses(classifier, wanted, job);
  const found = await findPrototypes(classifier, classes, options, job);
  const { images, latents, items, stopped } = found;
  const { steps } = prototypeMethodOf(options);
  const all = steps === undefined ? 'changes' : `of ${steps} steps`;
  if (stopped) job.note(`interrupted: the best after ${items[0].steps} ${all}`);
  const judged = judge(images);
  const pixels = Float32Array.from(await images.data<'float32'>());
  const shown = curve === 'atan' ? tf.tidy(() => contrast(images).dataSync<'float32'>()) : pixels;
  const codes = latents && Float32Array.from(await latents.data<'float32'>());
  disposeOf(found);

  const n = items.length;
  const shape = classifier.inputShape;
  const size = pixels.length / n;
  const pictures = classifier.preprocessing.toPicture(shown);
  const drawn = { shown: (from: number, to: number) => pictures.slice(from * size, to * size) };
  const { labels } = classifier.settings;
  const captions = items.map((item) => `${labels?.[item.class] ?? item.class}: ${percent(item.probability)}`);
  const probabilities = items.map(({ probability }) => probability);
  return {
    json: items.map((item, i) => ({ ...item, name: labels?.[item.class], judge: judged[i] })),
    labels,
    text: prototypesText(items, judged, labels, (performance.now() - begun) / 1000),
    tensors: [
      ['prototypes', float32Entry([n, ...shape], pixels)],
      ['probabilities', float32Entry([n], probabilities)],
      ...(codes ? [['latent', float32Entry([n, codes.length / n], codes)] as const] : []),
    ],
    picture: charted
      ? () => historyChart(items)
      : isPictureShape(shape)
        ? () => pictureOfImages(drawn, shape, captions, job)
        : undefined,
    preview: (width) => previewOfImages(drawn, shape, captions, width, job),
  };
};

/** The options for one of the compared methods: those of all, and those of that one alone. */
const optionsOf = (
  { lambda, gamma, expert, decoder, threshold = 0, restarts = 1, draws = restarts, ...others }: PrototypeOptions,
  method: AscentMethod,
): PrototypeOptions => {
  const options = { ...others, method, restarts };
  if (method === 'expert') return { ...options, gamma, expert };
  return method === 'am' ? { ...options, lambda } : { ...options, lambda, decoder, threshold, draws };
};

const ascentBy = async (
  method: AscentMethod,
  classifier: Classifier,
  classes: readonly number[],
  judge: Judge,
  all: PrototypeOptions,
  job: Job,
) => {
  const { signal, progress } = job;
  const options = optionsOf(all, method);
  const { steps = 0, find } = prototypeMethodOf(options);
  const task = { classifier, classes, start: 'random', signal } as const;
  // The first step of all loads what the others find loaded.
  disposeOf(await find(task, { ...options, steps: 1 }, job));
  if (signal.aborted) throw new Interrupted(`interrupted before the ascent of ${method}`);
  const view = progress(method, steps + 1);
  try {
    const found = await find({ ...task, onStep: ({ step }) => view.update(step) }, options, job);
    const [judged] = judge(found.images);
    disposeOf(found);
    const [item] = found.items;
    const perStep = { secondsPerStep: secondsPerStep(item), thesisSecondsPerStep: thesisSecondsPerStep[method] };
    return { method, ...item, ...perStep, judge: judged };
  } finally {
    view.stop();
  }
};

/** Finds prototypes, or the prototype of one class by activation maximisation alone, with an expert and with a decoder. */
export const run = async (options: PrototypeOptions, job: Job): Promise<Result> => {
  const { class: wanted, model, method, init, compare } = options;
  if (compare && (method !== 'am' || init !== undefined))
    throw new UsageError('--compare goes through all methods from random starts; leave out --method and --init');
  if (!compare) prototypeMethodOf(options);
  await job.startBackend();
  return job.withClassifier(
    model,
    (classifier) =>
      withJudge(options, classifier, job, async (judge) => {
        if (!compare) return prototypesBy(classifier, judge, options, job);
        const classes = wantedClasses(classifier, wanted, job);
        if (classes.length !== 1)
          throw new UsageError('--compare draws the ascents to one class; expected one, as --class 5');
        const ascents: Awaited<ReturnType<typeof ascentBy>>[] = [];
        for (const by of ['am', 'expert', 'decoder'] as const)
          ascents.push(await ascentBy(by, classifier, classes, judge, options, job));
        return { json: ascents, text: comparisonText(ascents), picture: () => comparisonChart(ascents) };
      }),
    options,
  );
};
