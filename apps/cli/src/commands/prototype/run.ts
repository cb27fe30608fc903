import { contrast, judgePrototypes, type PrototypeStep, type Start } from '@interp/am';
import type { Progress } from '@interp/core';
import { float32Entry } from '@interp/files';
import { isPictureShape } from '@interp/images';
import * as tf from '@tensorflow/tfjs-core';
import { openJudge, type Judge, type OpenedClassifier } from '@interp/open';
import { brief, duration, percent } from '@interp/report';
import { takingUnlabelled } from '../../inputs/image-consumer.js';
import { hiddenClass } from '../../shell/hidden-options.js';
import { withOpened } from '../../models/open.js';
import { checkNamed, wantedClasses } from '../../models/wanted-classes.js';
import { Interrupted, UsageError } from '../../shell/failure.js';
import { inFlags } from '../../shell/flags.js';
import type { Job, Result } from '../../shell/job.js';
import { pictureOfImages, previewOfImages } from '../../shell/pictures.js';
import { withProgress } from '../../shell/terminal/progress.js';
import { table } from '../../shell/terminal/table.js';
import { prototypeMethodOf } from '../../methods/prototype-method.js';
import type { PrototypeOptions } from './options.js';

const withStart = async <Value>(
  classifier: OpenedClassifier,
  classes: readonly number[],
  options: PrototypeOptions,
  job: Job,
  work: (start: Start) => Promise<Value>,
): Promise<Value> => {
  const { init = prototypeMethodOf(options).init } = options;
  if (init === 'random' || init === 'blank') return work(init);
  const images = await job.readInputs([init], takingUnlabelled(classifier), options);
  if (images.size > 1 && classes.length > 1 && images.size !== classes.length)
    throw new UsageError(
      `--init gives ${images.size} images for ${classes.length} classes; expected one image, one for each class, or one --class`,
    );
  const start = images.tensor();
  return work(start).finally(() => start.dispose());
};

const prototypesBy = async (
  classifier: OpenedClassifier,
  { name: judgeName, network }: Judge,
  options: PrototypeOptions,
  job: Job,
): Promise<Result> => {
  const { class: wanted, contrast: curve, history: charted } = options;
  const begun = performance.now();
  const { signal } = job;
  const { steps, find } = prototypeMethodOf(options);
  const classes = wantedClasses(classifier, hiddenClass(options) ?? wanted, job);
  await job.settleBackend(classes.length);
  const found = await withStart(classifier, classes, options, job, async (start) => {
    if (signal.aborted) throw new Interrupted('interrupted before the first step');
    return withProgress(job, 'prototypes', steps === undefined ? undefined : steps + 1, (update) => {
      const onStep = ({ step, value }: Progress<PrototypeStep>): void => {
        const sure = value.filter(({ probability }) => probability > 0.99).length;
        update(step, `${sure} of ${value.length} above 0.99`);
      };
      return find(classifier, { classes, start, onStep, signal });
    });
  });
  const { items, images, latents, agreed, stopped, shape: batch } = await judgePrototypes(found, network);
  const all = steps === undefined ? 'changes' : `of ${steps} steps`;
  if (stopped) job.note(`interrupted: the best after ${items[0].steps} ${all}`);

  const n = items.length;
  const shape = classifier.inputShape;
  const shown = curve === 'atan' ? tf.tidy(() => contrast(tf.tensor1d(images)).dataSync<'float32'>()) : images;
  const pictures = classifier.preprocessing.toPicture(shown);
  const size = images.length / n;
  const drawn = { shown: (from: number, to: number) => pictures.slice(from * size, to * size) };
  const { labels } = classifier.settings;
  const nameOf = (c: number): string => labels?.[c] ?? String(c);
  const captions = items.map((item) => `${nameOf(item.class)}: ${percent(item.probability)}`);
  const probabilities = items.map(({ probability }) => probability);
  const rows = items.map((item) => [
    nameOf(item.class),
    percent(item.probability),
    brief(item.objective),
    String(item.steps),
    `${nameOf(item.judge.class)} (${percent(item.judge.probability)})`,
  ]);
  const seconds = (performance.now() - begun) / 1000;
  return {
    json: items.map(({ judge, ...item }) => ({
      ...item,
      name: labels?.[item.class],
      judge: { name: judgeName, ...judge },
    })),
    labels,
    text: [
      table([['class', 'probability', 'objective', 'steps', 'judged'], ...rows]),
      `${n} ${n === 1 ? 'prototype' : 'prototypes'} in ${duration(seconds)}; ${judgeName} agrees on ${agreed}`,
    ].join('\n'),
    tensors: [
      ['prototypes', float32Entry(batch, images)],
      ['probabilities', float32Entry([n], probabilities)],
      ...(latents ? [['latent', float32Entry([n, latents.length / n], latents)] as const] : []),
    ],
    picture: charted
      ? async () => (await import('@interp/viz')).ascentChart(items)
      : isPictureShape(shape)
        ? () => pictureOfImages(drawn, shape, captions, job)
        : undefined,
    preview: (width) => previewOfImages(drawn, shape, captions, width, job),
  };
};

/** Finds prototypes, or the prototype of one class by activation maximisation alone, with an expert and with a decoder. */
export const run = async (options: PrototypeOptions, job: Job): Promise<Result> => {
  const { model, method, init, compare } = options;
  if (compare && (method !== 'am' || init !== undefined))
    throw new UsageError('--compare goes through all methods from random starts; leave out --method and --init');
  if (!compare) prototypeMethodOf(options);
  return job.withClassifier(
    model,
    (classifier) => {
      checkNamed(classifier);
      const opening = inFlags(() => openJudge(classifier, { model, judge: options.judge, signal: job.signal }));
      return withOpened(opening, async (judge) => {
        const work = compare ? (await import('./compare.js')).compareMethods : prototypesBy;
        return work(classifier, judge, options, job);
      });
    },
    { ...options, probabilities: 'sigmoid' },
  );
};
