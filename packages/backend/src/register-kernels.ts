import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { addBias } from './kernels/rows/add-bias.js';
import { batchNorm } from './kernels/elementwise/batch-norm.js';
import { toBoolean } from './kernels/elementwise/to-boolean.js';
import { conv3dBackpropInput } from './kernels/volumes/conv3d-backprop-input.js';
import { maxPool3dGradInMemory, maxPooling3d } from './kernels/volumes/max-pool-3d.js';
import { batchMatMul } from './kernels/products/batch-mat-mul.js';
import { einsum } from './kernels/products/einsum.js';
import { adamUpdate } from './kernels/updates/adam-update.js';
import { channelsFirst } from './kernels/convolution/channels-first.js';
import { conv2DBackpropFilter } from './kernels/convolution/conv2d-backprop-filter.js';
import { conv2DBackpropInput, planeGradientKernel } from './kernels/convolution/conv2d-backprop-input.js';
import { convolution } from './kernels/convolution/convolution.js';
import {
  depthwise,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  signedDepthwise,
  signedDepthwiseShares,
} from './kernels/convolution/depthwise.js';
import { depthwiseRelevance } from './kernels/convolution/depthwise-relevance.js';
import { leakyRelu, sigmoid, tanh } from './kernels/elementwise/elementwise.js';
import { dense, fusedMatMul } from './kernels/products/fused-mat-mul.js';
import { maxPool } from './kernels/pooling/max-pool.js';
import { firstMaximumGrad, maxPoolGrad } from './kernels/pooling/max-pool-grad.js';
import { contiguousSlice, identity, lookUp } from './kernels/elementwise/copies.js';
import { gather } from './kernels/rows/gather.js';
import { momentumRows } from './kernels/updates/momentum-rows.js';
import { randomBlocks } from './kernels/sampling/random-blocks.js';
import { imageSums } from './kernels/relevance/image-sums.js';
import { signedQuotients } from './kernels/relevance/signed-quotients.js';
import { sizeShares } from './kernels/relevance/size-shares.js';
import { resizeGrads } from './kernels/resizing/resize-grad.js';
import { transformEach } from './kernels/resizing/transform.js';
import { overlapAdd } from './kernels/convolution/overlap-add.js';
import { addInto, combine } from './kernels/elementwise/combine.js';
import { gate } from './kernels/elementwise/gate.js';
import { pad } from './kernels/elementwise/pad.js';
import { castToFloats } from './kernels/elementwise/cast-to-floats.js';
import { transposeWholeNumbers } from './kernels/elementwise/transpose-whole-numbers.js';
import { padAxisByAxis } from './kernels/elementwise/pad-axis-by-axis.js';
import { sumInGroups } from './kernels/elementwise/sum-in-groups.js';
import { concat, fill, onesLike, pack, splitV, unpack, zerosLike } from './kernels/elementwise/recorded-copies.js';
import { sigmoidGrad } from './kernels/elementwise/sigmoid-grad.js';
import { signStep } from './kernels/updates/sign-step.js';
import {
  anyNegative,
  signedRelevance,
  signedShares,
  signedSums,
  sortBySign,
} from './kernels/products/signed-product.js';
import { binaryMatMul, sparseMatMul } from './kernels/products/sparse-mat-mul.js';
import { sumRows } from './kernels/rows/sum-rows.js';
import { units } from './kernels/sampling/units.js';
import { gradients } from './webgpu/kernels/gradients.js';
import { signedProducts } from './webgpu/kernels/signed-sums.js';
import { signedQuotients as signedQuotientsOnCard } from './webgpu/kernels/signed-quotients.js';
import { unsortedSegmentSum } from './kernels/rows/unsorted-segment-sum.js';

