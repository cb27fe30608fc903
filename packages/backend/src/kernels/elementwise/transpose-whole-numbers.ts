import { util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { tensorOf, type HostBackend } from '../host-values.js';

/**
 * Transposition on webgpu of whole numbers and truth values too, in memory; the shader of the stock kernel compiles for floats alone.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const transposeWholeNumbers = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    if (x.dtype !== 'int32' && x.dtype !== 'bool') return stock.kernelFunc(params);
    const backend = params.backend as unknown as HostBackend;
    const { perm } = params.attrs as unknown as { perm: readonly number[] };
    const from = backend.readSync(x.dataId);
    const shape = perm.map((axis) => x.shape[axis]);
    const strides = [...util.computeStrides(x.shape), 1];
    const steps = perm.map((axis) => strides[axis]);
    const place = new Array<number>(shape.length).fill(0);
    let at = 0;
    const to = from.slice();
    for (let i = 0; i < to.length; i++) {
      to[i] = from[at];
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        at += steps[axis];
        if (++place[axis] < shape[axis]) break;
        at -= shape[axis] * steps[axis];
        place[axis] = 0;
      }
    }
    return tensorOf(backend, to, shape, x.dtype);
  },
});
