import { InterpError } from '@interp/checks';
import type { Random } from '@interp/core';
import { hostTensor, randomFromState } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { runCompiled } from './kernels.js';
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
}

const stream = (state: Int32Array): RandomBlocks => {
  const block = (kernel: string, shape: readonly number[], inputs: tf.NamedTensorMap): tf.Tensor | undefined => {
    const made = runCompiled(kernel, { ...inputs, state: tf.tensor1d(state, 'int32') }, { shape });
    if (made) state.set(made[1].dataSync<'int32'>());
    return made?.[0];
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
