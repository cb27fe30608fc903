import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { conv2DGeometry, type Conv2DAttributes } from '../../kernels/convolution/conv2d-geometry.js';
import { geometry, type DepthwiseAttributes } from '../../kernels/convolution/depthwise.js';
import { sizeOf } from '../../kernels/compiled-kernel.js';
import { cardKernel, compute, type ComputeBackend } from './shader.js';
import { programOf, type Product } from './product.js';
import { overChannels, windowFunctions, windowNumbers, windowsOf } from './windows.js';

/** Positive sums and negative ones, with one more product; one that is not a number stays so. */
const withProduct = (sum: string, product: string): string =>
  `${sum} + select(vec2<f32>(${product}, 0.0), vec2<f32>(0.0, ${product}), ${product} < 0.0)`;

/** The share of a product, by its sign: of two, that of positive products comes first. */
const shareOf = (shares: string, weight: string, value: string): string =>
  `select(${shares}.y, ${shares}.x, (${weight} > 0.0) == (${value} >= 0.0))`;

/** A row for each window and a column for each filter. */
const sums: Product = {
  name: 'signed sums',
  inputs: ['x', 'kernel'],
  integers: windowNumbers,
  value: 'f32',
  sum: 'vec2<f32>',
  functions: `${windowFunctions}
fn begin(row : i32, column : i32) -> f32 { return 0.0; }
fn rowValue(row : i32, term : i32) -> f32 {
  if (row >= uniforms.rows || term >= uniforms.terms) { return 0.0; }
  let pixel = pixelUnder(row, term / uniforms.inChannels);
  if (pixel < 0) { return 0.0; }
  return x[pixel * uniforms.inChannels + term % uniforms.inChannels];
}
fn weightOf(term : i32, column : i32) -> f32 {
  if (term >= uniforms.terms || column >= uniforms.columns) { return 0.0; }
  return kernel[term * uniforms.columns + column];
}`,
  added: withProduct('sum', '(value * weight)'),
  store: `result[2 * row * uniforms.columns + column] = sum.x;
        result[(2 * row + 1) * uniforms.columns + column] = sum.y;`,
};

/** A row for each pixel and a column for each of its channels. */
const shares: Product = {
  name: 'signed shares',
  inputs: ['shares', 'kernel', 'x'],
  integers: windowNumbers,
  value: 'vec2<f32>',
  sum: 'f32',
  functions: `${windowFunctions}
fn begin(row : i32, column : i32) -> f32 {
  if (row >= uniforms.rows || column >= uniforms.columns) { return 0.0; }
  return x[row * uniforms.columns + column];
}
fn rowValue(row : i32, term : i32) -> vec2<f32> {
  if (row >= uniforms.rows || term >= uniforms.terms) { return vec2<f32>(0.0); }
  let place = windowOver(row, term / uniforms.outChannels);
  if (place < 0) { return vec2<f32>(0.0); }
  let at = 2 * place * uniforms.outChannels + term % uniforms.outChannels;
  return vec2<f32>(shares[at], shares[at + uniforms.outChannels]);
}
fn weightOf(term : i32, column : i32) -> f32 {
  if (term >= uniforms.terms || column >= uniforms.columns) { return 0.0; }
  return kernel[(term / uniforms.outChannels * uniforms.columns + column) * uniforms.outChannels + term % uniforms.outChannels];
}`,
  added: `sum + weight * ${shareOf('value', 'weight', 'known')}`,
  store: 'result[row * uniforms.columns + column] = known * sum;',
};

type Windows = Parameters<typeof windowsOf>[0];

