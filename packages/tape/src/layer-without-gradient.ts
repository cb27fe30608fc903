import * as tf from '@tensorflow/tfjs-core';
import { applied } from './applied.js';
import { withCorrectedGradients } from './with-corrected-gradients.js';

type Shape = readonly (number | null)[];

/** The part of a layer of TensorFlow.js, or of a model among layers, that is used here. */
export interface LayerLike {
  /** Its name. */
  readonly name: string;
  /** Those of a model. */
  readonly layers?: readonly LayerLike[];
  /** Its uses. */
  readonly inboundNodes: readonly { readonly inputShapes: Shape | Shape[] }[];
  /** Runs it. */
  apply(inputs: tf.Tensor | tf.Tensor[]): unknown;
  /** Its class, such as `Dense`. */
  getClassName(): string;
}

const fails = (layer: LayerLike): boolean => {
  const [{ inputShapes }] = layer.inboundNodes;
  const shapes = (Array.isArray(inputShapes[0]) ? inputShapes : [inputShapes]) as readonly Shape[];
  try {
    tf.tidy(() => {
      const inputs = shapes.map((shape) => tf.ones(shape.map((size) => size ?? 1)));
      const total = (...given: tf.Tensor[]): tf.Tensor => tf.addN(applied(layer, given).map((y) => tf.sum(y)));
      return withCorrectedGradients(() => tf.grads(total)(inputs));
    });
    return false;
  } catch {
    return true;
  }
};

/**
 * The first layer that the tape finds no gradient of, each tried by itself on ones.
 *
 * @param layers - the layers of a built model, of which some may be models; borrowed
 * @returns the layer; undefined if all have a gradient
 */
export const layerWithoutGradient = (layers: readonly LayerLike[]): LayerLike | undefined => {
  for (const layer of layers) {
    const isInput = layer.getClassName() === 'InputLayer';
    const found = layer.layers ? layerWithoutGradient(layer.layers) : !isInput && fails(layer) ? layer : undefined;
    if (found) return found;
  }
  return undefined;
};
