import { backend_util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { floats, type WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';
import { tensorOf, type HostBackend } from '../host-values.js';
import { eachCell } from './volume-windows.js';

interface Attributes {
  readonly filterSize: number | [number, number, number];
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

const infoOf = (x: TensorInfo, attributes: unknown) => {
  const { filterSize, strides, pad, dimRoundingMode } = attributes as Attributes;
  const shape = x.shape as [number, number, number, number, number];
  return backend_util.computePool3DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
};

/** For each value of the output, where the first maximum of its window is. */
const firstMaxima = (values: Float32Array, info: ReturnType<typeof infoOf>): Int32Array => {
  const channels = info.inChannels;
  const windows = info.batchSize * info.outDepth * info.outHeight * info.outWidth;
  const places = new Int32Array(windows * channels).fill(-1);
  eachCell(info, (window, cell) => {
    for (let c = 0, to = window * channels, from = cell * channels; c < channels; c++, to++, from++)
      if (places[to] < 0 || values[from] > values[places[to]]) places[to] = from;
  });
  return places;
};

/** Max-pooling over volumes; the backend's own kernel returns no maximum below 0. Input `x` `[n, d, h, w, c]`. */
const maxPool3d: KernelConfig = {
  kernelName: 'MaxPool3D',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { x } = inputs as { x: TensorInfo };
    const info = infoOf(x, attrs);
    const out = backend.makeOutput(info.outShape, 'float32');
    const values = floats(backend, x);
    const to = floats(backend, out);
    firstMaxima(values, info).forEach((place, i) => (to[i] = values[place]));
    return out;
  },
};

/** Its gradient, all of which goes to the first maximum of a window. Inputs `dy` and `input`. */
const maxPool3dGrad: KernelConfig = {
  kernelName: 'MaxPool3DGrad',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as WasmBackend;
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const places = firstMaxima(floats(backend, input), infoOf(input, attrs));
    const dx = backend.makeOutput(input.shape, 'float32');
    const [from, to] = [floats(backend, dy), floats(backend, dx).fill(0)];
    for (let i = 0; i < sizeOf(dy); i++) to[places[i]] += from[i];
    return dx;
  },
};

/**
 * The gradient on webgpu, in memory: the shader of the stock kernel numbers the cells of a window as if it were as wide as high, and
 * gives ties to the last maximum.
 */
export const maxPool3dGradInMemory: KernelConfig = {
  kernelName: 'MaxPool3DGrad',
  backendName: 'webgpu',
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as HostBackend;
    const { dy, input } = inputs as { dy: TensorInfo; input: TensorInfo };
    const places = firstMaxima(backend.readSync(input.dataId) as Float32Array, infoOf(input, attrs));
    const [from, to] = [backend.readSync(dy.dataId), new Float32Array(sizeOf(input))];
    places.forEach((place, i) => (to[place] += from[i]));
    return tensorOf(backend, to, input.shape, 'float32');
  },
};

/** Max-pooling over volumes and its gradient. */
export const maxPooling3d: readonly KernelConfig[] = [maxPool3d, maxPool3dGrad];
