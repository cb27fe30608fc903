import { checkedBy, choice, InterpError, number, optionsTable, shownValue } from '@interp/checks';
import { random, type Random } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import { allOrNothing } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/**
 * The activation function of all hidden layers. The thesis uses `sigmoid`; `identity` makes the network linear up to its
 * max-pooling.
 */
export type LeNetActivation = 'sigmoid' | 'relu' | 'softplus' | 'identity' | 'tanh';

/** Every {@link LeNetActivation}, the thesis' one first. */
export const leNetActivations: readonly LeNetActivation[] = ['sigmoid', 'relu', 'softplus', 'identity', 'tanh'];

/**
 * Whether a string names an activation of the LeNet.
 *
 * @param name - any string
 * @returns true for one of {@link leNetActivations}
 */
export const isLeNetActivation = (name: string): name is LeNetActivation =>
  (leNetActivations as readonly string[]).includes(name);

/** Its name in TensorFlow.js. */
const layersActivation = (activation: LeNetActivation): Exclude<LeNetActivation, 'identity'> | 'linear' =>
  activation === 'identity' ? 'linear' : activation;

/** How initial weights are drawn. */
export type LeNetInitialization = 'glorot' | 'torch';

/** Options of {@link lenet}. */
export interface LeNetOptions {
  /** The activation function of all hidden layers. Default `sigmoid`, the thesis' choice. */
  readonly activation?: LeNetActivation;
  /**
   * How the initial weights are drawn: `glorot`, the default, uniform with Glorot's variance times that of the activation's gain, biases 0; or
   * `torch`, as PyTorch's layers are by default, weights and biases uniform in ±1/√fan-in.
   */
  readonly initialization?: LeNetInitialization;
  /** Seed of the initial weights, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link LeNetOptions}. */
export const lenetOptions = optionsTable<LeNetOptions>()({
  activation: checkedBy<LeNetActivation>(
    (_, value) => {
      if (typeof value === 'string' && isLeNetActivation(value)) return;
      throw new InterpError(
        'bad-option',
        `the activation is ${shownValue(value)}; expected one of ${leNetActivations.join(', ')}`,
      );
    },
    { default: 'sigmoid' },
  ),
  initialization: choice(['glorot', 'torch'], { default: 'glorot' }),
  seed: number({ integer: true, default: 0 }),
});

/** Scale of the initial weights relative to Glorot's rule, so that signals keep their size through each layer. */
const gains: Readonly<Record<LeNetActivation, number>> = {
  sigmoid: 2,
  relu: Math.SQRT2,
  softplus: 1,
  identity: 1,
  tanh: 5 / 3,
};

/**
 * The initial kernel and biases of a layer.
 *
 * @param stream - random number generator
 * @param shape - the kernel's, `[height, width, in, out]` or `[in, out]`
 * @param initialization - `glorot`: the kernel uniform in ±gain √(6 / (fan-in + fan-out)) (Glorot & Bengio 2010), biases 0; `torch`: both uniform
 *   in ±1/√fan-in, what PyTorch's `kaiming_uniform_` with a = √5 comes to (He et al. 2015)
 * @param activation - determines the gain; `identity` for the output layer, which has no activation
 * @returns the values in row-major order
 */
const initialWeights = (
  stream: Random,
  shape: readonly number[],
  initialization: LeNetInitialization,
  activation: LeNetActivation,
): { readonly kernel: Float32Array; readonly bias: Float32Array } => {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const field = sizeOfShape(shape.slice(0, -2));
  const size = field * inputs * outputs;
  if (initialization === 'torch') {
    const limit = 1 / Math.sqrt(field * inputs);
    return { kernel: stream.uniforms(size, -limit, limit), bias: stream.uniforms(outputs, -limit, limit) };
  }
  const limit = gains[activation] * Math.sqrt(6 / (field * (inputs + outputs)));
  return { kernel: stream.uniforms(size, -limit, limit), bias: new Float32Array(outputs) };
};

/**
 * The network of the thesis (section 1.3; after LeCun et al. 1998): convolution 5×5 to 6 channels, max-pooling 2×2,
 * convolution 5×5 to 16 channels, dense layers of 300, 84 and 10 units. The last layer has no activation: it gives the
 * logits. A unit of each is the thesis' equation (1.1), σ(Σ w a + b). 336,206 parameters in layers named `conv1`, `pool1`, `conv2`, `flatten`, `fc1`, `fc2`, `fc3`. Input
 * `[n, 28, 28, 1]` in [-1, 1], output `[n, 10]`.
 *
 * @param options - activation, initial weights and seed
 * @returns the network with seeded initial weights; it belongs to the caller, who must `dispose()` it
 * @throws InterpError `bad-option` for an unknown activation or initialization, or a seed that is not an integer
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
  const { activation, initialization, seed } = lenetOptions.withDefaults(options);
  const weights = random(seed);
  const act = layersActivation(activation);
  const hidden = { activation: act, kernelInitializer: 'glorotUniform' } as const;
  return allOrNothing(() => {
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
    for (const layer of model.layers) {
      const [kernel, bias] = layer.weights;
      if (!kernel || !bias) continue;
      const shape = kernel.shape as number[];
      const initial = initialWeights(weights, shape, initialization, layer.name === 'fc3' ? 'identity' : activation);
      layer.setWeights([tf.tensor(initial.kernel, shape), tf.tensor1d(initial.bias)]);
    }
    return model;
  });
};
