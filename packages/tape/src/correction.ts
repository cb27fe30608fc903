import * as tf from '@tensorflow/tfjs-core';

/** The gradient of a kernel that TensorFlow.js lacks or computes wrongly, by operations that the tape can record in turn. */
export interface Correction extends tf.GradConfig {
  /** Whether the current backend needs it. Default: every backend does. */
  readonly isNeeded?: () => boolean;
}

type Gradients = Readonly<Record<string, () => tf.Tensor>>;

/**
 * A correction, typed.
 *
 * @param kernelName - the kernel
 * @param inputsToSave - the names of the inputs that the gradient needs
 * @param gradientOf - from the derivative with respect to the first output, the saved inputs and the kernel's attributes to the derivative with
 *   respect to each input, by its name
 * @returns the correction
 */
export const correct = (
  kernelName: string,
  inputsToSave: string[],
  gradientOf: (dy: tf.Tensor, saved: readonly tf.Tensor[], attributes: never) => Gradients,
): Correction => ({
  kernelName,
  inputsToSave,
  gradFunc: (dy, saved, attributes) => ({ ...gradientOf([dy].flat()[0], saved, attributes as never) }),
});

/** Says that a kernel has no gradient, as TensorFlow.js does. */
export const refuse = (kernelName: string): never => {
  throw new Error(`gradient function not found for ${kernelName}.`);
};

const stock = new Map<string, tf.GradFunc>();

/** The gradient that TensorFlow.js itself has for a kernel. */
export const stockGradient = (kernelName: string): tf.GradFunc => stock.get(kernelName) ?? refuse(kernelName);

/** Notes the gradient of a kernel before it is replaced, and returns what was registered. */
export const noteStock = (kernelName: string): tf.GradConfig | undefined => {
  const config = tf.getGradient(kernelName) as tf.GradConfig | undefined;
  if (config && !stock.has(kernelName)) stock.set(kernelName, config.gradFunc);
  return config;
};

/** Runs a kernel through the engine, so that a tape records it. */
export const runKernel = (name: string, inputs: tf.NamedTensorMap, attributes: object = {}): tf.Tensor =>
  tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap);
