import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';
import { noteTensors } from './noted-tensors.js';
import { recordedBy, type LoopValues, type RecordedCall, type RecordedWork } from './recorded-calls.js';
import { reusedMemory, type ReusedMemory } from './reused-memory.js';
import type { Recording, RecordingTools } from './recorded-work.js';
import { recordStockKernels } from './stock-kernels.js';

const refuse = (): never => {
  throw new Error('this cannot be recorded');
};

/** The methods of the backend that are others while something is recorded. Not `move`: it brings a weight from another backend, where it no longer is. */
const methods = (memory: ReusedMemory, recorded: RecordedWork) => ({
  makeOutput: (shape: readonly number[], dtype: DataType, offset?: number, values?: object): TensorInfo =>
    offset === undefined && values === undefined ? memory.take(shape, dtype) : refuse(),
  write: (values: ArrayLike<number> | null, shape: readonly number[], dtype: DataType): object =>
    (values ? memory.constant(values, shape, dtype) : memory.take(shape, dtype)).dataId,
  read: refuse,
  readSync: refuse,
  typedArrayFromHeap: refuse,
  recorded,
});

/** Runs calls one after the other. */
const all = (calls: readonly RecordedCall[]): boolean => {
  for (const call of calls) if (call() === false) return false;
  return true;
};

/** Looks up the values of tensors once for all runs of a loop: tensors are freed, and their places stay. The memory may grow, and move. */
const loopValues = (backend: WasmBackend): LoopValues => {
  const known = new Map<object, { readonly offset: number; readonly size: number; values: Float32Array }>();
  return (tensor) => {
    let found = known.get(tensor.dataId);
    const { buffer } = backend.wasm!.asm!.memory!;
    if (found?.values.buffer === buffer) return found.values;
    if (!found) {
      if (tensor.dtype !== 'float32') refuse();
      const size = tensor.shape.reduce((product, length) => product * length, 1);
      const offset = backend.dataIdMap.get(tensor.dataId).memoryOffset;
      known.set(tensor.dataId, (found = { offset, size, values: new Float32Array(buffer, offset, size) }));
    }
    return (found.values = new Float32Array(buffer, found.offset, found.size));
  };
};

/**
 * Runs work and records its kernels with their arguments, so that the same can be done again without the JavaScript around them and
 * without allocating: its tensors lie in a memory of the recording's own, in which places are used again as soon as tensors are freed. What it
 * uploads are constants. Work that reads values, other than by a loop that is recorded, is given up, as what it does cannot be told from its kernels; so is
 * what needs too much memory, before it is allocated.
 *
 * @param backend - the backend, which has compiled kernels
 * @param work - synchronous; all tensors that it makes are freed when it returns. It must do the same whatever the values are, but for the decisions that it
 *   makes by `backend.recorded`, and may not call this function
 * @param mostBytes - the most that the recording may hold. Default Infinity
 * @param changing - the only ones that work may read besides its own: variables whose values change in place, see `handOver`, which nothing that was made of them
 *   before would follow. Default: it may read any tensors, and none of them changes
 * @returns the recording; nothing if work cannot be recorded, or fails
 */
export const recordKernels = (
  backend: WasmBackend,
  work: (tools: RecordingTools) => void,
  mostBytes = Infinity,
  changing?: readonly TensorInfo[],
): Recording | undefined => {
  recordStockKernels(backend);
  const parts: RecordedCall[][] = [[]];
  let calls = parts[0];
  const memory = reusedMemory(backend, refuse, mostBytes);
  const own = backend as unknown as Record<string, unknown>;
  const recorded: RecordedWork = {
    loop: (run) => {
      const values = loopValues(backend);
      run(values);
      calls.push(() => {
        run(values);
      });
    },
    when: (condition, conditional) => {
      const [before, values] = [calls, loopValues(backend)];
      condition(values);
      const inner: RecordedCall[] = (calls = []);
      conditional();
      calls = before;
      calls.push(() => !condition(values) || all(inner));
    },
    apart: (apart) => {
      end();
      try {
        return apart();
      } finally {
        begin();
      }
    },
    same: (condition) => {
      const values = loopValues(backend);
      const holds = condition(values);
      calls.push(() => condition(values) === holds);
      return holds;
    },
  };
  const others = methods(memory, recorded);
  const usual = Object.keys(others).map((name) => [name, Object.getOwnPropertyDescriptor(own, name)] as const);
  const valuesOf = backend.typedArrayFromHeap.bind(backend);
  const read = noteTensors(backend, changing, refuse);
  const begin = (): void => {
    Object.assign(own, others);
    recordedBy(backend, { record: (call) => void calls.push(call), refuse });
    read.start();
  };
  const end = (): void => {
    read.stop();
    for (const [name, descriptor] of usual) {
      if (descriptor) Object.defineProperty(own, name, descriptor);
      else Reflect.deleteProperty(own, name);
    }
    recordedBy(backend, undefined);
  };
  const given: RecordingTools['given'] = (shape, values) => {
    const info = memory.take(shape, 'float32');
    const place = valuesOf(info);
    if (values) place.set(values);
    else place.fill(0);
    return info;
  };
  begin();
  try {
    work({ given, keep: memory.keep, nextPart: () => void parts.push((calls = [])) });
  } catch {
    end();
    memory.free();
    return undefined;
  }
  end();
  return {
    bytes: memory.bytes(),
    isPlayable: () => parts.length > 0 && read.areThere(),
    play: (part) => all(parts[part]),
    dispose: () => {
      parts.length = 0;
      memory.free();
    },
  };
};
