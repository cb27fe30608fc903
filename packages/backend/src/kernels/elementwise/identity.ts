import type { KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../wasm-backend.js';

/** A second reference to the same values, as on the cpu backend; the wasm backend's own kernel copies them. */
export const identity: KernelConfig = {
  kernelName: 'Identity',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend: any }) => {
    const { dataId, shape, dtype } = inputs['x'] as TensorInfo;
    (any as WasmBackend).incRef(dataId);
    return { dataId, shape, dtype };
  },
};
