import { InterpError, shownName, shownNames } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../contracts.js';
import { networkGradient, networkLogits } from '../network/running/gradient.js';
import { walkStays } from '@interp/tape/internal';
import { canWalk, type Network } from '../network/network.js';
import { oneOutput } from '../network/parts/part-of-network.js';
import { isDeclared, networkReturning, type Returns, scoreCount } from '../network/parts/scores-of-values.js';
import { inParts } from '../numeric/in-parts.js';
import { tapeGradient } from './function-classifier.js';
import { checkAgainstModel, checkLayers } from './check-against-model.js';
import { gradientInParts, imagesAtOnce } from './images-at-once.js';
import { checkDeclared, returnsOf } from './look-at-network.js';
import type { CheckedClassifierOptions } from './options.js';
import { seededInputs } from './seeded-inputs.js';

type Score = (x: tf.Tensor) => tf.Tensor2D;

/** Whether a tape is recording; it cannot record kernels that are called directly. */
const tapeIsOn = (): boolean => tf.engine().state.gradientDepth > 0;

const scoresInParts = (most: number, score: Score, x: tf.Tensor): tf.Tensor2D =>
  x.shape[0] <= most ? score(x) : inParts(x.shape[0], most, (from, count) => score(tf.slice(x, from, count)));

/** What the endings of models return. */
const returned: Readonly<Record<'softmax' | 'logSoftmax' | 'sigmoid', readonly Returns[]>> = {
  softmax: ['probabilities'],
  logSoftmax: ['logits', 'probabilities'],
  sigmoid: ['sigmoid'],
};

/** A network that is said to return something. */
const declared = (network: Network, returns: Returns): Network => {
  const [{ scores, shape, probabilities }] = network.outputs;
  if (returns === 'values' || scores === 'identity') return networkReturning(network, returns);
  const isBinary = scores === 'sigmoid' && probabilities === 'softmax';
  if (returned[scores].includes(returns) || (isBinary && returns === 'probabilities')) return network;
  throw new InterpError(
    'bad-option',
    `returns is "${returns}", and the model "${network.model?.name ?? ''}" of ${shape[1] ?? 0} units ends in a ${scores}; expected ${returned[scores].join(', ')} or values; leave it out`,
  );
};

/**
 * A classifier from a network.
 *
 * @param whole - one input and an output `[n, classes]`
 * @param options - the bounds, which output it is and what it returns, and the shape of an input if the network leaves it open
 * @returns the classifier
 * @throws InterpError `unsupported-model`, `bad-option`, `not-finite`
 */
export const networkClassifier = (
  whole: Network,
  { bounds, inputShape, output, returns, check }: CheckedClassifierOptions,
): Classifier => {
  const name = whole.model?.name ?? '';
  if (whole.inputs.length > 1)
    throw new InterpError(
      'unsupported-model',
      `the model "${name}" has ${whole.inputs.length} inputs, ${shownNames(whole.inputs.map((one) => one.name))}; expected one; make one of them by joinInputs of @interp/targets`,
    );
  const source = oneOutput(whole, output);
  const { inputs, outputs, model } = source;
  const given = inputShape ?? (inputs[0].picture ?? inputs[0].shape).slice(1);
  if (!given.every((size): size is number => Number.isInteger(size))) {
    throw new InterpError(
      'bad-option',
      `the model "${name}" leaves its input shape open; pass inputShape, such as [28, 28, 1]`,
    );
  }
  const { shape } = outputs[0];
  if (shape.length !== 2 || typeof shape[1] !== 'number') {
    throw new InterpError(
      'unsupported-model',
      `the model "${name}" returns [${shape.join(', ')}]; expected one score per class, [n, classes]; look at its values by values of @interp/targets`,
    );
  }
  if (check && source !== whole) checkLayers(whole, () => [seededInputs(1, given, bounds)]);
  else if (check && !isDeclared(source)) checkAgainstModel(source, given, bounds);
  if (check && returns) checkDeclared(source, returns, given, bounds);
  const what = returns ?? returnsOf(source, given, bounds);
  const network = what === undefined ? source : declared(source, what);
  const { probabilities } = network.outputs[0];
  const classes = scoreCount(network);
  const byTape: Score = (x) => network.scores(x) as tf.Tensor2D;
  const walkable = canWalk(network);
  const most = imagesAtOnce({ network, inputShape: given });
  const together: Score = (x) => (walkable && walkStays() ? networkLogits(network, x) : byTape(x));
  const logits: Score = (x) => tf.tidy(() => (tapeIsOn() ? byTape(x) : scoresInParts(most, together, x)));
  const table = network.steps.find((step) => step.operator.isTable && step.inputs.includes(inputs[0].name));
  const gradient = gradientInParts(most, logits, (x, start) => {
    if (table)
      throw new InterpError(
        'unsupported-layer',
        `the input ${shownName(inputs[0].name)} holds whole numbers that "${table.layer.name}" looks up, which have no gradient; explain what it has for them, by joinInputs of @interp/targets, or take lrp or occlusion`,
      );
    return walkable && walkStays() ? networkGradient(network, x, start) : tapeGradient(byTape, x, start, model);
  });
  return { network, inputShape: given, classes, bounds, probabilities, logits, gradient };
};
