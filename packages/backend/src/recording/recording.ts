import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';
import { noteTensors } from './noted-tensors.js';
import { recordedBy, type RecordedCall } from './recorded-calls.js';
import { reusedMemory, type ReusedMemory } from './reused-memory.js';
import type { Recording, RecordingTools } from './recorded-work.js';

const refuse = (): never => {
  throw new Error('only compiled kernels can be recorded');
};

/** The methods of the backend that are others while something is recorded. Not `move`: it brings a weight from another backend, where it no longer is. */
const methods = (memory: ReusedMemory) => ({
  makeOutput: (shape: readonly number[], dtype: DataType, offset?: number, values?: object): TensorInfo =>
    offset === undefined && values === undefined ? memory.take(shape, dtype) : refuse(),
  write: refuse,
  read: refuse,
  readSync: refuse,
  typedArrayFromHeap: refuse,
});

/**
 * Runs work and records its compiled kernels with their arguments, so that the same can be done again without the JavaScript around them and
 * without allocating: its tensors lie in a memory of the recording's own, in which places are used again as soon as tensors are freed. Work
 * that reads values, uploads some or runs a kernel of TensorFlow.js is given up, as what it does cannot be told from its kernels; so is what
 * needs too much memory, before it is allocated.
 *
 * @param backend - the backend, which has compiled kernels
 * @param work - synchronous; all tensors that it makes are freed when it returns. It must do the same whatever the values are, which it cannot
 *   see, and may not call this function
 * @param mostBytes - the most that the recording may hold. Default Infinity
 * @returns the recording; nothing if work cannot be recorded, or fails
 */
export const recordKernels = (
  backend: WasmBackend,
  work: (tools: RecordingTools) => void,
  mostBytes = Infinity,
): Recording | undefined => {
  const parts: RecordedCall[][] = [[]];
  const memory = reusedMemory(backend, refuse, mostBytes);
  const own = backend as unknown as Record<string, unknown>;
  const others = methods(memory);
  const usual = Object.keys(others).map((name) => [name, Object.getOwnPropertyDescriptor(own, name)] as const);
  const values = backend.typedArrayFromHeap.bind(backend);
  Object.assign(own, others);
  recordedBy(backend, (call) => parts.at(-1)!.push(call));
  const read = noteTensors(backend);
  const end = (): void => {
    read.stop();
    for (const [name, descriptor] of usual) {
      if (descriptor) Object.defineProperty(own, name, descriptor);
      else Reflect.deleteProperty(own, name);
    }
    recordedBy(backend, undefined);
  };
  const given: RecordingTools['given'] = (shape) => {
    const info = memory.take(shape, 'float32');
    values(info).fill(0);
    return info;
  };
  try {
    work({ given, keep: memory.keep, nextPart: () => void parts.push([]) });
  } catch {
    end();
    memory.free();
    return undefined;
  }
  end();
  return {
    bytes: memory.bytes(),
    isPlayable: () => parts.length > 0 && read.areThere(),
    play: (part) => {
      for (const call of parts[part]) call();
    },
    dispose: () => {
      parts.length = 0;
      memory.free();
    },
  };
};
