import { checkFunctions, checkList, checkNumber, InterpError, isInterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import { clearFailedTape } from '@interp/tape/internal';
import type { Classifier, Decoder, Density, LabelledImages, ScoresAndGradient } from './contracts.js';
import { memoised } from './memoised.js';
import { networkOf } from './network/network-of.js';
import { asFloat } from './network/running/run.js';
import { checkBounds, checkClassifier } from './checks/classifiers.js';
import { checkReturned } from './checks/returned-tensors.js';

/** What somebody's own function throws, of whatever type, as an error that says whose it is. */
const failureOf = (who: string, reason: unknown): InterpError => {
  const { message = String(reason) } = Object(reason) as { readonly message?: unknown };
  const said = String(message).split('\n')[0].slice(0, 150);
  return new InterpError('unsupported-model', `${who} failed: ${said}; expected an answer; mend it`, { cause: reason });
};

const asked = <T>(who: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw isInterpError(error) ? error : failureOf(who, error);
  }
};

/** Runs a user's function; if it throws, nothing stays in memory. */
const run = <T>(who: string, work: () => T): T => {
  try {
    return asked(who, () => tf.tidy(work as () => tf.TensorContainer) as T);
  } catch (error) {
    clearFailedTape();
    throw error;
  }
};

/** Classifiers that leave their input alone and return tensors of their own. */
const careful = new WeakSet<Classifier>();

/** Checks each value once; what was checked is itself again. */
const once = <T extends object>(check: (value: T) => T): ((value: T) => T) => {
  const checked = new WeakSet<T>();
  const checkedOf = memoised((value: T): T => {
    const result = check(value);
    checked.add(result);
    return result;
  });
  return (value) => (checked.has(value) ? value : checkedOf(value));
};

/** Those optional fields that a value has; also of an instance of a class, whose accessors a spread does not copy. */
const optionalFields = (value: object, names: readonly string[]): object =>
  Object.fromEntries(names.flatMap((name) => (name in value ? [[name, Reflect.get(value, name, value)]] : [])));

const withChecks = once<Classifier>((value) => {
  const { inputShape, classes, bounds } = value;
  checkNumber('the number of classes', classes, { min: 1, integer: true });
  checkBounds("the classifier's bounds", bounds);
  checkFunctions('the classifier', value, ['gradient']);
  // A function may dispose of what it is given, return it, or return what it keeps.
  const copy = careful.has(value) ? <T extends tf.Tensor>(x: T): T => x : tf.clone;
  const scores = (logits: unknown, n: number): tf.Tensor2D =>
    copy(checkReturned("the classifier's scores", logits, [n, classes], true) as tf.Tensor2D);
  return {
    ...value,
    inputShape,
    classes,
    bounds,
    ...optionalFields(value, ['network', 'probabilities']),
    logits: (x) => run('the classifier', () => scores(value.logits(copy(asFloat(x))), x.shape[0])),
    gradient: (x, start) =>
      run('the classifier', (): ScoresAndGradient => {
        const answer: Partial<ScoresAndGradient> | undefined = value.gradient(
          copy(asFloat(x)),
          (logits) =>
            checkReturned(
              'the values that the gradient starts from',
              asked('what the gradient starts from', () => start(logits)),
              logits.shape,
            ) as tf.Tensor2D,
        );
        return {
          logits: scores(answer?.logits, x.shape[0]),
          gradient: copy(checkReturned("the classifier's gradients", answer?.gradient, x.shape)),
        };
      }),
  };
});

/**
 * A classifier whose answers are checked, whoever made it: methods ask this one. Scores are finite float32 `[n, classes]`, a gradient
 * has the shape of the batch; whether it is finite is left to the methods, which read it anyway. What a function throws is the cause of an
 * InterpError, and its tensors are disposed of.
 *
 * @param value - the classifier
 * @returns the same one with checks; of itself, itself
 * @throws InterpError `bad-option` for what is no classifier, `bad-value` where the model behind it was disposed of
 */
export const checkedClassifier = (value: Classifier): Classifier => {
  checkClassifier(value);
  if (value.network) networkOf(value.network);
  return withChecks(value);
};

