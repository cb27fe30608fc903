import { InterpError } from '@interp/checks';
import type { Random } from '@interp/core';
import { hostTensor, hostValues, loop, randomFromState } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { isCompiled, runCompiled } from './kernels.js';
import { fillWords, stateSize } from './xoshiro.js';
import { normalOf, ziggurat } from './ziggurat.js';

/**
 * A generator of blocks of random numbers, the largest cost of Gibbs sampling. Its arithmetic is fixed to the last bit, so that compiled kernels and
 * JavaScript loops give the same numbers.
 */
export interface RandomBlocks {
  /** Uniform numbers from 0 (included) to 1 (excluded), 24 bits each; float32, owned by the caller. */
  uniforms(shape: readonly number[]): tf.Tensor;
  /** Normally distributed numbers of mean 0 and standard deviation 1; float32, owned by the caller. */
  normals(shape: readonly number[]): tf.Tensor;
  /** Its state: twenty integers, for {@link blocksFromState}. */
  state(): readonly number[];
  /** Goes back to a state that it had, as `state` gave it. */
  rewind(state: readonly number[]): void;
}

const stream = (state: Int32Array): RandomBlocks => {
  /** The state as floats of the same bits, which nobody reads as numbers. */
  const bits = new Float32Array(state.buffer);
  const block = (kernel: string, shape: readonly number[], inputs: tf.NamedTensorMap): tf.Tensor | undefined => {
    if (!isCompiled(kernel)) return undefined;
    const before = hostTensor([stateSize], (out) => out.set(bits));
    const [values, after] = runCompiled(kernel, { ...inputs, state: before }, { shape })!;
    loop(() => bits.set(hostValues(after)));
    return values;
  };
  const plain = (shape: readonly number[], of: (word: number) => number): tf.Tensor =>
    hostTensor(shape, (out) => {
      const words = new Int32Array(out.length);
      fillWords(state, words);
      for (let at = 0; at < out.length; at++) out[at] = of(words[at]);
    });
  return {
    uniforms: (shape) =>
      tf.tidy(() => block('UniformBlock', shape, {}) ?? plain(shape, (word) => (word >>> 8) / 16777216)),
    normals: (shape) =>
      tf.tidy(
        () =>
          block('NormalBlock', shape, { table: tf.tensor1d(ziggurat) }) ??
          plain(shape, (word) => normalOf(word, state)),
      ),
    state: () => Array.from(state, (word) => word >>> 0),
    rewind: (before) => state.set(before),
  };
};

/**
 * A stream of blocks of random numbers.
 *
 * @param random - seeds it; moves on by five children
 * @returns the stream
 */
export const randomBlocks = (random: Random): RandomBlocks => {
  const state = new Int32Array(stateSize);
  for (let lane = 0; lane < 4; lane++)
    random
      .split()
      .state()
      .forEach((word, k) => (state[4 * k + lane] = word));
  state.set(random.split().state(), 16);
  return stream(state);
};

/**
 * A stream that continues another one from the state that it had.
 *
 * @param state - what `state()` gave
 * @returns the stream: it gives the same numbers
 * @throws InterpError `bad-option` for anything that is no state
 */
export const blocksFromState = (state: readonly number[]): RandomBlocks => {
  if (state.length !== stateSize)
    throw new InterpError('bad-option', 'the random state is damaged; expected twenty integers of 32 bits');
  for (let lane = 0; lane < 5; lane++)
    randomFromState(lane === 4 ? state.slice(16) : [0, 4, 8, 12].map((k) => state[k + lane]));
  return stream(Int32Array.from(state));
};
