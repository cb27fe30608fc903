import { adam, contrast, momentum, plain, prototypes, type Ascent, type Prototype, type Start } from '@interp/am';
import { checkClass, float32Entry, predictedClasses, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '../backend.js';
import { batchOf } from '../batch.js';
import type { PrototypeOptions } from '../commands/prototype.js';
import { Interrupted } from '../failure.js';
import { readInputs } from '../inputs/read-inputs.js';
import type { Job } from '../job.js';
import { loadClassifier } from '../model.js';
import type { Outcome } from '../outcome.js';
import { pictureOfImages, previewOfImages } from '../pictures.js';
import { brief, duration, percent, table } from '../text.js';

/** What the names on the command line stand for. */
const ascents: Readonly<Record<PrototypeOptions['ascent'], (options: { readonly rate?: number }) => Ascent>> = {
  adam,
  momentum,
  plain,
};

const startOf = async (classifier: Classifier, job: Job<PrototypeOptions>): Promise<Start> => {
  const { init } = job.options;
  if (init === 'random' || init === 'blank') return init;
  return batchOf(await readInputs([init], classifier.inputShape, job), classifier.inputShape);
};

interface Verdict {
  readonly class: number;
  readonly probability: number;
}

const judged = (judge: Classifier, images: tf.Tensor): readonly Verdict[] =>
  tf.tidy(() => {
    const logits = judge.logits(images);
    const probabilities = tf.softmax(logits).dataSync<'float32'>();
    return Array.from(predictedClasses(logits), (best, i) => ({
      class: best,
      probability: probabilities[i * judge.classes + best],
    }));
  });

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

/** Finds prototypes. */
export const prototype = async (job: Job<PrototypeOptions>): Promise<Outcome> => {
  const { options, signal } = job;
  const { class: wanted, ascent, rate, tv, steps = 200, objective, lambda, jitter, restarts, seed } = options;
  const begun = performance.now();
  await startBackend(job);
  const classifier = await loadClassifier(options.model);
  const classes = wanted === 'all' ? Array.from({ length: classifier.classes }, (_, c) => c) : wanted;
  for (const one of classes) checkClass(classifier, one);
  const judge = options.judge === undefined ? classifier : await loadClassifier(options.judge);
  const start = await startOf(classifier, job);
  if (signal.aborted) throw new Interrupted('interrupted before the first step');
  const view = job.progress('prototypes', steps + 1);
  const { images, items, stopped } = await prototypes(classifier, {
    classes,
    start,
    steps,
    seed,
    ascent: ascents[ascent]({ ...(rate !== undefined && { rate }) }),
    ...(objective && { objective }),
    ...(lambda !== undefined && { lambda }),
    ...(tv !== undefined && { totalVariation: tv }),
    ...(jitter !== undefined && { jitter }),
    ...(restarts !== undefined && { restarts }),
    signal,
    onStep: ({ step, value }) => {
      const sure = value.filter(({ probability }) => probability > 0.99).length;
      view.update(step, `${sure} of ${value.length} above 0.99`);
    },
  }).finally(() => view.stop());
  const verdicts = judged(judge, images);
  const shape = classifier.inputShape;
  const pixels = Float32Array.from(await images.data<'float32'>());
  const shown = options.contrast === 'atan' ? tf.tidy(() => contrast(images).dataSync<'float32'>()) : pixels;
  tf.dispose([images, ...(typeof start === 'object' ? [start] : [])]);
  if (judge !== classifier) judge.model?.dispose();
  classifier.model?.dispose();
  if (stopped) job.note(`interrupted: the best after ${items[0].steps} of ${steps} steps`);

  const size = shape.reduce((product, n) => product * n, 1);
  const drawnImages = {
    size: items.length,
    name: String,
    label: () => undefined,
    pixels: (from: number, to: number) => shown.slice(from * size, to * size),
  };
  const captions = items.map((item) => `${item.class}  ${percent(item.probability)}`);
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: items.map(({ history, ...item }, i) => ({
      ...item,
      ...(options.history && { history }),
      judge: verdicts[i],
    })),
    text: `${textOf(items, verdicts)}\n${items.length} ${items.length === 1 ? 'prototype' : 'prototypes'} in ${duration(seconds)}`,
    tensors: [
      ['prototypes', float32Entry([items.length, ...shape], pixels)],
      [
        'probabilities',
        float32Entry(
          [items.length],
          items.map(({ probability }) => probability),
        ),
      ],
    ],
    picture: () => pictureOfImages(drawnImages, shape, captions, job),
    preview: (width) => previewOfImages(drawnImages, shape, captions, width, job),
  };
};
