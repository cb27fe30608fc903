import * as tf from '@tensorflow/tfjs-core';
import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';

/** Attributes of the two backward kernels of a depthwise convolution. */
interface DepthwiseAttributes {
  /** Strides of the window, for rows and columns. */
  readonly strides: [number, number] | number;
  /** Dilation rates of the window, for rows and columns. */
  readonly dilations: [number, number] | number;
  /** `same`, `valid`, a number, or explicit margins. */
  readonly pad: Parameters<typeof tf.backend_util.computeConv2DInfo>[4];
  /** How a number of windows that is no integer is rounded. */
  readonly dimRoundingMode?: Parameters<typeof tf.backend_util.computeConv2DInfo>[5];
}

/** One tap of a depthwise convolution on one output pixel. */
type Tap = (xStart: number, yStart: number, filterStart: number) => void;

/** Visits every tap of every output pixel that lies within the image: where in `x`, `y` and the filter the first channel lies. */
const eachTap = (
  inputShape: readonly number[],
  filterShape: readonly number[],
  { strides, dilations, pad, dimRoundingMode }: DepthwiseAttributes,
  tap: Tap,
): void => {
  const info = tf.backend_util.computeConv2DInfo(
    inputShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations,
    pad,
    dimRoundingMode,
    true,
  );
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, outChannels, filterHeight, filterWidth } =
    info;
  for (let n = 0, y = 0; n < batchSize; n++) {
    for (let row = 0; row < outHeight; row++) {
      for (let column = 0; column < outWidth; column++, y += outChannels) {
        for (let i = 0; i < filterHeight; i++) {
          const r = row * info.strideHeight - info.padInfo.top + i * info.dilationHeight;
          if (r < 0 || r >= inHeight) continue;
          for (let j = 0; j < filterWidth; j++) {
            const c = column * info.strideWidth - info.padInfo.left + j * info.dilationWidth;
            if (c < 0 || c >= inWidth) continue;
            tap(((n * inHeight + r) * inWidth + c) * inChannels, y, (i * filterWidth + j) * outChannels);
          }
        }
      }
    }
  }
};

/**
 * The gradient of a depthwise convolution with respect to its filter, which the wasm backend lacks.
 *
 * Inputs `x` `[n, h, w, c]` and `dy` `[n, h', w', c·m]`; result `[h, w, c, m]`.
 */
export const depthwiseBackpropFilter: KernelConfig = {
  kernelName: 'DepthwiseConv2dNativeBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
    const options = attrs as unknown as DepthwiseAttributes & { filterShape: number[] };
    const [channels, multiplier] = options.filterShape.slice(2) as [number, number];
    const dw = backend.makeOutput(options.filterShape, 'float32');
    const [images, from] = [floats(backend, x), floats(backend, dy)];
    const to = floats(backend, dw).fill(0);
    eachTap(x.shape, options.filterShape, options, (at, y, w) => {
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) to[w++] += images[at + c] * from[y++];
      }
    });
    return dw;
  },
};

/**
 * The gradient of a depthwise convolution with respect to its input, which the wasm backend lacks.
 *
 * Inputs `dy` `[n, h', w', c·m]` and `filter` `[h, w, c, m]`; result `[n, h, w, c]`.
 */
export const depthwiseBackpropInput: KernelConfig = {
  kernelName: 'DepthwiseConv2dNativeBackpropInput',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
    const options = attrs as unknown as DepthwiseAttributes & { inputShape: number[] };
    const [channels, multiplier] = filter.shape.slice(2) as [number, number];
    const dx = backend.makeOutput(options.inputShape, 'float32');
    const [from, weights] = [floats(backend, dy), floats(backend, filter)];
    const to = floats(backend, dx).fill(0);
    eachTap(options.inputShape, filter.shape, options, (x, y, w) => {
      for (let c = 0; c < channels; c++) {
        for (let m = 0; m < multiplier; m++) to[x + c] += from[y++] * weights[w++];
      }
    });
    return dx;
  },
};
