import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { compiledKernel, sizeOf, type CompiledCall } from './compiled-kernel.js';

/** Results: the values, and the state after them. */
const block = (
  { inputs, attributes, at, make }: CompiledCall,
  fill: (state: number, next: number, values: number, size: number) => void,
): TensorInfo[] => {
  const [values, next] = [make(attributes['shape'] as number[]), make(inputs['state'].shape, 'int32')];
  fill(at(inputs['state']), at(next), at(values), sizeOf(values));
  return [values, next];
};

/**
 * Blocks of random numbers by four streams of xoshiro128** side by side (Blackman & Vigna 2021), whose state, four words of each in turn and
 * four of a fifth stream, goes in and out as int32 `[20]`. `UniformBlock`: float32 of the attribute `shape` from 0 to 1, of 24 bits.
 * `NormalBlock`: of mean 0 and standard deviation 1 by the ziggurat (Marsaglia & Tsang 2000), whose `table` has 256 widths, 256 integers
 * inside, 257 edges and 257 heights; the fifth stream decides what falls on an edge. They use only additions, multiplications and shifts, so
 * that plain loops give the same numbers.
 */
export const randomBlocks: readonly KernelConfig[] = [
  compiledKernel('UniformBlock', (call) => block(call, call.native.uniforms)),
  compiledKernel('NormalBlock', (call) =>
    block(call, (state, next, values, size) => {
      call.native.normals(state, next, call.at(call.inputs['table']), values, size);
    }),
  ),
];
