import { util, type KernelConfig, type TensorInfo } from '@tensorflow/tfjs-core';
import { runLoop, type WasmBackend } from '../../wasm-backend.js';
import { sizeOf } from '../compiled-kernel.js';

/** Another form of a kernel for while something is recorded: TensorFlow.js' own copies values by JavaScript, which cannot be told from outside. */
type Recorded = (
  backend: WasmBackend,
  inputs: readonly TensorInfo[],
  attributes: Attributes,
) => TensorInfo | TensorInfo[];

interface Attributes {
  readonly axis: number;
  readonly numOrSizeSplits: number | number[];
  readonly shape: number[];
  readonly value: number;
}

const whileRecording =
  (recorded: Recorded) =>
  (stock: KernelConfig): KernelConfig => ({
    ...stock,
    kernelFunc: (params) => {
      const backend = params.backend as WasmBackend;
      const inputs = Object.values(params.inputs) as TensorInfo[];
      const { dtype = 'float32' } = (params.attrs ?? {}) as { dtype?: string };
      const areFloats = inputs.every((input) => input.dtype === 'float32') && dtype === 'float32';
      if (!backend.recorded || !areFloats) return stock.kernelFunc(params);
      return recorded(backend, inputs, params.attrs as unknown as Attributes);
    },
  });

/** How many values follow one another along an axis and those after it. */
const runOf = ({ shape }: TensorInfo, axis: number): number => sizeOf({ shape: shape.slice(axis) });

const of = (shape: readonly number[], axis: number, length: readonly number[]): number[] => [
  ...shape.slice(0, axis),
  ...length,
  ...shape.slice(axis + 1),
];

/** Copies between one tensor and several that lie in it side by side along an axis. */
const copyAlong = (
  backend: WasmBackend,
  whole: TensorInfo,
  parts: readonly TensorInfo[],
  runs: readonly number[],
  isJoined: boolean,
): void => {
  const step = runs.reduce((sum, run) => sum + run, 0);
  const times = sizeOf(whole) / step;
  runLoop(backend, (values) => {
    const all = values(whole);
    let offset = 0;
    for (const [i, part] of parts.entries()) {
      const [some, run] = [values(part), runs[i]];
      for (let k = 0; k < times; k++) {
        const at = k * step + offset;
        if (isJoined) all.set(some.subarray(k * run, (k + 1) * run), at);
        else some.set(all.subarray(at, at + run), k * run);
      }
      offset += run;
    }
  });
};

const joined = (backend: WasmBackend, inputs: readonly TensorInfo[], shape: number[], runs: number[]): TensorInfo => {
  const out = backend.makeOutput(shape, 'float32');
  if (sizeOf(out) > 0) copyAlong(backend, out, inputs, runs, true);
  return out;
};

const parted = (backend: WasmBackend, x: TensorInfo, shapes: readonly number[][], runs: number[]): TensorInfo[] => {
  const parts = shapes.map((shape) => backend.makeOutput(shape, 'float32'));
  if (sizeOf(x) > 0) copyAlong(backend, x, parts, runs, false);
  return parts;
};

const filled = (backend: WasmBackend, shape: number[], value: number): TensorInfo => {
  const size = sizeOf({ shape });
  return { dataId: backend.write(new Float32Array(size).fill(value), shape, 'float32'), shape, dtype: 'float32' };
};

/** Concatenation. */
export const concat = whileRecording((backend, inputs, { axis: given }) => {
  const [axis] = util.parseAxisParam(given, inputs[0].shape);
  const length = inputs.reduce((sum, { shape }) => sum + shape[axis], 0);
  const runs = inputs.map((input) => runOf(input, axis));
  return joined(backend, inputs, of(inputs[0].shape, axis, [length]), runs);
});

/** Stacking along a new axis. */
export const pack = whileRecording((backend, inputs, { axis: given }) => {
  const [{ shape }] = inputs;
  const axis = given < 0 ? given + shape.length + 1 : given;
  const to = [...shape.slice(0, axis), inputs.length, ...shape.slice(axis)];
  return joined(backend, inputs, to, inputs.map((input) => runOf(input, axis))); // prettier-ignore
});

/** Its inverse. */
export const unpack = whileRecording((backend, [x], { axis: given }) => {
  const axis = given < 0 ? given + x.shape.length : given;
  const shapes = Array.from({ length: x.shape[axis] }, () => of(x.shape, axis, []));
  return parted(backend, x, shapes, Array<number>(shapes.length).fill(runOf(x, axis + 1)));
});

/** Splitting along an axis. */
export const splitV = whileRecording((backend, [x], { axis: given, numOrSizeSplits }) => {
  const [axis] = util.parseAxisParam(given, x.shape);
  const lengths =
    typeof numOrSizeSplits === 'number'
      ? Array<number>(numOrSizeSplits).fill(x.shape[axis] / numOrSizeSplits)
      : numOrSizeSplits.map((length, _, all) =>
          length < 0 ? x.shape[axis] - all.reduce((sum, one) => sum + Math.max(0, one), 0) : length,
        );
  const each = runOf(x, axis + 1);
  const shapes = lengths.map((length) => of(x.shape, axis, [length]));
  return parted(backend, x, shapes, lengths.map((length) => length * each)); // prettier-ignore
});

/** A tensor of one value. */
export const fill = whileRecording((backend, _, { shape, value }) => filled(backend, shape, value));

/** One of zeros, of the shape of another. */
export const zerosLike = whileRecording((backend, [x]) => filled(backend, x.shape, 0));

/** One of ones. */
export const onesLike = whileRecording((backend, [x]) => filled(backend, x.shape, 1));
