import type { DataId, KernelConfig, TensorInfo } from '@tensorflow/tfjs-core';
import { sizeOf } from '../../kernels/compiled-kernel.js';

/** How many threads of a workgroup run the same program. */
export const lanes = 64;

interface Uniform {
  readonly type: 'int32' | 'float32';
  readonly data: readonly number[];
}

/** The part of TensorFlow.js' WebGPU backend that runs a program. */
export interface ComputeBackend {
  /** Runs a program; its result is the caller's. */
  runWebGPUProgram(
    program: object,
    inputs: readonly TensorInfo[],
    type: 'float32',
    uniforms: readonly Uniform[],
  ): TensorInfo;
  /** Gives a tensor up. */
  disposeData(dataId: DataId): boolean;
}

/** A program for a graphics card. All tensors are arrays without a shape, so that it is compiled once for all shapes. */
export interface Shader {
  /** By which it is remembered: another text needs another name. */
  readonly name: string;
  /** What its inputs are called in it; its result is `result`. */
  readonly inputs: readonly string[];
  /** What whole numbers are called in it, after `uniforms.`. */
  readonly integers?: readonly string[];
  /** What other numbers are called in it, after `uniforms.`. */
  readonly floats?: readonly string[];
  /** WGSL; each thread calls `main(index : i32)` with its number. */
  readonly code: string;
}

/** What a program is run on. */
export interface Run {
  /** In the order of their names; borrowed. */
  readonly inputs: readonly TensorInfo[];
  /** Its numbers by their names. */
  readonly numbers: Readonly<Record<string, number>>;
  /** Of the result. */
  readonly shape: readonly number[];
  /** How many threads there are at least. Default one for each value of the result. */
  readonly threads?: number;
}

const flat = (tensor: TensorInfo): TensorInfo => ({ ...tensor, shape: [sizeOf(tensor)] });

/**
 * Runs a program.
 *
 * @param backend - the backend
 * @param shader - the program
 * @param run - on what
 * @returns the result, the caller's
 */
export const compute = (
  backend: ComputeBackend,
  { name, inputs: names, integers = [], floats = [], code }: Shader,
  { inputs, numbers, shape, threads }: Run,
): TensorInfo => {
  const size = sizeOf({ shape });
  const program = {
    variableNames: names,
    uniforms: [...integers.map((one) => `${one} : i32, `), ...floats.map((one) => `${one} : f32, `)].join(''),
    outputShape: [size],
    dispatchLayout: { x: [0] },
    dispatch: [Math.ceil((threads ?? size) / lanes), 1, 1],
    workgroupSize: [lanes, 1, 1],
    shaderKey: `interp ${name}`,
    getUserCode: () => code,
  };
  const uniforms: readonly Uniform[] = [
    ...integers.map((one) => ({ type: 'int32' as const, data: [numbers[one]] })),
    ...floats.map((one) => ({ type: 'float32' as const, data: [numbers[one]] })),
  ];
  return { ...backend.runWebGPUProgram(program, inputs.map(flat), 'float32', uniforms), shape: [...shape] };
};

/**
 * A kernel of our own on webgpu.
 *
 * @param kernelName - its name
 * @param work - what it does, given inputs and attributes
 * @returns the kernel to register
 */
export const cardKernel = (
  kernelName: string,
  work: (
    backend: ComputeBackend,
    inputs: Readonly<Record<string, TensorInfo>>,
    attributes: unknown,
  ) => TensorInfo | TensorInfo[],
): KernelConfig => ({
  kernelName,
  backendName: 'webgpu',
  kernelFunc: ({ inputs, backend, attrs }) =>
    work(backend as unknown as ComputeBackend, inputs as Record<string, TensorInfo>, attrs),
});
