import type { Random } from '@interp/core';
import type { LeNetActivation } from './activation.js';

/** How far from 0 the first weights lie, relative to Glorot's rule, so that signals keep their size through each layer. */
const gains: Readonly<Record<LeNetActivation, number>> = {
  sigmoid: 2,
  relu: Math.SQRT2,
  softplus: 1,
  identity: 1,
  tanh: 5 / 3,
};

/**
 * First weights of a kernel: uniform in ±gain √(6 / (fan-in + fan-out)) (Glorot & Bengio 2010).
 *
 * @param numbers - the stream that they are drawn from
 * @param shape - `[height, width, in, out]` or `[in, out]`
 * @param activation - decides the gain; the output layer, which has none, takes `identity`
 * @returns the values in row-major order
 */
export const initialKernel = (numbers: Random, shape: readonly number[], activation: LeNetActivation): Float32Array => {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const field = shape.slice(0, -2).reduce((product, size) => product * size, 1);
  const limit = gains[activation] * Math.sqrt(6 / (field * (inputs + outputs)));
  const size = field * inputs * outputs;
  return numbers.uniforms(size, -limit, limit);
};
