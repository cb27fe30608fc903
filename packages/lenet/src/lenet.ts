import { InterpError, random } from '@interp/core';
import { checkedOptions, shownValue } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { isLeNetActivation, layersActivation, leNetActivations, type LeNetActivation } from './activation.js';
import { initialKernel } from './initial-weights.js';

/** How {@link lenet} builds the network. */
export interface LeNetOptions {
  /** The activation function of all hidden layers. Default `sigmoid`, the thesis' choice. */
  readonly activation?: LeNetActivation;
  /** Decides the first weights: a whole number. Default 0. */
  readonly seed?: number;
}

/**
 * The network of the thesis (section 1.3; after LeCun et al. 1998): convolution 5×5 to 6 channels, max-pooling 2×2,
 * convolution 5×5 to 16 channels, dense layers of 300, 84 and 10 units. The last layer has no activation: its output are the
 * logits. 336,206 parameters in layers named `conv1`, `pool1`, `conv2`, `flatten`, `fc1`, `fc2`, `fc3`. Input
 * `[n, 28, 28, 1]` in [-1, 1], output `[n, 10]`.
 *
 * @param options - activation and seed
 * @returns the network with seeded first weights and biases 0; it belongs to the caller, who ends it with `dispose()`
 * @throws InterpError `bad-option` for an unknown activation or a seed that is no whole number
 *
 * @example
 * ```ts
 * import { lenet } from '@interp/lenet';
 *
 * const model = lenet({ activation: 'relu', seed: 1 });
 * console.log(model.countParams()); // 336206
 * model.dispose();
 * ```
 */
export const lenet = (options: LeNetOptions = {}): tfl.LayersModel => {
  const { activation = 'sigmoid', seed = 0 } = checkedOptions(options);
  if (!isLeNetActivation(activation))
    throw new InterpError(
      'bad-option',
      `the activation is ${shownValue(activation)}; expected one of ${leNetActivations.join(', ')}`,
    );
  const numbers = random(seed);
  const act = layersActivation(activation);
  const hidden = { activation: act, kernelInitializer: 'glorotUniform' } as const;
  const model = tfl.sequential({
    layers: [
      tfl.layers.conv2d({ name: 'conv1', inputShape: [28, 28, 1], filters: 6, kernelSize: 5, ...hidden }),
      tfl.layers.maxPooling2d({ name: 'pool1', poolSize: 2, strides: 2 }),
      tfl.layers.conv2d({ name: 'conv2', filters: 16, kernelSize: 5, ...hidden }),
      tfl.layers.flatten({ name: 'flatten' }),
      tfl.layers.dense({ name: 'fc1', units: 300, ...hidden }),
      tfl.layers.dense({ name: 'fc2', units: 84, ...hidden }),
      tfl.layers.dense({ name: 'fc3', units: 10, kernelInitializer: 'glorotUniform' }),
    ],
  });
  tf.tidy(() => {
    for (const layer of model.layers) {
      const [kernel, bias] = layer.weights;
      if (!kernel || !bias) continue;
      const shape = kernel.shape as number[];
      const values = initialKernel(numbers, shape, layer.name === 'fc3' ? 'identity' : activation);
      layer.setWeights([tf.tensor(values, shape), tf.zeros(bias.shape as number[])]);
    }
  });
  return model;
};
