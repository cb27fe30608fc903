import { boolean, checkGivenFunction, choice, InterpError, number, optionsTable } from '@interp/checks';
import { classifier as classifierOf, type Classifier, random, type Random } from '@interp/core';
import { checkBatch, checkedClassifier, completeTopology, rankCorrelation } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { models, type LayersModel } from '@tensorflow/tfjs-layers';
import type { Attribution } from '../attribution.js';
import { mapsOf } from './maps-of.js';

/** Options of {@link parameterRandomisation}. */
export interface ParameterRandomisationOptions {
  /**
   * Whether the layers are randomised one after another from the output down, each on top of those before (`cascading`), or each
   * alone (`independent`). Default `cascading`.
   */
  readonly mode?: 'cascading' | 'independent';
  /** Whether maps are compared without their signs. Default false. */
  readonly absolute?: boolean;
  /** Seed of the random weights. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link ParameterRandomisationOptions}. */
const parameterRandomisationOptions = optionsTable<ParameterRandomisationOptions>()({
  mode: choice(['cascading', 'independent'], { default: 'cascading' }),
  absolute: boolean({ default: false }),
  seed: number({ default: 0 }),
});

/** Similarity of the maps of the model and of the model with random weights. */
export interface ParameterRandomisation {
  /** The randomised layers, from the output down. */
  readonly layers: readonly string[];
  /** For each layer, and in it for each image, Spearman's correlation of the two maps; 0 where one of them does not vary. */
  readonly correlations: readonly (readonly number[])[];
}

/** A method with its options filled in. */
export type Explain = (classifier: Classifier, x: tf.Tensor) => Attribution;

const copyOf = async (model: LayersModel): Promise<LayersModel> => {
  const { registeredVariables } = tf.engine();
  const topology = completeTopology(model, model.toJSON(null, false) as Parameters<typeof models.modelFromJSON>[0]);
  const before = new Set(Object.values(registeredVariables));
  const made = models.modelFromJSON(topology);
  // It makes its layers before anything else can run: these weights are its own, also where it is not made to its end.
  const weights = Object.values(registeredVariables).filter((variable) => !before.has(variable));
  try {
    const copy = await made;
    copy.setWeights(model.getWeights());
    return copy;
  } catch (error) {
    tf.dispose(weights);
    throw error;
  }
};

/** Weights with the values of each shuffled: the same distribution, but untrained. */
const shuffled = (weights: readonly tf.Tensor[], stream: Random): tf.Tensor[] =>
  tf.tidy(() =>
    weights.map((weight) => {
      const values = weight.dataSync();
      const order = stream.permutation(values.length);
      return tf.tensor(
        Float32Array.from(order, (index) => values[index]),
        weight.shape,
      );
    }),
  );

const mapsBy = (explain: Explain, classifier: Classifier, x: tf.Tensor, absolute: boolean): Float32Array[] => {
  const found: Partial<Attribution> | undefined = explain(classifier, x);
  try {
    return mapsOf(found?.relevance as tf.Tensor).map((map) => (absolute ? map.map(Math.abs) : map));
  } finally {
    found?.relevance?.dispose();
  }
};

/**
 * The model parameter randomisation test: do maps change when the weights are randomised? A method whose maps stay similar
 * explains the image rather than the model (Adebayo et al. 2018). The model itself is not changed.
 *
 * @param classifier - a classifier of a `tf.LayersModel`
 * @param x - images, `[n, ...inputShape]`; borrowed
 * @param explain - the method
 * @param options - how weights are randomised and maps compared
 * @returns correlations, layer by layer
 * @throws InterpError `unsupported-model` without a `tf.LayersModel`, `bad-option`, and whatever the method throws
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { classifier } from '@interp/core';
 * import { gradient, parameterRandomisation } from '@interp/lrp';
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [6], units: 4 }), layers.dense({ units: 3 })] });
 * const { layers: names, correlations } = await parameterRandomisation(classifier(model), tf.ones([2, 6]), gradient);
 * console.log(names.length, correlations[0].length); // 2 2
 * ```
 */
export const parameterRandomisation = async (
  classifier: Classifier,
  x: tf.Tensor,
  explain: Explain,
  options: ParameterRandomisationOptions = {},
): Promise<ParameterRandomisation> => {
  const { mode, absolute, seed } = parameterRandomisationOptions.withDefaults(options);
  checkGivenFunction('the method', explain, 'a function that explains, such as gradient');
  const { network, bounds, inputShape } = checkedClassifier(classifier);
  const model = network?.model;
  if (!model)
    throw new InterpError(
      'unsupported-model',
      'the classifier has no weights to randomise; expected one of a tf.LayersModel',
    );
  checkBatch(classifier, x);
  const stream = random(seed);
  const original = mapsBy(explain, classifier, x, absolute);
  const copy = await copyOf(model);
  try {
    const spoilt = classifierOf(copy, { bounds, inputShape });
    const layers = copy.layers.filter((layer) => layer.getWeights().length > 0).reverse();
    const correlations = layers.map((layer) => {
      const before = tf.tidy(() => layer.getWeights().map((weight) => tf.clone(weight)));
      const after: tf.Tensor[] = [];
      try {
        after.push(...shuffled(before, stream));
        layer.setWeights(after);
        const maps = mapsBy(explain, spoilt, x, absolute);
        if (mode === 'independent') layer.setWeights(before);
        return maps.map((map, i) => rankCorrelation(map, original[i]) ?? 0);
      } finally {
        tf.dispose([before, after]);
      }
    });
    return { layers: layers.map((layer) => layer.name), correlations };
  } finally {
    copy.dispose();
  }
};
