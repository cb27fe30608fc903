import { contrast, type Prototype, type PrototypeStep, type Start } from '@interp/am';
import { float32Entry, type Classifier, type Progress } from '@interp/core';
import { checkClass } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { startBackendOf } from '../../shell/backend.js';
import { batchOf } from '../../inputs/batch.js';
import type { PrototypeOptions } from './command.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import { historyChart } from './view.js';
import { readInputs } from '../../inputs/read-inputs.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import type { Outcome } from '../../shell/result.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import { withJudge, type Judge, type Verdict } from './judge.js';
import type { FoundPrototypes } from './method.js';
import { prototypeMethodOf } from './methods.js';
import { brief, duration, percent, table } from '../../shell/text.js';

const startOf = async (classifier: Classifier, job: Job<PrototypeOptions>): Promise<Start> => {
  const { init = prototypeMethodOf(job.options).init } = job.options;
  if (init === 'random' || init === 'blank') return init;
  return batchOf(await readInputs([init], classifier.inputShape, job), classifier.inputShape);
};

const textOf = (items: readonly Prototype[], verdicts: readonly Verdict[]): string =>
  table([
    ['class', 'probability', 'objective', 'steps', 'judged'],
    ...items.map((item, i) => [
      String(item.class),
      percent(item.probability),
      brief(item.objective),
      String(item.steps),
      `${verdicts[i].class} (${percent(verdicts[i].probability)})`,
    ]),
  ]);

const summaryOf = (items: readonly Prototype[], verdicts: readonly Verdict[], seconds: number): string => {
  const n = items.length;
  const agreed = items.filter((item, i) => verdicts[i].class === item.class).length;
  return `${n} ${n === 1 ? 'prototype' : 'prototypes'} in ${duration(seconds)}; ${verdicts[0].name} agrees on ${agreed}`;
};

const found = async (
  classifier: Classifier,
  classes: readonly number[],
  job: Job<PrototypeOptions>,
): Promise<FoundPrototypes> => {
  const { options, signal } = job;
  const method = prototypeMethodOf(options);
  const steps = method.steps(options);
  const start = await startOf(classifier, job);
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
    return await method.find({ classifier, classes, start, drive: { onStep, signal } }, options);
  } finally {
    view.stop();
    if (typeof start === 'object') start.dispose();
  }
};

const prototypeBy = async (classifier: Classifier, judge: Judge, job: Job<PrototypeOptions>): Promise<Outcome> => {
  const { class: wanted, contrast: curve, history: charted } = job.options;
  const steps = prototypeMethodOf(job.options).steps(job.options);
  const begun = performance.now();
  const classes = wanted === 'all' ? Array.from({ length: classifier.classes }, (_, c) => c) : wanted;
  for (const one of classes) checkClass(classifier, one);
  const { images, latents, items, stopped } = await found(classifier, classes, job);
  const all = steps === undefined ? 'changes' : `of ${steps} steps`;
  if (stopped) job.note(`interrupted: the best after ${items[0].steps} ${all}`);
  const verdicts = judge(images);
  const pixels = Float32Array.from(await images.data<'float32'>());
  const shown = curve === 'atan' ? tf.tidy(() => contrast(images).dataSync<'float32'>()) : pixels;
  const codes = latents && Float32Array.from(await latents.data<'float32'>());
  tf.dispose([images, ...(latents ? [latents] : [])]);

  const n = items.length;
  const shape = classifier.inputShape;
  const size = pixels.length / n;
  const drawn = { pixels: (from: number, to: number) => shown.slice(from * size, to * size) };
  const captions = items.map((item) => `${item.class}: ${percent(item.probability)}`);
  const probabilities = items.map(({ probability }) => probability);
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: items.map((item, i) => ({ ...item, judge: verdicts[i] })),
    text: `${textOf(items, verdicts)}\n${summaryOf(items, verdicts, seconds)}`,
    tensors: [
      ['prototypes', float32Entry([n, ...shape], pixels)],
      ['probabilities', float32Entry([n], probabilities)],
      ...(codes ? [['latent', float32Entry([n, codes.length / n], codes)] as const] : []),
    ],
    picture: () => (charted ? historyChart(items) : pictureOfImages(drawn, shape, captions, job)),
    preview: (width) => previewOfImages(drawn, shape, captions, width, job),
  };
};

/** Finds prototypes. */
export const prototype = async (job: Job<PrototypeOptions>): Promise<Outcome> => {
  prototypeMethodOf(job.options);
  await startBackendOf(job);
  return withClassifier(job.options.model, (classifier) =>
    withJudge(job.options, classifier, (judge) => prototypeBy(classifier, judge, job)),
  );
};