/** The same of a classifier that leaves its input alone and returns tensors of its own, so that nothing is copied. */
export const ownClassifier = (value: Classifier): Classifier => {
  careful.add(value);
  return checkedClassifier(value);
};

/**
 * A density whose answers are checked: finite log-densities `[n]`, a gradient of the shape of the batch.
 *
 * @param value - the density
 * @returns the same one with checks; of itself, itself
 * @throws InterpError `bad-option` for what is no density
 */
export const checkedDensity: (value: Density) => Density = once((value) => {
  checkFunctions('the expert', value, ['logDensity', 'gradLogDensity']);
  const { inputShape } = value;
  checkList("the expert's inputShape", inputShape);
  const answer = (what: string, ask: (v: tf.Tensor) => tf.Tensor, v: tf.Tensor, shape: number[], finite: boolean) =>
    run('the expert', () => tf.clone(checkReturned(`the expert's ${what}`, ask(tf.clone(v)), shape, finite)));
  return {
    ...value,
    inputShape,
    logDensity: (v) => answer('log-densities', (x) => value.logDensity(x), v, [v.shape[0]], true) as tf.Tensor1D,
    gradLogDensity: (v) => answer('gradients', (x) => value.gradLogDensity(x), v, v.shape, false),
  };
});

const withDecoderChecks = once<Decoder>((value) => {
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
    decode: (z) =>
      run('the decoder', () =>
        tf.clone(checkReturned("the decoder's images", value.decode(tf.clone(z)), [z.shape[0], ...outputShape])),
      ),
  };
});

/**
 * A decoder whose answers are checked: an image of its shape for each code. Whether they are finite is left to the methods.
 *
 * @param value - the decoder
 * @returns the same one with checks; of itself, itself
 * @throws InterpError `bad-option` for what is no decoder, `bad-value` where the model behind it was disposed of
 */
export const checkedDecoder = (value: Decoder): Decoder => {
  const checked = withDecoderChecks(value);
  if (checked.network) networkOf(checked.network);
  return checked;
};

/** Checks that a value is a set of labelled images. Throws InterpError `bad-option` for anything else. */
export const checkLabelledImages = (name: string, value: unknown): void => {
  checkFunctions(name, value, ['images'], 'labelled images, such as sampleDigits() of @interp/mnist');
  const { inputShape, labels } = value as { readonly inputShape?: unknown; readonly labels?: unknown };
  checkList(`the inputShape of ${name}`, inputShape, { numbers: true });
  checkList(`the labels of ${name}`, labels);
};

const checkedSets = new WeakSet<LabelledImages>();

/**
 * A set of labelled images whose answers are checked: a float32 batch of the shape and number that were asked for. Whether its values are
 * finite is left to those who read them.
 *
 * @param name - what it is, for messages
 * @param value - the images
 * @returns the same ones with checks, and nothing else that the set may have; of itself, itself
 * @throws InterpError `bad-option` for what is no such set, `bad-shape` where it has no images, or another number of labels than images
 */
export const checkedImages = (name: string, value: LabelledImages): LabelledImages => {
  if (checkedSets.has(value)) return value;
  checkLabelledImages(name, value);
  const { size, inputShape, labels, labelSets } = value;
  checkNumber(`the size of ${name}`, size, { min: 0, integer: true });
  if (labelSets !== undefined) {
    checkList(`the labelSets of ${name}`, labelSets);
    for (const set of labelSets) checkList(`each of the labelSets of ${name}`, set);
  }
  const count = labelSets?.length ?? size;
  if (size < 1 || labels.length !== size || count !== size)
    throw new InterpError(
      'bad-shape',
      `${name} are ${size} images with ${labels.length} labels${labelSets ? ` and ${count} sets of them` : ''}; expected at least one image, and as many of each`,
    );
  const checked: LabelledImages = {
    size,
    inputShape,
    labels,
    ...(labelSets && { labelSets }),
    images: (indices) =>
      run(name, () =>
        tf.clone(checkReturned(`the images of ${name}`, value.images(indices), [indices.length, ...inputShape])),
      ),
  };
  checkedSets.add(checked);
  return checked;
};
