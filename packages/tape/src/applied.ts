import * as tf from '@tensorflow/tfjs-core';

const masks = ['dropoutMask', 'recurrentDropoutMask'] as const;

/** What may have recurrent cells in it, by whatever name: models, wrappers, recurrent layers and stacks of cells. */
interface Holder {
  readonly layer?: Holder;
  readonly forwardLayer?: Holder;
  readonly backwardLayer?: Holder;
  readonly cell?: Holder;
  readonly layers?: readonly Holder[];
  readonly cells?: readonly Holder[];
  dropoutMask?: tf.Tensor | tf.Tensor[] | null;
  recurrentDropoutMask?: tf.Tensor | tf.Tensor[] | null;
}

const forget = (holder: Holder): void => {
  for (const name of masks)
    if (holder[name]) {
      tf.dispose(holder[name]);
      holder[name] = null;
    }
  const { layer, forwardLayer, backwardLayer, cell, layers, cells } = holder;
  for (const inner of [layer, forwardLayer, backwardLayer, cell]) if (inner) forget(inner);
  for (const list of [layers, cells]) if (list) for (const inner of list) forget(inner);
};

/**
 * Runs layers without the masks that TensorFlow.js' recurrent cells with a dropout make in a pass and keep after it: they are tensors that
 * nobody disposes of, and `tf.layers.rnn` takes those of a training step for all that follows.
 *
 * @param layer - a layer or a model; the masks of its cells are disposed of before the pass and after it
 * @param run - the pass
 * @returns what the pass returns; tapes keep what they need of masks
 */
export const withoutOldMasks = <T>(layer: object, run: () => T): T => {
  forget(layer);
  try {
    return run();
  } finally {
    forget(layer);
  }
};

/** A layer of TensorFlow.js, or a model. */
interface Applicable {
  apply(inputs: tf.Tensor | tf.Tensor[], options?: object): unknown;
}

/**
 * Applies a layer or a model, which keeps nothing of the pass.
 *
 * @param layer - the layer
 * @param inputs - one or more; borrowed
 * @param options - `training`, `mask`
 * @returns its outputs, owned by the caller
 */
export const applied = (layer: Applicable, inputs: readonly tf.Tensor[], options?: object): tf.Tensor[] =>
  withoutOldMasks(layer, () =>
    [layer.apply(inputs.length > 1 ? [...inputs] : inputs[0], options) as tf.Tensor | tf.Tensor[]].flat(),
  );
