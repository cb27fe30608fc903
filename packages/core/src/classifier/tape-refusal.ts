import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InterpError } from '../errors.js';

type Layer = LayersModel['layers'][number];

const fails = (layer: Layer): boolean => {
  const [node] = layer.inboundNodes;
  const shapes = (Array.isArray(node.inputShapes[0]) ? node.inputShapes : [node.inputShapes]) as (number | null)[][];
  try {
    tf.tidy(() => {
      const inputs = shapes.map((shape) => tf.ones(shape.map((size) => size ?? 1)));
      const total = (...given: tf.Tensor[]): tf.Tensor =>
        tf.addN(
          [layer.apply(given.length > 1 ? given : given[0]) as tf.Tensor | tf.Tensor[]].flat().map((y) => tf.sum(y)),
        );
      return withCorrectedGradients(() => tf.grads(total)(inputs));
    });
    return false;
  } catch {
    return true;
  }
};

/** The first layer that has no gradient of its own. */
const failing = (model: LayersModel): Layer | undefined => {
  for (const layer of model.layers) {
    const found =
      'layers' in layer
        ? failing(layer as LayersModel)
        : layer.getClassName() !== 'InputLayer' && fails(layer)
          ? layer
          : undefined;
    if (found) return found;
  }
  return undefined;
};

/**
 * Why the tape gives no gradient, as an error for the user.
 *
 * @param reason - what TensorFlow.js threw
 * @param model - whose layers are tried one by one; none for a function
 * @returns `unsupported-layer`, naming the layer, or for a function the operation
 */
export const tapeRefusal = (reason: unknown, model?: LayersModel): InterpError => {
  const [, operation] = /gradient function not found for ([^.]+)/.exec(String(reason)) ?? [];
  const layer = model && failing(model);
  const message = String((reason as { message?: unknown } | undefined)?.message ?? reason).split('\n')[0];
  const said = message.startsWith('Cannot compute gradient of y=f')
    ? 'nothing that is differentiable leads from its input to the scores'
    : message.slice(0, 90);
  const what = layer
    ? `the layer "${layer.name}" of type ${layer.getClassName()}`
    : operation === undefined
      ? `the ${model ? `model "${model.name}"` : 'function'}`
      : `the operation ${operation}`;
  return new InterpError(
    'unsupported-layer',
    `${what} has no gradient in TensorFlow.js${operation === undefined || layer ? ` (${said})` : ''}; use another one, or a method without gradients, such as occlusion`,
    { cause: reason },
  );
};
