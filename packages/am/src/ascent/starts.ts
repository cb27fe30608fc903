import { checkChoice, checkedBy, InterpError, list, number } from '@interp/checks';
import { random, type Classifier } from '@interp/core';
import { checkBatch, checkBounds, checkClass, finiteBounds, newFloats, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The initial images of an ascent: `random`, uniform noise over the classifier's bounds (thesis 3.1); `blank`, 0 everywhere,
 * which is grey; or images `[k, ...inputShape]`, one for all classes, one for each class, or several for one class.
 */
export type Start = 'random' | 'blank' | tf.Tensor;

/** Options for the classes and starts of prototypes. */
export interface StartOptions {
  /** The class of each prototype. Default every class once. */
  readonly classes?: readonly number[];
  /** The initial images. Default `random`. */
  readonly start?: Start;
  /** The range that values are clipped to, in units of the input. Default the classifier's bounds; `[-Infinity, Infinity]` for none. */
  readonly bounds?: readonly [low: number, high: number];
  /** Seed of everything random: the noise of a class and restart does not depend on the other classes. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link StartOptions}. */
export const startRules = {
  classes: list<readonly number[]>(),
  start: checkedBy<Start>(() => undefined, { default: 'random' }),
  restarts: number({ min: 1, max: 1e6, integer: true }),
  bounds: checkedBy<readonly [low: number, high: number]>(checkBounds),
  seed: number({ integer: true, default: 0 }),
};

/** {@link StartOptions} with defaults, and the number of runs per prototype; values without probabilities have no threshold to reach. */
export type Starts = Required<StartOptions> & { restarts: number; threshold?: number; stopAtThreshold?: boolean };

/**
 * Fills in defaults from the classifier; several images for one class make as many prototypes of it. Throws InterpError `bad-option` or
 * `bad-class`.
 */
export const startsFor = (
  classifier: Classifier,
  { classes: given, start, restarts, bounds, seed }: StartOptions & Pick<Starts, 'start' | 'restarts' | 'seed'>,
): Starts => {
  const classes = Array.from(given ?? Array.from({ length: classifier.classes }, (_, c) => c));
  if (classes.length === 0) throw new InterpError('bad-option', 'no class is asked for; expected at least one');
  for (const wanted of classes) checkClass(classifier, wanted);
  if (start !== 'random' && restarts > 1)
    throw new InterpError(
      'bad-option',
      `${restarts} restarts from the same image would all be the same; expected 1; start at random for more`,
    );
  const { shape }: Partial<tf.Tensor> = typeof start === 'object' ? (start ?? {}) : {};
  const several = classes.length === 1 ? (shape?.[0] ?? 1) : 1;
  return {
    classes: several > 1 ? Array.from({ length: several }, () => classes[0]) : classes,
    start,
    restarts,
    bounds: bounds ?? classifier.bounds,
    seed,
    ...(classifier.probabilities === 'none' && { threshold: -Infinity, stopAtThreshold: false }),
  };
};

/**
 * The start of each run, `[classes.length * restarts, ...shape]`, which belongs to the caller, from `[1, ...shape]`, one for all, or
 * `[classes.length, ...shape]`, borrowed; throws InterpError `bad-shape` for another number.
 */
export const startRows = (given: tf.Tensor, { classes, restarts }: Pick<Starts, 'classes' | 'restarts'>): tf.Tensor => {
  const one = given.shape[0] === 1;
  if (!one && given.shape[0] !== classes.length)
    throw new InterpError(
      'bad-shape',
      `there are ${given.shape[0]} starts and ${classes.length} classes; expected one start for all or one for each`,
    );
  const rows = Array.from({ length: classes.length * restarts }, (_, run) => (one ? 0 : Math.floor(run / restarts)));
  return tf.tidy(() => tf.gather(tf.cast(given, 'float32'), tf.tensor1d(rows, 'int32')));
};

const noise = (classifier: Classifier, { classes, restarts, bounds, seed }: Starts): tf.Tensor => {
  const [low, high] = bounds.every(Number.isFinite) ? bounds : finiteBounds(classifier, 'give bounds, or a start');
  const size = sizeOfShape(classifier.inputShape);
  const streams = Array.from({ length: classifier.classes }, random(seed).split);
  const values = newFloats(classes.length * restarts * size);
  classes.forEach((wanted, i) => values.set(streams[wanted].uniforms(restarts * size, low, high), i * restarts * size));
  return tf.tensor(values, [classes.length * restarts, ...classifier.inputShape]);
};

/**
 * The first images of all runs, `[classes.length * restarts, ...inputShape]`, which belong to the caller; the restarts of a prototype
 * follow one another. Throws InterpError `bad-option` for an unknown start, `bad-shape` or `bad-value` for images that do not fit.
 */
export const startImages = (classifier: Classifier, starts: Starts): tf.Tensor => {
  const { start, classes, restarts } = starts;
  if (start === 'random') return noise(classifier, starts);
  if (start === 'blank') return tf.zeros([classes.length * restarts, ...classifier.inputShape]);
  if (typeof start !== 'object') checkChoice('the start', start, ['random', 'blank'], 'a tensor of images');
  const [[low, high], [least, most]] = [classifier.bounds, starts.bounds];
  checkBatch({ ...classifier, bounds: [Math.min(low, least), Math.max(high, most)] }, start);
  return startRows(start, starts);
};