const sumsOf = (
  backend: ComputeBackend,
  x: TensorInfo,
  kernel: TensorInfo,
  info: Windows,
  shape: readonly number[],
) => {
  const { batchSize, outHeight, outWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  const [rows, columns] = [batchSize * outHeight * outWidth, outChannels];
  const { shader, threads } = programOf(sums, { rows, columns });
  const numbers = { ...windowsOf(info), rows, columns, terms: filterHeight * filterWidth * inChannels };
  return compute(backend, shader, { inputs: [x, kernel], numbers, shape, threads });
};

const sharesOf = (backend: ComputeBackend, given: TensorInfo, kernel: TensorInfo, x: TensorInfo, info: Windows) => {
  const { batchSize, inHeight, inWidth, outChannels, filterHeight, filterWidth, inChannels } = info;
  const [rows, columns] = [batchSize * inHeight * inWidth, inChannels];
  const { shader, threads } = programOf(shares, { rows, columns });
  const numbers = { ...windowsOf(info), rows, columns, terms: filterHeight * filterWidth * outChannels };
  return compute(backend, shader, { inputs: [given, kernel, x], numbers, shape: x.shape, threads });
};

/** A matrix as a convolution of images of one pixel. */
const ofMatrix = (x: TensorInfo, kernel: TensorInfo): Windows => {
  const [inner, columns] = kernel.shape.slice(-2);
  const [xShape, filterShape] = [
    [sizeOf(x) / inner, 1, 1, inner],
    [1, 1, inner, columns],
  ];
  return conv2DGeometry(xShape, filterShape, { strides: 1, pad: 'valid', dataFormat: 'NHWC' });
};

/** `SignedSums` of a matrix as it is, `[..., inner, columns]`, and of values of any sign. */
const signedSums = cardKernel('SignedSums', (backend, { x, kernel }) =>
  sumsOf(backend, x, kernel, ofMatrix(x, kernel), [...x.shape.slice(0, -1), 2, kernel.shape.at(-1)!]),
);

const signedShares = cardKernel('SignedShares', (backend, { shares: given, kernel, x }) =>
  sharesOf(backend, given, kernel, x, ofMatrix(x, kernel)),
);

/** `SignedSums` of a convolution. Inputs `x` `[n, h, w, c]` and `filter` `[rows, columns, c, f]`, attributes of the convolution; result `[n, h', w', 2, f]`. */
const signedConv2d = cardKernel('SignedConv2D', (backend, { x, filter }, attributes) => {
  const info = conv2DGeometry(x.shape, filter.shape, attributes as Conv2DAttributes);
  return sumsOf(backend, x, filter, info, [...info.outShape.slice(0, 3), 2, info.outChannels]);
});

/** `SignedShares` of a convolution. Inputs `shares` `[n, h', w', 2, f]`, `filter` and `x`, attributes of the convolution; result of the shape of `x`. */
const signedConv2dShares = cardKernel('SignedConv2DShares', (backend, { shares: given, filter, x }, attributes) =>
  sharesOf(backend, given, filter, x, conv2DGeometry(x.shape, filter.shape, attributes as Conv2DAttributes)),
);

const depthwiseSums = overChannels(
  'signed sums of channels',
  ['x', 'kernel'],
  'place',
  `
  var sum = vec2<f32>(0.0);
  for (var tap = 0; tap < taps; tap++) {
    let pixel = pixelUnder(place, tap);
    if (pixel >= 0) {
      let product = x[pixel * uniforms.inChannels + channel] * kernel[tap * uniforms.inChannels + channel];
      sum = ${withProduct('sum', 'product')};
    }
  }
  result[2 * place * uniforms.inChannels + channel] = sum.x;
  result[(2 * place + 1) * uniforms.inChannels + channel] = sum.y;`,
);

const depthwiseShares = overChannels(
  'signed shares of channels',
  ['shares', 'kernel', 'x'],
  'pixel',
  `
  let value = x[index];
  var sum = 0.0;
  for (var tap = 0; tap < taps; tap++) {
    let place = windowOver(pixel, tap);
    if (place >= 0) {
      let at = 2 * place * uniforms.inChannels + channel;
      let weight = kernel[tap * uniforms.inChannels + channel];
      let both = vec2<f32>(shares[at], shares[at + uniforms.inChannels]);
      sum += weight * ${shareOf('both', 'weight', 'value')};
    }
  }
  result[index] = value * sum;`,
);

const ofChannels = (x: TensorInfo, filter: TensorInfo, attributes: unknown): Windows =>
  geometry(x.shape, filter.shape, attributes as DepthwiseAttributes);

const signedDepthwise = cardKernel('SignedDepthwise', (backend, { x, filter }, attributes) => {
  const info = ofChannels(x, filter, attributes);
  const shape = [...info.outShape.slice(0, 3), 2, info.inChannels];
  const count = info.batchSize * info.outHeight * info.outWidth * info.inChannels;
  const numbers = { ...windowsOf(info), count };
  return compute(backend, depthwiseSums, { inputs: [x, filter], numbers, shape, threads: count });
});

const signedDepthwiseShares = cardKernel('SignedDepthwiseShares', (backend, { shares: given, filter, x }, attributes) =>
  compute(backend, depthwiseShares, {
    inputs: [given, filter, x],
    numbers: { ...windowsOf(ofChannels(x, filter, attributes)), count: sizeOf(x) },
    shape: x.shape,
  }),
);

/**
 * Sums of positive and of negative products, and shares distributed along them, for matrices, convolutions and depthwise convolutions whose channels have one filter each. Each
 * product is sorted by its sign where it is made, so that values of any sign and the weights as they are will do.
 */
export const signedProducts: readonly KernelConfig[] = [
  signedSums,
  signedShares,
  signedConv2d,
  signedConv2dShares,
  signedDepthwise,
  signedDepthwiseShares,
];
