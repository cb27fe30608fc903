import { InterpError } from '@interp/checks';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { ownClassifier } from '../checked-contracts.js';
import type { Classifier } from '../contracts.js';
import type { Network } from '../network/network.js';
import { networkOf } from '../network/network-of.js';
import { functionClassifier } from './function-classifier.js';
import { networkClassifier } from './network-classifier.js';
import {
  type CheckedClassifierOptions,
  type ClassifierOptions,
  classifierOptions,
  type ClassifierSource,
  type GraphModelLike,
} from './options.js';

const isLayersModel = (source: ClassifierSource): source is LayersModel =>
  typeof source === 'object' && source !== null && 'layers' in source && Array.isArray(source.layers);

const isNetwork = (source: ClassifierSource): source is Network =>
  typeof source === 'object' && source !== null && 'steps' in source;

const isGraphModel = (source: ClassifierSource): source is GraphModelLike =>
  typeof source === 'object' && source !== null && 'predict' in source && Array.isArray(source.outputs);

const ofGraphModel = (model: GraphModelLike, options: CheckedClassifierOptions): Classifier => {
  if (model.inputs.length !== 1 || model.outputs.length !== 1) {
    throw new InterpError(
      'unsupported-model',
      `the graph model has ${model.inputs.length} inputs and ${model.outputs.length} outputs; expected one of each; graphModelNetwork of @interp/graph makes a network of it, which may have several`,
    );
  }
  const known = (shape: readonly number[] | undefined): readonly number[] | undefined => {
    const rest = shape?.slice(1);
    return rest?.length && rest.every((size) => size > 0) ? rest : undefined;
  };
  const inputShape = options.inputShape ?? known(model.inputs[0]?.shape);
  const classes = options.classes ?? known(model.outputs[0]?.shape)?.at(-1);
  return functionClassifier(
    (x) => {
      const y = model.predict(x);
      return Array.isArray(y) ? y[0] : 'dataId' in y ? (y as typeof x) : Object.values(y)[0];
    },
    { ...options, inputShape, classes },
  );
};

/**
 * Makes a {@link Classifier} from a model or function. A softmax, log-softmax or sigmoid at the end of a `tf.LayersModel`, whether
 * fused into a layer or a layer of its own, is left out, so that the scores are logits, and so are layers after it that copy, scale or
 * do nothing in inference. One unit with a sigmoid is two classes with the logits 0 and z; of several ones, each class has a probability
 * of its own. The model is not changed, and you dispose of it.
 *
 * @param source - a built `tf.LayersModel` or a network with one input and an output `[n, classes]`; a `tf.GraphModel`; or a differentiable
 *   function from a batch to `[n, classes]`
 * @param options - the bounds of the inputs, and what cannot be inferred from the source
 * @returns the classifier; it borrows the source
 * @throws InterpError `unsupported-model` for a model that is not built, has no layers, several inputs or outputs, or an output
 *   that is not one score per class; `bad-option` where a shape or number is missing or wrong, or what a function or graph model
 *   returns cannot be told; `unsupported-layer` for a `tf.LayersModel` with a layer that is computed otherwise here than by `model.predict`, and
 *   `not-finite` for one that returns a NaN or an infinity
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { classifier } from '@interp/core';
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [4], units: 3, activation: 'softmax' })] });
 * const c = classifier(model, { bounds: [0, 1] });
 * console.log(c.inputShape, c.classes, c.logits(tf.zeros([2, 4])).shape); // [ 4 ] 3 [ 2, 3 ]
 * ```
 */
export const classifier = (source: ClassifierSource, options: ClassifierOptions = {}): Classifier => {
  const checked = classifierOptions.withDefaults(options);
  if (checked.output !== undefined && !isLayersModel(source) && !isNetwork(source))
    throw new InterpError('bad-option', 'output is for a tf.LayersModel or a network; make a network of a graph model by graphModelNetwork of @interp/graph'); // prettier-ignore
  if (typeof source === 'function') return ownClassifier(functionClassifier(source, checked));
  if (isLayersModel(source) || isNetwork(source)) return ownClassifier(networkClassifier(networkOf(source), checked));
  if (isGraphModel(source)) return ownClassifier(ofGraphModel(source, checked));
  throw new InterpError(
    'unsupported-model',
    'the source is neither a tf.LayersModel, a tf.GraphModel nor a function; load or build a model first',
  );
};
