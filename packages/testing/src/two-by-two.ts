import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { randomise } from './small-models.js';

/** A network of two inputs and two outputs, drawn by a seed, with a batch for each input. */
export interface TwoByTwo {
  /** Takes `picture` `[n, 6, 5, 2]` and `facts` `[n, 4]`; gives `scores` `[n, 3]`, a softmax, and `boxes` `[n, 2, 5]`. */
  readonly model: LayersModel;
  /** Two examples of each input by name. */
  readonly inputs: Readonly<Record<'picture' | 'facts', tf.Tensor>>;
}

const apply = (
  layer: { apply: (x: SymbolicTensor | SymbolicTensor[]) => unknown },
  x: SymbolicTensor | SymbolicTensor[],
) => layer.apply(x) as SymbolicTensor;

/** Draws a small network of two inputs and two outputs, and examples. */
export const twoByTwo = (seed: number, activations: readonly string[] = ['tanh', 'sigmoid', 'elu']): TwoByTwo => {
  const stream = random(seed);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(stream.uniform() * of.length)];
  const activation = pick(activations) as 'tanh';
  const units = pick([3, 5]);
  const picture = input({ shape: [6, 5, 2], name: 'picture' });
  const facts = input({ shape: [4], name: 'facts' });
  const seen = apply(layers.conv2d({ filters: 3, kernelSize: pick([2, 3]), activation, name: 'seen' }), picture);
  const pooled = apply(
    pick([true, false]) ? layers.averagePooling2d({ poolSize: 2 }) : layers.maxPooling2d({ poolSize: 2 }),
    seen,
  );
  const left = apply(layers.dense({ units, activation, name: 'left' }), apply(layers.flatten(), pooled));
  const right = apply(layers.dense({ units, activation, name: 'right' }), facts);
  const merge = pick([layers.add(), layers.concatenate(), layers.average()]);
  const both = apply(layers.dense({ units: 4, activation, name: 'both' }), apply(merge, [left, right]));
  const scores = apply(layers.dense({ units: 3, activation: 'softmax', name: 'scores' }), both);
  // A part that the other output needs nothing of.
  const beside = apply(
    layers.dense({ units: 4, activation, name: 'beside' }),
    apply(layers.concatenate(), [both, facts]),
  );
  const numbers = apply(layers.dense({ units: 10, name: 'numbers' }), beside);
  const boxes = apply(layers.reshape({ targetShape: [2, 5], name: 'boxes' }), numbers);
  const net = model({ inputs: [picture, facts], outputs: [scores, boxes] });
  randomise(net, seed + 1);
  return {
    model: net,
    inputs: {
      picture: tf.tensor(stream.uniforms(2 * 60, -1, 1), [2, 6, 5, 2]),
      facts: tf.tensor(stream.uniforms(2 * 4, -1, 1), [2, 4]),
    },
  };
};
