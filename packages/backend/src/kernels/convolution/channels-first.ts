import type { KernelConfig, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { free, transposed, type WasmBackend } from '../../wasm-backend.js';

const toLast = [0, 2, 3, 1];
const toFirst = [0, 3, 1, 2];

const inOrder = (values: unknown, order: readonly number[]): unknown =>
  Array.isArray(values) ? order.map((axis) => (values as unknown[])[axis]) : values;

/**
 * A convolution, or a gradient of one, that also takes data with channels first, which the backend's own kernels refuse: between transposes.
 *
 * @param config - a kernel of ours or of TensorFlow.js, right for data with channels last
 * @returns the kernel to register in its place
 */
export const channelsFirst = (config: KernelConfig): KernelConfig => ({
  ...config,
  kernelFunc: (params) => {
    const attrs = params.attrs ?? {};
    const backend = params.backend as WasmBackend;
    const { preluActivationWeights, bias } = params.inputs as Record<string, TensorInfo | undefined>;
    const isPlain = !preluActivationWeights && (bias?.shape.length ?? 1) === 1;
    if (attrs['dataFormat'] !== 'NCHW' || !isPlain) return config.kernelFunc(params);
    const images = Object.entries(params.inputs).filter(([name]) => name === 'x' || name === 'dy');
    const turned = images.map(([name, image]) => [name, transposed(backend, image!, toLast)] as const);
    const lastAttrs: NamedAttrMap = {
      ...attrs,
      dataFormat: 'NHWC',
      pad: inOrder(attrs['pad'], toLast) as NamedAttrMap[string],
      inputShape: inOrder(attrs['inputShape'], toLast) as NamedAttrMap[string],
    };
    const inputs = { ...params.inputs, ...Object.fromEntries(turned) };
    const out = config.kernelFunc({ ...params, inputs, attrs: lastAttrs }) as TensorInfo;
    free(backend, ...turned.map(([, image]) => image));
    if (config.kernelName.endsWith('Filter')) return out;
    const result = transposed(backend, out, toFirst);
    free(backend, out);
    return result;
  },
});
