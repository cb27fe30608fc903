import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { resizeTaps, type ResizeAttributes } from './resize-taps.js';

type Shape4D = [number, number, number, number];

const spread = (
  dy: Float32Array,
  from: Shape4D,
  dx: Float32Array,
  to: Shape4D,
  bilinear: boolean,
  attrs: ResizeAttributes,
): void => {
  const [batch, outHeight, outWidth, channels] = from;
  const [, height, width] = to;
  const rows = resizeTaps(height, outHeight, bilinear, attrs);
  const columns = resizeTaps(width, outWidth, bilinear, attrs);
  for (let n = 0, at = 0; n < batch; n++) {
    for (let r = 0; r < outHeight; r++) {
      const [top, bottom] = [(n * height + rows.low[r]) * width, (n * height + rows.high[r]) * width];
      for (let c = 0; c < outWidth; c++) {
        const [left, right] = [columns.low[c], columns.high[c]];
        const [down, across] = [rows.weight[r], columns.weight[c]];
        for (let d = 0; d < channels; d++) {
          const value = dy[at++];
          dx[(top + left) * channels + d] += value * (1 - down) * (1 - across);
          dx[(top + right) * channels + d] += value * (1 - down) * across;
          dx[(bottom + left) * channels + d] += value * down * (1 - across);
          dx[(bottom + right) * channels + d] += value * down * across;
        }
      }
    }
  }
};

interface CpuBackend {
  readonly data: { get(id: object): { values: Float32Array } };
  makeTensorInfo(shape: readonly number[], dtype: 'float32', values: Float32Array): TensorInfo;
}

const kernels = (kernelName: string, bilinear: boolean): KernelConfig[] => [
  {
    kernelName,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend: any, attrs }) => {
      const backend = any as WasmBackend;
      const { images, dy } = inputs as { images: TensorInfo; dy: TensorInfo };
      const out = backend.makeOutput(images.shape, 'float32');
      const dx = floats(backend, out).fill(0);
      const options = attrs as unknown as ResizeAttributes;
      spread(floats(backend, dy), dy.shape as Shape4D, dx, images.shape as Shape4D, bilinear, options);
      return out;
    },
  },
  {
    kernelName,
    backendName: 'cpu',
    kernelFunc: ({ inputs, backend: any, attrs }) => {
      const backend = any as CpuBackend;
      const { images, dy } = inputs as { images: TensorInfo; dy: TensorInfo };
      const dx = new Float32Array(images.shape.reduce((product, length) => product * length, 1));
      const { values } = backend.data.get(dy.dataId);
      const options = attrs as unknown as ResizeAttributes;
      spread(values, dy.shape as Shape4D, dx, images.shape as Shape4D, bilinear, options);
      return backend.makeTensorInfo(images.shape, 'float32', dx);
    },
  },
];

/**
 * The gradients of `tf.image.resizeNearestNeighbor` and `resizeBilinear`, which `UpSampling2D` is made of, for the wasm and the cpu
 * backend: the stock ones are wrong from the second image of a batch on (nearest) and return height and width exchanged (bilinear).
 *
 * Inputs `images` `[n, h, w, c]` and `dy` `[n, h', w', c]`; result `[n, h, w, c]`.
 */
export const resizeGrads: readonly KernelConfig[] = [
  ...kernels('ResizeNearestNeighborGrad', false),
  ...kernels('ResizeBilinearGrad', true),
];