const own: readonly KernelConfig[] = [
  channelsFirst(conv2DBackpropFilter),
  channelsFirst(conv2DBackpropInput),
  conv3dBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  adamUpdate,
  firstMaximumGrad,
  identity,
  maxPoolGrad,
  overlapAdd,
  planeGradientKernel,
  sigmoidGrad,
  unsortedSegmentSum,
  ...einsum,
  ...maxPooling3d,
  ...resizeGrads,
];
const compiled: readonly KernelConfig[] = [
  addInto,
  ...randomBlocks,
  ...units,
  anyNegative,
  binaryMatMul,
  dense,
  gate,
  imageSums,
  lookUp,
  sparseMatMul,
  momentumRows,
  signStep,
  depthwiseRelevance,
  signedDepthwise,
  signedDepthwiseShares,
  signedQuotients,
  signedRelevance,
  signedShares,
  signedSums,
  sizeShares,
  sortBySign,
];
const onCard: readonly KernelConfig[] = [...gradients, ...signedProducts, signedQuotientsOnCard];
const wrapping: readonly (readonly [name: string, wrap: (stock: KernelConfig) => KernelConfig])[] = [
  ['Add', (stock) => combine('Add')(addBias(stock))],
  ['Sum', sumRows],
  ['BatchMatMul', batchMatMul],
  ['Cast', toBoolean],
  ['Concat', concat],
  ['Fill', fill],
  ['OnesLike', onesLike],
  ['Pack', pack],
  ['SplitV', splitV],
  ['Unpack', unpack],
  ['ZerosLike', zerosLike],
  ['_FusedMatMul', fusedMatMul],
  ['Conv2D', (stock) => channelsFirst(convolution(stock))],
  ['FusedConv2D', (stock) => channelsFirst(convolution(stock))],
  ['DepthwiseConv2dNative', depthwise],
  ['FusedDepthwiseConv2D', depthwise],
  ['GatherV2', gather],
  ['LeakyRelu', leakyRelu],
  ['MaxPool', maxPool],
  ['PadV2', pad],
  ['Multiply', combine('Multiply')],
  ['RealDiv', combine('RealDiv')],
  ['Sigmoid', sigmoid],
  ['Slice', contiguousSlice],
  ['Sub', combine('Sub')],
  ['Tanh', tanh],
];

/** Whether a backend's kernels are registered, kept with the engine: several copies of this package share it. */
const marker = (backendName: string): symbol => Symbol.for(`@interp/backend kernels ${backendName}`);

const replace = (config: KernelConfig): void => {
  if (tf.getKernel(config.kernelName, config.backendName)) tf.unregisterKernel(config.kernelName, config.backendName);
  tf.registerKernel(config);
};

/**
 * Registers a backend's missing, corrected and fast kernels, once per TensorFlow.js engine however many copies of this package there
 * are. {@link startBackend} does it; call it only where the backend is chosen by other means, after importing the backend's package.
 *
 * @param backendName - whose kernels; `wasm` gets all of them, `cpu` the corrected ones: batch normalisation along any axis, einsum, gradients of resizing, transforms of a batch;
 *   `webgpu` padding of more than four axes, sums of more than seven tensors, transposition and casts of whole numbers, the gradient of max-pooling over volumes, and shaders of signed sums and of the walk back
 */
export const registerKernels = (backendName: 'wasm' | 'cpu' | 'webgpu'): void => {
  const engine = tf.engine() as unknown as Record<symbol, boolean>;
  if (engine[marker(backendName)]) return;
  engine[marker(backendName)] = true;
  if (backendName === 'webgpu') {
    replace(padAxisByAxis(tf.getKernel('PadV2', 'webgpu')));
    replace(sumInGroups(tf.getKernel('AddN', 'webgpu')));
    replace(castToFloats(tf.getKernel('Cast', 'webgpu')));
    replace(transposeWholeNumbers(tf.getKernel('Transpose', 'webgpu')));
    for (const config of [maxPool3dGradInMemory, ...onCard]) replace(config);
    return;
  }
  for (const config of own) if (config.backendName === backendName) replace(config);
  replace(batchNorm(tf.getKernel('FusedBatchNorm', backendName)));
  if (backendName === 'cpu') replace(transformEach(tf.getKernel('Transform', 'cpu')));
  if (backendName === 'wasm') for (const [name, wrap] of wrapping) replace(wrap(tf.getKernel(name, 'wasm')));
};

/** Registers the kernels that exist only in compiled form, once the compiled kernels are loaded. */
export const registerCompiledKernels = (): void => {
  for (const config of compiled) if (!tf.getKernel(config.kernelName, config.backendName)) tf.registerKernel(config);
};
