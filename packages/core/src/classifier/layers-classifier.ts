import * as tf from '@tensorflow/tfjs-core';
import { model as container, type LayersModel } from '@tensorflow/tfjs-layers';
import { tapeGradient } from './function-classifier.js';
import type { ClassifierOptions } from './options.js';
import type { Classifier } from '../contracts.js';
import { gradientInParts } from './gradient-in-parts.js';
import { imagesAtOnce } from './images-at-once.js';
import { InterpError } from '../errors.js';
import { canWalk } from '../network/can-walk.js';
import { loopsAreFree } from '../network/host.js';
import { walkGradient, walkLogits } from '../network/gradient.js';
import { isWithoutTape } from './without-tape.js';

type Layer = LayersModel['layers'][number];
type Score = (x: tf.Tensor) => tf.Tensor2D;

const activationOf = (layer: Layer): unknown => layer.getConfig()['activation'];

const apply = (model: LayersModel, x: tf.Tensor): tf.Tensor => model.apply(x) as tf.Tensor;

const withoutSoftmax = (model: LayersModel): Score => {
  const output = model.outputs[0];
  const last = output.sourceLayer;
  const type = last.getClassName();
  const [below] = output.inputs;
  if (!below) return (x) => tf.clone(x) as tf.Tensor2D;
  const isModel = 'layers' in last;
  const isSoftmaxLayer = type === 'Softmax' || (type === 'Activation' && activationOf(last) === 'softmax');
  const isFused = type === 'Dense' && activationOf(last) === 'softmax';
  if (!isModel && !isSoftmaxLayer && !isFused) return (x) => apply(model, x) as tf.Tensor2D;
  const upTo = below.inputs.length ? container({ inputs: model.inputs, outputs: below }) : undefined;
  const bottom = (x: tf.Tensor): tf.Tensor => (upTo ? apply(upTo, x) : x);
  if (isModel) {
    const top = withoutSoftmax(last as LayersModel);
    return (x) => top(bottom(x));
  }
  if (isSoftmaxLayer) return (x) => tf.clone(bottom(x)) as tf.Tensor2D;
  const [kernel, bias] = (last as Layer & { weights: { read(): tf.Tensor }[] }).weights;
  return (x) => {
    const y = tf.matMul(bottom(x), kernel.read());
    return (bias ? tf.add(y, bias.read()) : y) as tf.Tensor2D;
  };
};

const onlyOne = (model: LayersModel): void => {
  if (!model.layers.length || !model.inputs?.length || !model.outputs?.length) {
    throw new InterpError(
      'unsupported-model',
      `the model "${model.name}" has no layers or is not built; give its first layer an inputShape`,
    );
  }
  if (model.inputs.length > 1 || model.outputs.length > 1) {
    throw new InterpError(
      'unsupported-model',
      `the model "${model.name}" has ${model.inputs.length} inputs and ${model.outputs.length} outputs; expected one of each; make a tf.model of one input and one output of it`,
    );
  }
};

/** Whether someone is recording what is computed, to differentiate it; the walk's own kernels are not on the tape. */
const tapeIsOn = (): boolean => tf.engine().state.gradientDepth > 0;

const inParts = (most: number, score: Score, x: tf.Tensor): tf.Tensor2D => {
  const n = x.shape[0];
  if (n <= most) return score(x);
  const parts: tf.Tensor2D[] = [];
  for (let from = 0; from < n; from += most)
    parts.push(tf.tidy(() => score(tf.slice(x, from, Math.min(most, n - from)))));
  return tf.concat(parts);
};

/**
 * A classifier of a `tf.LayersModel`, its final softmax left out.
 *
 * @param model - a built model with one input and one output `[n, classes]`; borrowed
 * @param options - the bounds, and the shape of an input where the model leaves it open
 * @returns the classifier
 * @throws InterpError `unsupported-model`, `bad-option`
 */
export const layersClassifier = (
  model: LayersModel,
  { bounds = [-1, 1], inputShape }: ClassifierOptions,
): Classifier => {
  onlyOne(model);
  const given = inputShape ?? model.inputs[0].shape.slice(1);
  if (!given.every((size): size is number => Number.isInteger(size))) {
    throw new InterpError(
      'bad-option',
      `the model "${model.name}" leaves its input shape open; pass inputShape, such as [28, 28, 1]`,
    );
  }
  const shape = model.outputs[0].shape;
  const classes = shape[1];
  if (shape.length !== 2 || typeof classes !== 'number') {
    throw new InterpError(
      'unsupported-model',
      `the model "${model.name}" returns [${shape.join(', ')}]; expected one score per class, [n, classes]`,
    );
  }
  const byTape = withoutSoftmax(model);
  const walkable = canWalk(model);
  const tapeCannot = isWithoutTape(model);
  const most = imagesAtOnce({ model, inputShape: given });
  const together: Score = (x) => (walkable && loopsAreFree() ? walkLogits(model, x) : byTape(x));
  const logits: Score = (x) => tf.tidy(() => (tapeIsOn() ? byTape(x) : inParts(most, together, x)));
  const gradient = gradientInParts(most, logits, (x, start) =>
    walkable && (tapeCannot || loopsAreFree()) ? walkGradient(model, x, start) : tapeGradient(byTape, x, start),
  );
  return { model, inputShape: given, classes, bounds, logits, gradient };
};
