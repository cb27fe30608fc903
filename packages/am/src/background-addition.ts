import { checkedBy, checkNumber, InterpError, nested, number, optionsTable } from '@interp/checks';
import { drive, random, type Classifier, type DriveOptions } from '@interp/core';
import { checkedClassifier, checkProbabilities, finiteBounds, splitDriveOptions } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { prototypeOptions, prototypeSteps, type PrototypeOptions } from './activation-maximisation.js';
import type { Prototypes, PrototypeStep } from './ascent/multistart-ascent.js';
import { startImages, startRules, startsFor, type Start, type Starts } from './ascent/starts.js';
import { classLogOdds } from './background/log-odds.js';
import { patchPass, recordChange, type BackgroundState, type BackgroundStepRecord } from './background/patch-pass.js';
import { checkOrder, patchesOf, sequenceOf, type PatchOrder } from './background/patches.js';

/** Options of {@link backgroundAddition}. */
export interface BackgroundOptions {
  /** The class of each image. Default every class once. */
  readonly classes?: readonly number[];
  /** Side of a patch, in pixels. Default 5, the thesis'. */
  readonly side?: number;
  /** The value of background, in units of the input. Default the lower bound. */
  readonly background?: number;
  /** The order in which patches are tried. Default `rows`. */
  readonly order?: PatchOrder;
  /** The most passes over all patches per round. Default: until a pass keeps no change. */
  readonly passes?: number;
  /** Number of additional rounds of activation maximisation followed by background addition. Default 0. */
  readonly alternate?: number;
  /** Options of that activation maximisation. */
  readonly ascent?: Omit<PrototypeOptions, 'classes' | 'start' | 'restarts' | 'bounds' | 'seed'>;
  /** The range that values are clipped to, in units of the input. Default the classifier's bounds; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Seed of initial noise, random orders and jitter. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link BackgroundOptions}. */
export const backgroundOptions = optionsTable<BackgroundOptions>()({
  classes: startRules.classes,
  side: number({ min: 1, integer: true, default: 5 }),
  background: number(),
  order: checkedBy<PatchOrder>(checkOrder, { default: 'rows' }),
  passes: number({ min: 1, integer: true }),
  alternate: number({ min: 0, integer: true, default: 0 }),
  ascent: nested(prototypeOptions),
  bounds: startRules.bounds,
  seed: startRules.seed,
});

/** The initial state. */
const begin = async (classifier: Classifier, starts: Starts): Promise<BackgroundState> => {
  const images = tf.tidy(() => tf.clipByValue(startImages(classifier, starts), ...starts.bounds));
  const values = Float32Array.from(await images.data<'float32'>());
  images.dispose();
  const targets = starts.classes;
  const odds = await classLogOdds(classifier, values, targets);
  const state = { targets, values, odds: [...odds], histories: targets.map(() => []) };
  odds.forEach((one, i) => recordChange(state, i, one, { by: 'start' }));
  return state;
};

/** Continues with activation maximisation from the images; returns whether a stop was requested. */
async function* continueAscent(
  classifier: Classifier,
  state: BackgroundState,
  ascent: BackgroundOptions['ascent'],
  { bounds, seed }: Starts,
): AsyncGenerator<void, boolean, boolean> {
  const { targets, values } = state;
  const start = tf.tensor(values, [targets.length, ...classifier.inputShape]);
  const steps = prototypeSteps(classifier, { ...ascent, classes: targets, start, bounds, seed });
  try {
    let next = await steps.next();
    while (!next.done) next = await steps.next(yield);
    const { images, stopped } = next.value;
    values.set(await images.data<'float32'>());
    images.dispose();
    const odds = await classLogOdds(classifier, values, targets);
    odds.forEach((one, i) => recordChange(state, i, one, { by: 'ascent' }));
    return stopped;
  } finally {
    await steps.return(undefined as never);
    start.dispose();
  }
}

const latestRecords = ({ histories }: BackgroundState): BackgroundStepRecord[] =>
  histories.map((history) => history[history.length - 1]);

/** Each image as it is, whose latest record is its best. */
const formingImages = (state: BackgroundState): PrototypeStep<BackgroundStepRecord> => {
  const size = state.values.length / state.targets.length;
  return latestRecords(state).map((latest, i) => ({
    ...latest,
    latest,
    point: state.values.subarray(i * size, (i + 1) * size),
  }));
};

/** Re-yields the inner steps, each with the latest record of every image. */
async function* withRecords<Result>(
  state: BackgroundState,
  steps: AsyncGenerator<void, Result, boolean>,
): AsyncGenerator<PrototypeStep<BackgroundStepRecord>, Result, boolean> {
  try {
    let next = await steps.next();
    while (!next.done) next = await steps.next(yield formingImages(state));
    return next.value;
  } finally {
    await steps.return(undefined as never);
  }
}

/**
 * {@link backgroundAddition} as a generator of steps, for `drive` or a loop of your own.
 *
 * @param classifier - any classifier of images
 * @param start - as for {@link backgroundAddition}
 * @param options - how
 * @returns a generator: at the start, after each patch and after each step of activation maximisation it yields the record of
 *   each image; `next(true)` stops it
 * @throws InterpError as {@link backgroundAddition} does, at the first step
 */
export async function* backgroundAdditionSteps(
  classifier: Classifier,
  start: Start = 'blank',
  options: BackgroundOptions = {},
): AsyncGenerator<PrototypeStep<BackgroundStepRecord>, Prototypes<BackgroundStepRecord>, boolean> {
  const settings = backgroundOptions.withDefaults(options);
  const net = checkedClassifier(classifier);
  const { inputShape, probabilities } = net;
  checkProbabilities(probabilities, 'background addition');
  if (inputShape.length !== 2 && inputShape.length !== 3)
    throw new InterpError(
      'unsupported-model',
      `the inputs have the shape [${inputShape.join(', ')}]; expected images of height and width, with or without channels`,
    );
  const starts = startsFor(net, { ...settings, start, restarts: 1 });
  const [low, high] = starts.bounds;
  const { side, order, passes = Infinity, alternate, ascent } = settings;
  const { background = Number.isFinite(low) ? low : finiteBounds(starts, 'give background')[0] } = settings;
  checkNumber('the background', background, { min: low, max: high });
  const patches = patchesOf(inputShape[0], inputShape[1], side);
  const sequence = sequenceOf(order);
  const begun = performance.now();
  const state = await begin(net, starts);
  const stream = random(starts.seed);
  let stopped = yield formingImages(state);
  for (let round = 0; round <= alternate && !stopped; round++) {
    if (round > 0) stopped = yield* withRecords(state, continueAscent(net, state, ascent, starts));
    let kept = true;
    for (let pass = 0; pass < passes && kept && !stopped; pass++) {
      const tried = sequence(patches, stream);
      ({ kept, stopped } = yield* withRecords(state, patchPass(net, state, tried, background)));
    }
  }
  const { targets, values, histories } = state;
  const seconds = (performance.now() - begun) / 1000 / targets.length;
  const latest = latestRecords(state);
  const items = histories.map((history, i) => ({
    class: targets[i],
    ...latest[i],
    steps: history.length - 1,
    seconds,
    history,
  }));
  return { images: tf.tensor(values, [targets.length, ...inputShape]), items, stopped };
}

/**
 * Background addition: sets images to background patch by patch, and keeps each change that raises P(c|x), as the
 * thesis does in Figure 3.3. It can alternate with activation maximisation (`alternate`). Each patch is tried in
 * all images at once. A rise must exceed the rounding of float32; between two ascents P(c|x) never falls.
 *
 * @param classifier - any classifier of images, `[height, width]` or `[height, width, channels]`
 * @param start - the initial images: one for all classes, one for each or several for one class; `blank`, 0
 *   everywhere, the thesis' Figure 3.3b and the default; or `random`, noise. Borrowed
 * @param options - classes, patches, order, passes, and `onStep` and `signal` of `drive`
 * @returns images and a record of each, with P(c|x) after every kept change; after an abort, the images so far
 * @throws InterpError `bad-option`, `bad-class`, `bad-shape`, `bad-value` for options, `unsupported-model` for inputs that are no
 *   images, `not-finite` for a NaN during the computation
 *
 * @example
 * ```ts
 * import { backgroundAddition, prototypes } from '@interp/am';
 * import { classifier } from '@interp/core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({
 *   layers: [layers.flatten({ inputShape: [8, 8, 1] }), layers.dense({ units: 3 })],
 * });
 * const net = classifier(model);
 * const start = await prototypes(net, { steps: 10 });
 * const { images, items } = await backgroundAddition(net, start.images, { side: 3, alternate: 1 });
 * for (const { history } of items) console.log(history.map(({ by, probability }) => `${by} ${probability}`));
 * start.images.dispose();
 * images.dispose();
 * ```
 */
export const backgroundAddition = async (
  classifier: Classifier,
  start: Start = 'blank',
  options: BackgroundOptions & DriveOptions<PrototypeStep<BackgroundStepRecord>> = {},
): Promise<Prototypes<BackgroundStepRecord>> => {
  const [own, driving] = splitDriveOptions(options);
  return drive(backgroundAdditionSteps(classifier, start, own), driving);
};
