import { random, type Classifier } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { BackgroundStepRecord } from './background-moment.js';
import type { BackgroundOptions } from './background-options.js';
import { backgroundPass, noteChange, type Series } from './background-pass.js';
import { certainties } from './certainties.js';
import type { Prototypes, PrototypeStep } from './prototype.js';
import { prototypeSteps } from './prototype-steps.js';
import { resolvedBackground } from './resolved-background.js';
import { startImages, type Start, type StartImagesOptions } from './start-images.js';

/** The images to begin with, nothing changed yet. */
const begin = async (classifier: Classifier, starts: StartImagesOptions): Promise<Series> => {
  const images = tf.tidy(() => tf.clipByValue(startImages(classifier, starts), ...starts.bounds));
  const values = Float32Array.from(await images.data<'float32'>());
  images.dispose();
  const targets = starts.classes;
  const sure = await certainties(classifier, values, targets);
  const series = { targets, values, sure: [...sure], histories: targets.map(() => []) };
  sure.forEach((one, i) => noteChange(series, i, one, { by: 'start' }));
  return series;
};

/** Activation maximisation goes on from the images; returns whether somebody wished to stop. */
async function* climbOn(
  classifier: Classifier,
  series: Series,
  { ascent }: BackgroundOptions,
  { bounds, seed }: StartImagesOptions,
): AsyncGenerator<void, boolean, boolean> {
  const { targets, values } = series;
  const start = tf.tensor(values, [targets.length, ...classifier.inputShape]);
  const steps = prototypeSteps(classifier, { ...ascent, classes: targets, start, bounds, seed });
  try {
    let next = await steps.next();
    while (!next.done) next = await steps.next(yield);
    const { images, stopped } = next.value;
    values.set(await images.data<'float32'>());
    images.dispose();
    const sure = await certainties(classifier, values, targets);
    sure.forEach((one, i) => noteChange(series, i, one, { by: 'ascent' }));
    return stopped;
  } finally {
    await steps.return(undefined as never);
    start.dispose();
  }
}

const latest = ({ histories }: Series): PrototypeStep<BackgroundStepRecord> =>
  histories.map((history) => history[history.length - 1]);

/** Hands on the steps of a part of the work as what is now known of each image. */
async function* told<Result>(
  series: Series,
  steps: AsyncGenerator<void, Result, boolean>,
): AsyncGenerator<PrototypeStep<BackgroundStepRecord>, Result, boolean> {
  try {
    let next = await steps.next();
    while (!next.done) next = await steps.next(yield latest(series));
    return next.value;
  } finally {
    await steps.return(undefined as never);
  }
}

/**
 * The steps of {@link backgroundAddition}, for a driver of your own.
 *
 * @param classifier - any classifier of images
 * @param start - as for {@link backgroundAddition}
 * @param options - how
 * @returns a generator: at the start, after each patch and after each step of activation maximisation it yields what is known of each
 *   image; a `true` ends it
 * @throws InterpError as {@link backgroundAddition} does, at the first step
 */
export async function* backgroundAdditionSteps(
  classifier: Classifier,
  start: Start = 'blank',
  options: BackgroundOptions = {},
): AsyncGenerator<PrototypeStep<BackgroundStepRecord>, Prototypes<BackgroundStepRecord>, boolean> {
  const settings = resolvedBackground(classifier, start, options);
  const { starts, patches, sequence, background, passes, alternate } = settings;
  const begun = performance.now();
  const series = await begin(classifier, starts);
  const stream = random(starts.seed);
  let stopped = yield latest(series);
  for (let round = 0; round <= alternate && !stopped; round++) {
    if (round > 0) stopped = yield* told(series, climbOn(classifier, series, options, starts));
    let kept = true;
    for (let pass = 0; pass < passes && kept && !stopped; pass++) {
      const tried = sequence(patches, stream);
      ({ kept, stopped } = yield* told(series, backgroundPass(classifier, series, tried, background)));
    }
  }
  const { targets, values, histories } = series;
  const seconds = (performance.now() - begun) / 1000 / targets.length;
  const now = latest(series);
  const items = histories.map((history, i) => ({
    class: targets[i],
    ...now[i],
    steps: history.length - 1,
    seconds,
    history,
  }));
  return { images: tf.tensor(values, [targets.length, ...classifier.inputShape]), items, stopped };
}
