import type { KernelConfig } from '@tensorflow/tfjs-core';
import { compiledKernel, sizeOf, type CompiledCall } from '../compiled-kernel.js';

/** Allocates the values, of the attribute `shape`, and the state after them. */
const block = ({ inputs, attributes, make }: CompiledCall) =>
  [make(attributes['shape'] as number[]), make(inputs['state'].shape, inputs['state'].dtype as 'int32')] as const;

/** The cost of turning a word into a normally distributed number, in multiplications of a matrix product. */
const costOfNormal = 16;

/**
 * Blocks of random numbers by four streams of xoshiro128** side by side (Blackman & Vigna 2021), whose state, four words of each in turn and
 * four of a fifth stream, goes in and out as int32 `[20]`, or as float32 of the same bits. `UniformBlock`: float32 of the attribute `shape` from 0 to 1, of 24 bits.
 * `NormalBlock`: of mean 0 and standard deviation 1 by the ziggurat (Marsaglia & Tsang 2000), whose `table` has 256 widths and integers
 * inside side by side, 257 edges and 257 heights; the fifth stream decides the points on an edge, in order, once all others are made. The kernels use only
 * additions, multiplications and shifts, so that plain loops give the same numbers.
 */
export const randomBlocks: readonly KernelConfig[] = [
  compiledKernel('UniformBlock', (call) => {
    const [values, next] = block(call);
    call.kernels.uniforms(call.at(call.inputs['state']), call.at(next), call.at(values), sizeOf(values));
    return [values, next];
  }),
  compiledKernel('NormalBlock', (call) => {
    const { kernels, inputs, at, room, parts, divide, loop, runInLoop } = call;
    const [values, next] = block(call);
    const size = sizeOf(values);
    const lists = room(size + parts);
    const [state, table, to, after, places] = [inputs['state'], inputs['table'], values, next, lists].map(at);
    kernels.randomWords(state, after, to, size);
    const edges: (readonly [values: number, list: number])[] = [];
    divide('normalsInside', { length: size, unit: 4, work: costOfNormal * size }, (from, count, part) => {
      const [out, list] = [to + 4 * from, places + 4 * (from + part)];
      edges[part] = [out, list];
      edges.length = part + 1;
      return [table, out, list, count];
    });
    // The work may be divided otherwise whenever it is played.
    loop(() => edges.forEach(([out, list]) => runInLoop('normalsAtEdges', after, table, out, list)));
    return [values, next];
  }),
];
