import { sizeOf } from '../../kernels/compiled-kernel.js';
import { cardKernel, compute, lanes, type Shader } from './shader.js';

/** Sums smaller than this are empty. */
const tiny = '1e-30';

const integers = ['count', 'channels'];
const inputs = ['sums', 'relevance'];

const begin = `
  let at = index / uniforms.channels * 2 * uniforms.channels + index % uniforms.channels;
  let positive = sums[at];
  let negative = sums[at + uniforms.channels];
  let hasPositive = positive > ${tiny};
  let hasNegative = negative < -${tiny};
  let arrived = relevance[index];`;

const quotients: Shader = {
  name: 'signed quotients',
  inputs,
  integers,
  floats: ['alpha', 'beta'],
  code: `fn main(index : i32) {
  if (index >= uniforms.count) { return; }${begin}
  var both = vec2<f32>(0.0);
  if (arrived != 0.0) {
    let share = hasPositive && hasNegative;
    if (hasPositive) { both.x = select(arrived, uniforms.alpha * arrived, share) / positive; }
    if (hasNegative) { both.y = select(arrived, -uniforms.beta * arrived, share) / negative; }
  }
  result[at] = both.x;
  result[at + uniforms.channels] = both.y;
}`,
};

const evenPart: Shader = {
  name: 'relevance without products',
  inputs,
  integers,
  code: `fn main(index : i32) {
  if (index >= uniforms.count) { return; }${begin}
  result[index] = select(arrived, 0.0, hasPositive || hasNegative);
}`,
};

/** By how many numbers, at most, is said whether there is anything. */
const most = 64;

const anyAtAll: Shader = {
  name: 'whether any',
  inputs: ['x'],
  integers: ['count', 'threads'],
  code: `var<workgroup> found : atomic<u32>;
fn main(index : i32) {
  for (var i = index; i < uniforms.count; i += uniforms.threads) {
    if (x[i] != 0.0) { atomicOr(&found, 1u); }
  }
  workgroupBarrier();
  if (index % ${lanes} == 0 && index < uniforms.threads) { result[index / ${lanes}] = f32(atomicLoad(&found)); }
}`,
};

/** `SignedQuotients` of graphics cards, with the inputs, attributes and results of the kernel for wasm. */
export const signedQuotients = cardKernel('SignedQuotients', (backend, { sums, relevance }, attributes) => {
  const { alpha, beta } = attributes as { alpha: number; beta: number };
  const count = sizeOf(relevance);
  const numbers = { count, channels: relevance.shape.at(-1)!, alpha, beta };
  const given = { inputs: [sums, relevance], numbers };
  const even = compute(backend, evenPart, { ...given, shape: relevance.shape });
  const groups = Math.max(1, Math.min(most, Math.ceil(count / lanes)));
  const threads = groups * lanes;
  return [
    compute(backend, quotients, { ...given, shape: sums.shape, threads: count }),
    even,
    compute(backend, anyAtAll, { inputs: [even], numbers: { count, threads }, shape: [groups], threads }),
  ];
});
