import { InterpError } from '@interp/checks';
import { type Classifier, trace } from '@interp/core';
import { checkBatch, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';

/** How many of the last layers with weights are looked at. */
const depth = 4;

/** A map with more values than this is averaged over its positions, one mean a channel. */
const mostValues = 4096;

const asRows = (values: tf.Tensor): tf.Tensor2D => {
  const [n, ...shape] = values.shape;
  if (shape.length < 2 || sizeOfShape(shape) <= mostValues) return tf.reshape(values, [n, sizeOfShape(shape)]);
  return tf.mean<tf.Tensor2D>(
    values,
    shape.slice(0, -1).map((_, axis) => axis + 1),
  );
};

/** Inner values of a classifier for a batch; they belong to the caller. */
export interface InnerValues {
  /** What goes into the last layer with weights, `[n, features]`. */
  readonly features: tf.Tensor2D;
  /** What goes into the last four of them, side by side, the deepest layer last, `[n, values]`. */
  readonly all: tf.Tensor2D;
}

/**
 * What goes into the last layers with weights of a classifier's network. Maps of more than 4,096 values are averaged over their positions.
 *
 * @param classifier - one with a network
 * @param x - a batch; borrowed
 * @returns the values
 * @throws InterpError `unsupported-model` for a classifier without a network, or whose network has no layer with weights;
 *   `unsupported-layer`, `bad-shape`
 */
export const innerValues = (classifier: Classifier, x: tf.Tensor): InnerValues => {
  const { network } = classifier;
  if (!network)
    throw new InterpError(
      'unsupported-model',
      'the classifier is a function, whose inner values are not known; make it of a tf.LayersModel, or use a density or an energy (@interp/rbm)',
    );
  checkBatch(classifier, x);
  return tf.tidy(() => {
    const weighted = trace(network, x).layers.filter(
      ({ kind, isScale, type }) => kind === 'linear' && !isScale && !type.includes('Pooling'),
    );
    if (weighted.length === 0)
      throw new InterpError(
        'unsupported-model',
        'the network has no layer with weights; expected one that was trained',
      );
    const values = weighted.slice(-depth).map((layer) => asRows(layer.mergedInput()));
    return { features: tf.clone(values[values.length - 1]), all: tf.concat(values, 1) };
  });
};
