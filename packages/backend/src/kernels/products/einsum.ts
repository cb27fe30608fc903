import {
  backend_util,
  getKernel,
  util,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';

/** What the wasm and the cpu backend have in common. */
interface HostBackend {
  disposeData(dataId: object): boolean;
  incRef(dataId: object): void;
}

/** A tensor with its axes, by their places among all of the equation. */
interface Term {
  readonly tensor: TensorInfo;
  readonly axes: readonly number[];
}

/**
 * `einsum` of one or two tensors, as a batched matrix product: axes that only one tensor has and the result lacks are summed first. TensorFlow.js'
 * WebAssembly backend has no such kernel, and that of its cpu backend is wrong for some equations with several sums.
 *
 * @param backendName - the backend that it is for
 * @returns the kernel
 */
const einsumOn = (backendName: string): KernelConfig => ({
  kernelName: 'Einsum',
  backendName,
  kernelFunc: ({ inputs, backend: any, attrs }) => {
    const backend = any as HostBackend;
    const run = (name: string, tensors: NamedTensorInfoMap, attributes: NamedAttrMap): TensorInfo =>
      getKernel(name, backendName).kernelFunc({ inputs: tensors, backend, attrs: attributes }) as TensorInfo;
    const given = Object.values(inputs) as TensorInfo[];
    const { equation } = attrs as unknown as { equation: string };
    const { allDims, summedDims, idDims } = backend_util.decodeEinsumEquation(equation, given.length);
    const shapes = given as unknown as Parameters<typeof backend_util.checkEinsumDimSizes>[2];
    backend_util.checkEinsumDimSizes(allDims.length, idDims, shapes);
    const sizes = allDims.map((_, dim) => {
      const term = idDims.findIndex((axes) => axes.includes(dim));
      return given[term].shape[idDims[term].indexOf(dim)];
    });
    const made: TensorInfo[] = [];
    const own = (tensor: TensorInfo): TensorInfo => {
      made.push(tensor);
      return tensor;
    };
    const size = (axes: readonly number[]): number => util.sizeFromShape(axes.map((dim) => sizes[dim]));
    const shapeOf = (axes: readonly number[]): number[] => axes.map((dim) => sizes[dim]);
    /** With its axes in another order. */
    const arranged = ({ tensor, axes }: Term, order: readonly number[]): TensorInfo =>
      order.every((dim, i) => dim === axes[i])
        ? tensor
        : own(
            run(
              'Transpose',
              { x: { ...tensor, shape: shapeOf(axes) } },
              { perm: order.map((dim) => axes.indexOf(dim)) },
            ),
          );
    /** Without the axes that are in none of the others. */
    const reduced = (term: Term, others: readonly number[]): Term => {
      const alone = term.axes.filter((dim) => summedDims.includes(dim) && !others.includes(dim));
      if (alone.length === 0) return term;
      const axes = term.axes.filter((dim) => !alone.includes(dim));
      const ordered = { ...arranged(term, [...axes, ...alone]), shape: [size(axes), size(alone)] };
      return { tensor: own(run('Sum', { x: ordered }, { axis: 1, keepDims: false })), axes };
    };
    const product = (a: Term, b: Term): Term => {
      const shared = a.axes.filter((dim) => b.axes.includes(dim));
      const batch = shared.filter((dim) => !summedDims.includes(dim));
      const inner = shared.filter((dim) => summedDims.includes(dim));
      const [rows, columns] = [a, b].map(({ axes }) => axes.filter((dim) => !shared.includes(dim))) as [
        number[],
        number[],
      ];
      const left = { ...arranged(a, [...batch, ...rows, ...inner]), shape: [size(batch), size(rows), size(inner)] };
      const right = {
        ...arranged(b, [...batch, ...inner, ...columns]),
        shape: [size(batch), size(inner), size(columns)],
      };
      const attributes = { transposeA: false, transposeB: false };
      return {
        tensor: own(run('BatchMatMul', { a: left, b: right }, attributes)),
        axes: [...batch, ...rows, ...columns],
      };
    };
    const terms = given.map((tensor, i) => reduced({ tensor, axes: idDims[i] }, idDims[1 - i] ?? []));
    const [a, b] = terms as [Term, Term?];
    const whole = b ? product(a, b) : a;
    const order = allDims.map((_, dim) => dim).filter((dim) => !summedDims.includes(dim));
    const result = arranged(whole, order);
    for (const { dataId } of made) if (dataId !== result.dataId) backend.disposeData(dataId);
    // A tensor that was given needs a second reference.
    if (!made.some(({ dataId }) => dataId === result.dataId)) backend.incRef(result.dataId);
    return { ...result, shape: shapeOf(order) };
  },
});

/** On both backends. */
export const einsum: readonly KernelConfig[] = ['wasm', 'cpu'].map(einsumOn);
