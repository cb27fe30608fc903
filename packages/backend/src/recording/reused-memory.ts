import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import type { WasmBackend } from '../wasm-backend.js';

/** Part of a backend's memory in which the places of freed tensors are used again at once. */
export interface ReusedMemory {
  /** A tensor there, its values undefined; freed as any other. */
  take(shape: readonly number[], dtype: DataType): TensorInfo;
  /** A tensor of these values, in a place of its own. */
  constant(values: ArrayLike<number>, shape: readonly number[], dtype: DataType): TensorInfo;
  /** Another name of a tensor's values, which stay until {@link ReusedMemory.free}. */
  keep(tensor: TensorInfo): TensorInfo;
  /** How many bytes it has. */
  bytes(): number;
  /** Gives it all back. */
  free(): void;
}

/** A piece of the memory. */
interface Block {
  readonly dataId: object;
  readonly bytes: number;
  readonly offset: number;
}

/** What the backend knows of a tensor. */
interface Entry {
  readonly memoryOffset: number;
  readonly shape: readonly number[];
  readonly dtype: DataType;
  refCount: number;
  /** The block that it lies in. */
  readonly block?: Block;
}

interface Entries {
  get(dataId: object): Entry;
  set(dataId: object, entry: object): void;
  has(dataId: object): boolean;
  delete(dataId: object): boolean;
}

/** The part of the backend that is needed here. */
interface Backend {
  readonly wasm: {
    readonly tfjs: {
      registerTensor(id: number, size: number, offset: number): void;
      disposeData(id: number): void;
    };
  } | null;
  /** The number of the tensor that is made next. */
  dataIdNextNumber: number;
  typedArrayFromHeap(info: TensorInfo): { set(values: ArrayLike<number>): void };
  readonly dataIdMap: Entries;
  disposeData(dataId: object, force?: boolean): boolean;
  /** Allocates, and copies values if there are some. */
  move(dataId: object, values: null, shape: readonly number[], dtype: DataType, refCount: number): void;
}

/** A tensor may take a free block of at most so many times its size. */
const roomy = 2;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

const bytesOf = (shape: readonly number[], dtype: DataType): number => sizeOf(shape) * (dtype === 'bool' ? 1 : 4);

const sharing = new WeakSet();

/** Lets a backend free tensors that lie in a block: the block becomes free, and no memory is given back. */
const freeInBlocks = (backend: Backend, freed: WeakMap<Block, (block: Block) => void>): void => {
  const dispose = backend.disposeData.bind(backend);
  backend.disposeData = (dataId, force = false) => {
    if (!backend.dataIdMap.has(dataId)) return true;
    const entry = backend.dataIdMap.get(dataId);
    if (!entry.block) return dispose(dataId, force);
    if (--entry.refCount > 0 && !force) return false;
    backend.dataIdMap.delete(dataId);
    freed.get(entry.block)?.(entry.block);
    return true;
  };
};

const owners = new WeakMap<Block, (block: Block) => void>();

/**
 * A memory for the tensors of a recording. Each has a number by which kernels of TensorFlow.js know it, if one asks for it.
 *
 * @param any - the backend
 * @param refuse - called instead of having more bytes than it may, and for values that are no numbers; throws
 * @param mostBytes - how many it may have
 * @returns the memory, which grows as tensors are taken
 */
export const reusedMemory = (any: WasmBackend, refuse: () => never, mostBytes: number): ReusedMemory => {
  const backend = any as unknown as Backend;
  const move = backend.move.bind(backend);
  const valuesOf = backend.typedArrayFromHeap.bind(backend);
  // Not as it is later, when it notes what work reads.
  const entryOf = backend.dataIdMap.get.bind(backend.dataIdMap);
  if (!sharing.has(backend)) freeInBlocks(backend, owners);
  sharing.add(backend);
  const blocks: Block[] = [];
  const unused: Block[] = [];
  const kept = new Set<Block>();
  /** All that were taken; a kernel that fails leaves its results behind. */
  const names: object[] = [];
  const numbers: number[] = [];

  const held = (): number => blocks.reduce((sum, { bytes }) => sum + bytes, 0);

  const give = (block: Block): void => {
    if (!kept.has(block)) unused.push(block);
  };

  const newBlock = (bytes: number): Block => {
    if (held() + bytes > mostBytes) refuse();
    const dataId = {};
    move(dataId, null, [Math.ceil(bytes / 4)], 'float32', 1);
    const block: Block = { dataId, bytes, offset: entryOf(dataId).memoryOffset };
    blocks.push(block);
    owners.set(block, give);
    return block;
  };

  const blockOf = (bytes: number): Block => {
    let best = -1;
    for (const [i, { bytes: size }] of unused.entries())
      if (size >= bytes && size <= roomy * bytes && (best < 0 || size < unused[best].bytes)) best = i;
    return best >= 0 ? unused.splice(best, 1)[0] : newBlock(bytes);
  };

  const numberOf = ({ shape, memoryOffset }: Entry): number => {
    const id = backend.dataIdNextNumber++;
    backend.wasm!.tfjs.registerTensor(id, sizeOf(shape), memoryOffset);
    numbers.push(id);
    return id;
  };

  const named = (block: Block, shape: readonly number[], dtype: DataType): TensorInfo => {
    const dataId = {};
    const entry: Entry = { memoryOffset: block.offset, shape, dtype, refCount: 1, block };
    let id: number | undefined;
    Object.defineProperty(entry, 'id', { get: () => (id ??= numberOf(entry)) });
    backend.dataIdMap.set(dataId, entry);
    names.push(dataId);
    return { dataId, shape: [...shape], dtype };
  };

  const take: ReusedMemory['take'] = (shape, dtype) => named(blockOf(bytesOf(shape, dtype)), shape, dtype);
  const constant: ReusedMemory['constant'] = (values, shape, dtype) => {
    if (dtype === 'string') return refuse();
    const block = newBlock(bytesOf(shape, dtype));
    kept.add(block);
    const info = named(block, shape, dtype);
    valuesOf(info).set(values);
    return info;
  };
  const keep: ReusedMemory['keep'] = ({ dataId, shape, dtype }) => {
    const { block } = backend.dataIdMap.get(dataId);
    if (!block) return refuse();
    kept.add(block);
    return named(block, shape, dtype);
  };
  return {
    take,
    constant,
    keep,
    bytes: held,
    free: () => {
      if (!backend.wasm) return; // The backend was disposed of, and its memory with it.
      for (const id of numbers.splice(0)) backend.wasm.tfjs.disposeData(id);
      for (const dataId of names.splice(0)) if (backend.dataIdMap.has(dataId)) backend.dataIdMap.delete(dataId);
      for (const { dataId } of blocks.splice(0)) backend.disposeData(dataId);
    },
  };
};
