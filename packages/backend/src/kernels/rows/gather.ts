import { backend_util, util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../../wasm-backend.js';

/**
 * Gathering slices along an axis; with batch dimensions each batch by its own indices, where the backend's own kernel returns other slices.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const gather = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const backend = params.backend as WasmBackend;
    const { x, indices } = params.inputs as { x: TensorInfo; indices: TensorInfo };
    const { axis, batchDims } = params.attrs as unknown as { axis: number; batchDims?: number };
    const isEmpty = [x, indices].some(({ shape }) => util.sizeFromShape(shape) === 0);
    if (!batchDims || isEmpty) return stock.kernelFunc(params);
    const [along] = util.parseAxisParam(axis, x.shape);
    // The types have tensors, but only shapes are read.
    const shapes = [x, indices] as unknown as Parameters<typeof backend_util.segment_util.collectGatherOpShapeInfo>;
    const { batchSize, outerSize, dimSize, sliceSize, outputShape } =
      backend_util.segment_util.collectGatherOpShapeInfo(shapes[0], shapes[1], along, batchDims);
    const each = util.sizeFromShape(indices.shape) / batchSize;
    const flat = backend.makeOutput([batchSize * outerSize * each], 'int32');
    const from = backend.typedArrayFromHeap(indices);
    const to = backend.typedArrayFromHeap(flat);
    for (let batch = 0, at = 0; batch < batchSize; batch++)
      for (let outer = 0; outer < outerSize; outer++)
        for (let k = 0; k < each; k++, at++) {
          const index = from[batch * each + k];
          const isThere = index >= 0 && index < dimSize;
          if (!isThere) backend.disposeData(flat.dataId);
          util.assert(isThere, () => `GatherV2: the index value ${index} is not in [0, ${dimSize - 1}]`);
          to[at] = (batch * outerSize + outer) * dimSize + index;
        }
    const rows: TensorInfo = { ...x, shape: [batchSize * outerSize * dimSize, sliceSize] };
    const out = stock.kernelFunc({
      ...params,
      inputs: { x: rows, indices: flat },
      attrs: { axis: 0, batchDims: 0 },
    }) as TensorInfo;
    backend.disposeData(flat.dataId);
    return { ...out, shape: outputShape };
  },
});
