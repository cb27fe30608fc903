import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { kernelTable, place } from '../../compiled/kernel-table.js';
import { costOfValue, divide } from '../../threads/divide.js';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { conv2DGeometry, type Conv2DAttributes } from './conv2d-geometry.js';

type Geometry = ReturnType<typeof conv2DGeometry>;

const inPlainLoops = (to: Float32Array, from: Float32Array, info: Geometry): void => {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth, padInfo } = info;
  to.fill(0);
  let at = 0;
  for (let n = 0; n < batchSize; n++)
    for (let r = 0; r < outHeight; r++)
      for (let c = 0; c < outWidth; c++)
        for (let i = 0; i < filterHeight; i++) {
          const row = r * info.strideHeight - padInfo.top + i * info.dilationHeight;
          for (let j = 0; j < filterWidth; j++, at += inChannels) {
            const column = c * info.strideWidth - padInfo.left + j * info.dilationWidth;
            if (row < 0 || row >= inHeight || column < 0 || column >= inWidth) continue;
            const pixel = ((n * inHeight + row) * inWidth + column) * inChannels;
            for (let k = 0; k < inChannels; k++) to[pixel + k] += from[at + k];
          }
        }
};

/**
 * Adds windows up by the compiled kernel.
 *
 * @param backend - the backend
 * @param windows - `[n · h' · w', rows · columns · c]`; borrowed
 * @param out - `[n, h, w, c]`; overwritten
 * @param info - the convolution that the windows are of
 * @param images - the first image that they are of, and how many. Default all
 */
export const addByTable = (
  backend: WasmBackend,
  windows: TensorInfo,
  out: TensorInfo,
  {
    batchSize,
    inHeight,
    inWidth,
    inChannels,
    outHeight,
    outWidth,
    filterHeight,
    filterWidth,
    padInfo,
    ...info
  }: Geometry,
  [firstImage, images]: readonly [first: number, count: number] = [0, batchSize],
): void => {
  const sizes = [inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth];
  const steps = [info.strideHeight, info.strideWidth, info.dilationHeight, info.dilationWidth];
  const windowsOfImage = outHeight * outWidth * filterHeight * filterWidth * inChannels;
  const pixels = inHeight * inWidth * inChannels;
  const [from, to] = [place(backend, windows), place(backend, out) + 4 * firstImage * pixels];
  const work = costOfValue * images * windowsOfImage;
  divide(backend, 'addColumns', { length: images, work }, (first, count) => [
    from + 4 * first * windowsOfImage,
    to + 4 * first * pixels,
    count,
    ...sizes,
    ...steps,
    padInfo.top,
    padInfo.left,
  ]);
};

/** Attributes of `OverlapAdd`. */
export interface OverlapAttributes extends Pick<Conv2DAttributes, 'strides' | 'dilations' | 'pad'> {
  /** `[n, height, width, channels]`. */
  readonly inputShape: number[];
  /** Rows and columns of a window. */
  readonly filterSize: [number, number];
}

/**
 * Sizes, margins and steps of windows that are added up.
 *
 * @param attributes - of the kernel
 * @returns those of the convolution that the windows are of
 */
export const overlapGeometry = ({ inputShape, filterSize, strides, dilations, pad }: OverlapAttributes): Geometry =>
  conv2DGeometry(inputShape, [...filterSize, inputShape[3], 1], { strides, dilations, pad, dataFormat: 'NHWC' });

/**
 * A kernel of our own: adds windows up where they overlap, the transpose of cutting images into windows. Input `windows`
 * `[n · h' · w', rows · columns · c]`, float32; attributes `inputShape` `[n, h, w, c]`, `filterSize` `[rows, columns]`, and `strides`,
 * `dilations` and `pad` of the convolution. Result `[n, h, w, c]`.
 */
export const overlapAdd: KernelConfig = {
  kernelName: 'OverlapAdd',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { windows } = inputs as { windows: TensorInfo };
    const attributes = attrs as unknown as OverlapAttributes;
    const info = overlapGeometry(attributes);
    const out = backend.makeOutput(attributes.inputShape, 'float32');
    if (!kernelTable(backend)) inPlainLoops(floats(backend, out), floats(backend, windows), info);
    else addByTable(backend, windows, out, info);
    return out;
  },
};
