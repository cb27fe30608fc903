import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs a kernel that only some backends have: `@interp/backend` registers a few for wasm that do in one compiled pass what the plain loops
 * here do.
 *
 * @param name - its name
 * @param inputs - its inputs; borrowed
 * @param attributes - its attributes
 * @returns its outputs, the caller's, or nothing where the current backend has no such kernel
 */
export const compiled = (
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: Readonly<Record<string, number | boolean | readonly number[]>> = {},
): tf.Tensor[] | undefined =>
  tf.getKernel(name, tf.getBackend()) ? tf.engine().runKernel<tf.Tensor[]>(name, inputs, attributes) : undefined;
