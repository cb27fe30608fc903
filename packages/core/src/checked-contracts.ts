import * as tf from '@tensorflow/tfjs-core';
import type { Classifier, Decoder, Density, ScoresAndGradient } from './contracts.js';
import { clearFailedTape } from './tape/failed-tape.js';
import { checkBounds, checkClassifier } from './checks/classifiers.js';
import { checkFunctions, checkList } from './checks/lists.js';
import { checkNumber } from './checks/numbers.js';
import { checkReturned } from './checks/returned-tensors.js';

/** Runs a user's function; if it throws, nothing stays in memory. */
const run = <T>(work: () => T): T => {
  try {
    return tf.tidy(work as () => tf.TensorContainer) as T;
  } catch (error) {
    clearFailedTape();
    throw error;
  }
};

const memo = <T extends object>(make: (value: T) => T): ((value: T) => T) => {
  const made = new WeakMap<object, T>();
  return (value) => {
    const known = made.get(value);
    if (known) return known;
    const result = make(value);
    for (const key of [value, result]) made.set(key, result);
    return result;
  };
};

/** Those optional fields that a value has; also of an instance of a class, whose accessors a spread does not copy. */
const optionalFields = (value: object, names: readonly string[]): object =>
  Object.fromEntries(names.flatMap((name) => (name in value ? [[name, Reflect.get(value, name, value)]] : [])));

const withChecks = memo<Classifier>((value) => {
  const { inputShape, classes, bounds } = value;
  checkNumber('the number of classes', classes, { min: 1, integer: true });
  checkBounds("the classifier's bounds", bounds);
  checkFunctions('the classifier', value, ['gradient']);
  const scores = (logits: unknown, n: number): tf.Tensor2D =>
    checkReturned("the classifier's scores", logits, [n, classes], true) as tf.Tensor2D;
  return {
    ...value,
    inputShape,
    classes,
    bounds,
    ...optionalFields(value, ['network', 'probabilities']),
    logits: (x) => run(() => scores(value.logits(x), x.shape[0])),
    gradient: (x, start) =>
      run((): ScoresAndGradient => {
        const answer: Partial<ScoresAndGradient> | undefined = value.gradient(
          x,
          (logits) =>
            checkReturned('the values that the gradient starts from', start(logits), logits.shape) as tf.Tensor2D,
        );
        return {
          logits: scores(answer?.logits, x.shape[0]),
          gradient: checkReturned("the classifier's gradients", answer?.gradient, x.shape),
        };
      }),
  };
});

/**
 * A classifier whose answers are checked, whoever made it: methods ask this one. Scores are finite float32 `[n, classes]`, a gradient
 * has the shape of the batch; whether it is finite is left to the methods, which read it anyway. An error that a function throws is passed on, and its
 * tensors are disposed of.
 *
 * @param value - the classifier
 * @returns the same one with checks; one that has them already is returned as it is
 * @throws InterpError `bad-option` for anything but a classifier
 */
export const checkedClassifier = (value: Classifier): Classifier => {
  checkClassifier(value);
  return withChecks(value);
};

/**
 * A density whose answers are checked: finite log-densities `[n]`, a gradient of the shape of the batch.
 *
 * @param value - the density
 * @returns the same one with checks; one that has them already is returned as it is
 * @throws InterpError `bad-option` for anything but a density
 */
export const checkedDensity: (value: Density) => Density = memo((value) => {
  checkFunctions('the expert', value, ['logDensity', 'gradLogDensity']);
  const { inputShape } = value;
  checkList("the expert's inputShape", inputShape);
  return {
    ...value,
    inputShape,
    logDensity: (v) =>
      run(() => checkReturned("the expert's log-densities", value.logDensity(v), [v.shape[0]], true) as tf.Tensor1D),
    gradLogDensity: (v) => run(() => checkReturned("the expert's gradients", value.gradLogDensity(v), v.shape)),
  };
});

/**
 * A decoder whose answers are checked: an image of its shape for each code. Whether they are finite is left to the methods.
 *
 * @param value - the decoder
 * @returns the same one with checks; one that has them already is returned as it is
 * @throws InterpError `bad-option` for anything but a decoder
 */
export const checkedDecoder: (value: Decoder) => Decoder = memo((value) => {
  checkFunctions('the decoder', value, ['decode']);
  const { latentSize, outputShape, bounds } = value;
  checkNumber("the decoder's latentSize", latentSize, { min: 1, integer: true });
  checkList("the decoder's outputShape", outputShape);
  checkBounds("the decoder's bounds", bounds);
  return {
    ...value,
    latentSize,
    outputShape,
    bounds,
    ...optionalFields(value, ['network']),
    decode: (z) => run(() => checkReturned("the decoder's images", value.decode(z), [z.shape[0], ...outputShape])),
  };
});
