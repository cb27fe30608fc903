import { checkFields, InterpError } from '@interp/checks';
import type * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { fits, shown } from '../../checks/returned-tensors.js';
import { type Network, stepGraphOf } from '../network.js';
import { networkOf } from '../network-of.js';
import { type Trace, traceGraph } from './trace-graph.js';

/**
 * Runs a network over a batch and keeps the inputs and outputs of each step, for {@link backward}. The model is not changed.
 *
 * @param source - a network or built model with one input and one output; borrowed
 * @param x - a batch; borrowed
 * @returns the steps and their values; dispose of it
 * @throws InterpError `unsupported-layer`, naming the layer, its type and the supported layers; `bad-shape` for a batch of another shape
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { backward, trace } from '@interp/core';
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [3], units: 2, activation: 'relu' })] });
 * const run = trace(model, tf.ones([1, 3]));
 * const gradient = backward(run, tf.ones(run.output.shape));
 * console.log(run.layers.map(({ kind }) => kind), gradient.shape); // [ 'linear', 'activation' ] [ 1, 3 ]
 * run.dispose();
 * ```
 */
export const trace = (source: LayersModel | Network, x: tf.Tensor): Trace => {
  checkFields('the batch', x, { shape: 'list', dtype: 'text' });
  const network = networkOf(source);
  const graph = stepGraphOf(network);
  const [{ shape, picture: expected = shape }] = network.inputs;
  const ofAnyBatch = [null, ...expected.slice(1)];
  if (!fits(x.shape, ofAnyBatch))
    throw new InterpError('bad-shape', `the batch has the shape ${shown(x.shape)}; expected ${shown(ofAnyBatch)}`);
  return traceGraph(graph, x);
};
