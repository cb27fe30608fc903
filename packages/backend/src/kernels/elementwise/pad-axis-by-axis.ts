import { getKernel, type KernelConfig, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';

/** The part of a backend that this uses. */
interface AnyBackend {
  disposeData(dataId: object): boolean;
}

/** How many axes the stock kernel takes; with more its shader does not compile. */
const most = 4;

/**
 * Padding of tensors of any rank on webgpu: where there are more than four axes, one axis after the other.
 *
 * @param stock - the kernel that TensorFlow.js registered
 * @returns the kernel to register in its place
 */
export const padAxisByAxis = (stock: KernelConfig): KernelConfig => ({
  ...stock,
  kernelFunc: (params) => {
    const { x } = params.inputs as { x: TensorInfo };
    const { paddings, constantValue } = params.attrs as { paddings: [number, number][]; constantValue: number };
    if (x.shape.length <= most) return stock.kernelFunc(params);
    const backend = params.backend as AnyBackend;
    const run = (kernel: KernelConfig, inputs: Record<string, TensorInfo>, attrs: object): TensorInfo =>
      kernel.kernelFunc({ inputs, backend, attrs: attrs as NamedAttrMap }) as TensorInfo;
    const reshape = getKernel('Reshape', stock.backendName);
    const padded = [...x.shape];
    return paddings.reduce<TensorInfo>(
      (sofar, [before, after], axis) => {
        if (before + after === 0) return sofar;
        const outer = padded.slice(0, axis).reduce((a, b) => a * b, 1);
        const flat = run(reshape, { x: sofar }, { shape: [outer, padded[axis], -1] });
        const margins = [
          [0, 0],
          [before, after],
          [0, 0],
        ];
        const wider = run(stock, { x: flat }, { paddings: margins, constantValue });
        padded[axis] += before + after;
        const whole = run(reshape, { x: wider }, { shape: [...padded] });
        for (const { dataId } of [sofar, flat, wider]) backend.disposeData(dataId);
        return whole;
      },
      run(getKernel('Identity', stock.backendName), { x }, {}),
    );
  },
});
