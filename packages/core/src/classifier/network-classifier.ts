import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Classifier } from '../contracts.js';
import { InterpError } from '../errors.js';
import { networkGradient, networkLogits } from '../network/gradient.js';
import { loopsAreFree } from '../network/host.js';
import type { LayerConfig } from '../network/layers/layer-reading.js';
import { canWalk, type Network } from '../network/network.js';
import { inParts } from '../numeric/in-parts.js';
import { tapeGradient } from './function-classifier.js';
import { gradientInParts, imagesAtOnce } from './images-at-once.js';
import type { ClassifierOptions } from './options.js';

type Score = (x: tf.Tensor) => tf.Tensor2D;

const dilation = (rate: LayerConfig['dilationRate'] = 1): number => Math.max(...[rate].flat());

/**
 * Whether the tape of TensorFlow.js 4.22 lacks the gradient of some layer: dilated convolutions, thresholded ReLU, and batch normalisation
 * without a learned scale or shift.
 */
const isWithoutTape = (model: LayersModel): boolean =>
  model.layers.some((layer) => {
    if ('layers' in layer) return isWithoutTape(layer as LayersModel);
    const { dilationRate, center, scale } = layer.getConfig() as LayerConfig;
    const type = layer.getClassName();
    if (type === 'BatchNormalization') return center === false || scale === false;
    return type === 'ThresholdedReLU' || dilation(dilationRate) > 1;
  });

/** Whether a tape is recording; it cannot record kernels that are called directly. */
const tapeIsOn = (): boolean => tf.engine().state.gradientDepth > 0;

const scoresInParts = (most: number, score: Score, x: tf.Tensor): tf.Tensor2D =>
  x.shape[0] <= most ? score(x) : inParts(x.shape[0], most, (from, count) => score(tf.slice(x, from, count)));

/**
 * A classifier from a network.
 *
 * @param network - one input and one output `[n, classes]`
 * @param options - the bounds, and the shape of an input if the network leaves it open
 * @returns the classifier
 * @throws InterpError `unsupported-model`, `bad-option`
 */
export const networkClassifier = (
  network: Network,
  { bounds = [-1, 1], inputShape }: ClassifierOptions,
): Classifier => {
  const { inputs, outputs, model } = network;
  const name = model?.name ?? '';
  if (inputs.length > 1 || outputs.length > 1) {
    throw new InterpError(
      'unsupported-model',
      `the model "${name}" has ${inputs.length} inputs and ${outputs.length} outputs; expected one of each; make a tf.model of one input and one output of it`,
    );
  }
  const given = inputShape ?? inputs[0].shape.slice(1);
  if (!given.every((size): size is number => Number.isInteger(size))) {
    throw new InterpError(
      'bad-option',
      `the model "${name}" leaves its input shape open; pass inputShape, such as [28, 28, 1]`,
    );
  }
  const { shape } = outputs[0];
  const classes = shape[1];
  if (shape.length !== 2 || typeof classes !== 'number') {
    throw new InterpError(
      'unsupported-model',
      `the model "${name}" returns [${shape.join(', ')}]; expected one score per class, [n, classes]`,
    );
  }
  const byTape: Score = (x) => network.scores(x) as tf.Tensor2D;
  const walkable = canWalk(network);
  const tapeCannot = model !== undefined && isWithoutTape(model);
  const most = imagesAtOnce({ network, inputShape: given });
  const together: Score = (x) => (walkable && loopsAreFree() ? networkLogits(network, x) : byTape(x));
  const logits: Score = (x) => tf.tidy(() => (tapeIsOn() ? byTape(x) : scoresInParts(most, together, x)));
  const gradient = gradientInParts(most, logits, (x, start) =>
    walkable && (tapeCannot || loopsAreFree()) ? networkGradient(network, x, start) : tapeGradient(byTape, x, start),
  );
  return { network, inputShape: given, classes, bounds, logits, gradient };
};
