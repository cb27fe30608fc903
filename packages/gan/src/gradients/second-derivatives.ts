import { InterpError } from '@interp/checks';
import * as tf from '@tensorflow/tfjs-core';

type Config = tf.GradConfig;

const zero: tf.GradFunc = (dy, [x, y]) => ({ a: () => tf.zerosLike(x ?? dy), b: () => tf.zerosLike(y ?? dy) });

/** Comparisons, whose result is piecewise constant. */
const comparisons: readonly Config[] = ['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual'].map(
  (kernelName) => ({ kernelName, inputsToSave: ['a', 'b'], gradFunc: zero }),
);

const ofInput = (kernelName: string, slope: (x: tf.Tensor) => tf.Tensor): Config => ({
  kernelName,
  inputsToSave: ['x'],
  gradFunc: (dy, [x]) => ({ x: () => tf.mul(dy as tf.Tensor, slope(x)) }),
});

/** The derivatives of curved activations, from their inputs. */
const curves: readonly Config[] = [
  ofInput('Tanh', (x) => tf.sub(1, tf.square(tf.tanh(x)))),
  ofInput('Sigmoid', (x) => tf.mul(tf.sigmoid(x), tf.sigmoid(tf.neg(x)))),
  ofInput('Exp', (x) => tf.exp(x)),
  ofInput('Elu', (x) => tf.exp(tf.neg(tf.relu(tf.neg(x))))),
];

/** Kernels whose derivative TensorFlow.js computes from their output, and that are not corrected here. */
const refused = ['LRN', 'LogSoftmax', 'Max', 'MaxPool', 'MaxPool3D', 'Min', 'Pow', 'Softmax'];

const replace = (name: string, config: Config | undefined): void => {
  if (tf.getGradient(name)) tf.unregisterGradient(name);
  if (config) tf.registerGradient(config);
};

const explainRefusal = (reason: unknown): unknown => {
  const [, kernel] = /gradient function not found for (\w+)/.exec((reason as Error).message) ?? [];
  return kernel === undefined
    ? reason
    : new InterpError(
        'unsupported-layer',
        `a gradient penalty needs the second derivative of ${kernel}, which does not exist here; train without a penalty or with other layers`,
      );
};

/**
 * Runs work that takes gradients of gradients. For tanh and a few other kernels, TensorFlow.js computes the first derivative from
 * the kernel's *output* and treats that as constant, so second derivatives are silently wrong. During the work, the derivatives of these
 * kernels are computed from their input, or throw.
 *
 * @param work - synchronous
 * @returns what the work gives
 * @throws InterpError `unsupported-layer` for a kernel without a second derivative
 */
export const withSecondDerivatives = <T>(work: () => T): T => {
  const ours = [...comparisons, ...curves];
  const names = [...ours.map(({ kernelName }) => kernelName), ...refused];
  const before = names.map((name) => tf.getGradient(name) as Config | undefined);
  for (const name of refused) replace(name, undefined);
  for (const config of ours) replace(config.kernelName, config);
  try {
    return work();
  } catch (reason) {
    throw explainRefusal(reason);
  } finally {
    names.forEach((name, i) => replace(name, before[i]));
  }
};
