import * as tf from '@tensorflow/tfjs-core';

/** The part of the WebAssembly backend that gives access to its memory. */
interface HeapBackend {
  typedArrayFromHeap(info: tf.TensorInfo): Float32Array;
  makeOutput(shape: number[], dtype: 'float32'): tf.TensorInfo;
  /** From @interp/backend: records the kernels of work that does nothing but run compiled ones. */
  recordKernels?: (work: (tools: RecordingTools) => void, mostBytes: number) => Recording | undefined;
  /** Likewise, while something is recorded. */
  readonly recorded?: RecordedWork;
}

type LoopValues = (tensor: tf.TensorInfo) => Float32Array;

/** What else than kernels is recorded. */
interface RecordedWork {
  /** Runs a loop over values now and whenever the recording is played. */
  readonly loop: (run: (values: LoopValues) => void) => void;
  /** Does work now, and plays it only where a condition holds then. */
  readonly when: (condition: (values: LoopValues) => boolean, work: () => void) => void;
  /** Does work that is no part of what is recorded. */
  readonly apart: <T>(work: () => T) => T;
  /** Whether a condition holds; playing stops where it is otherwise then. */
  readonly same: (condition: (values: LoopValues) => boolean) => boolean;
}

/** Kernels that ran once and can run again on what is then in the same places. */
export interface Recording {
  /** Whether it may be played: it and the tensors that it reads, such as weights, have the memory that they had. */
  isPlayable(): boolean;
  /** Runs the kernels of a part again; false where a decision would be another now. */
  play(part: number): boolean;
  /** Frees its memory. */
  dispose(): void;
}

/** What recorded work may do besides running kernels. */
interface RecordingTools {
  /** A float32 tensor with these values or zeros, whose place is filled before a part is played. */
  readonly given: (shape: readonly number[], values?: Float32Array) => tf.TensorInfo;
  /** A name for the place of a tensor's values, which nothing else is written to. */
  readonly keep: (tensor: tf.TensorInfo) => tf.TensorInfo;
  /** Ends a part. */
  readonly nextPart: () => void;
}

/** A backend that records. */
export interface Recorder {
  /** Records work, unless it needs more bytes than are given. */
  readonly record: NonNullable<HeapBackend['recordKernels']>;
  /** Copies a float32 tensor's values to a kept place of its size. */
  readonly write: (place: tf.TensorInfo, from: tf.Tensor) => void;
  /** Copies the values of a kept place to a new tensor, the caller's. */
  readonly read: (place: tf.TensorInfo) => tf.Tensor;
}

/** The part of the cpu backend that holds its arrays. */
interface ArrayBackend {
  data: { get(dataId: object): { values: Float32Array } };
}

const heapOf = (backend: object): HeapBackend | undefined =>
  'typedArrayFromHeap' in backend && 'makeOutput' in backend ? (backend as HeapBackend) : undefined;

const arraysOf = (backend: object): ArrayBackend | undefined =>
  'data' in backend && tf.getBackend() === 'cpu' ? (backend as ArrayBackend) : undefined;

/** Whether a loop can read a tensor's elements without a copy: on the wasm and cpu backends. */
export const loopsAreFree = (): boolean => {
  const backend = tf.backend();
  return heapOf(backend) !== undefined || arraysOf(backend) !== undefined;
};

/** Whether a walk through a network keeps values where they are: loops are free, or the backend has kernels in the place of those that each pass needs. */
export const walkStays = (): boolean =>
  loopsAreFree() || tf.getKernel('FirstMaximumGrad', tf.getBackend()) !== undefined;

/** Whether the backend computes with half floats, as some graphics cards do, which have three digits. */
export const hasHalfFloats = (): boolean => tf.backend().epsilon() > 1e-6;

/** Gives values to a loop that is recorded, or played. */
let valuesInLoop: LoopValues | undefined;

/** A loop that asks {@link hostValues} for values, as one that is given what gives them. */
const looking =
  <T>(loop: () => T) =>
  (values: LoopValues): T => {
    const before = valuesInLoop;
    valuesInLoop = values;
    try {
      return loop();
    } finally {
      valuesInLoop = before;
    }
  };

/**
 * A float32 tensor's elements for reading, without a copy where the backend allows it. Valid until the next tensor is made. Also works
 * for cached variants of weights, which the engine does not know.
 *
 * @param tensor - float32; borrowed
 * @returns its elements in row-major order; read-only
 */
export const hostValues = (tensor: tf.TensorInfo): Float32Array => {
  if (valuesInLoop) return valuesInLoop(tensor);
  const backend = tf.backend();
  const heap = heapOf(backend);
  if (heap) return heap.typedArrayFromHeap(tensor);
  const arrays = arraysOf(backend);
  if (arrays) return arrays.data.get(tensor.dataId).values;
  if (tensor instanceof tf.Tensor && tf.engine().state.tensorInfo.has(tensor.dataId))
    return tensor.dataSync<'float32'>();
  return backend.readSync(tensor.dataId) as Float32Array;
};

/**
 * A new float32 tensor that a loop fills. Inside `fill`, call {@link hostValues} again: allocating the tensor may have moved the heap.
 *
 * @param shape - its shape
 * @param fill - writes every element of the array that it is given. It may be recorded and run again: it may depend on nothing but values that it
 *   gets by {@link hostValues} and what never changes, and should refer to nothing large
 * @returns the tensor, the caller's (a surrounding `tf.tidy` sees it)
 */
export const hostTensor = (shape: readonly number[], fill: (out: Float32Array) => void): tf.Tensor => {
  const heap = heapOf(tf.backend());
  if (heap) {
    const info = heap.makeOutput([...shape], 'float32');
    const tensor = tf.engine().makeTensorFromTensorInfo(info);
    if (heap.recorded) heap.recorded.loop(looking(() => fill(hostValues(info))));
    else fill(heap.typedArrayFromHeap(info));
    return tensor;
  }
  const out = new Float32Array(tf.util.sizeFromShape([...shape]));
  fill(out);
  return tf.tensor(out, [...shape]);
};

/** A loop over values, by {@link hostValues}, that is recorded where something is: it may do nothing but this. */
export const loop = (run: () => void): void => {
  const recorded = recordedWork();
  if (recorded) recorded.loop(looking(run));
  else run();
};

const recordedWork = (): RecordedWork | undefined => heapOf(tf.backend())?.recorded;

/** Whether something is recorded now. */
export const isRecording = (): boolean => recordedWork() !== undefined;

/**
 * A float32 tensor's values to look at, without a copy where that can be. What is recorded may not look at any.
 *
 * @param tensor - borrowed
 * @returns its values, until another tensor is made
 */
export const valuesNow = (tensor: tf.Tensor): Float32Array =>
  loopsAreFree() && !isRecording() ? hostValues(tensor) : tensor.dataSync<'float32'>();

/**
 * Decides by values. What is recorded can be played as long as the decision is the same.
 *
 * @param condition - gets values by {@link hostValues}
 * @returns whether it holds
 */
export const decided = (condition: () => boolean): boolean => recordedWork()?.same(looking(condition)) ?? condition();

/** Whether any of some flags is above 0: a condition that refers to nothing else. */
export const anyOf =
  (flags: tf.Tensor): (() => boolean) =>
  () =>
    hostValues(flags).some((flag) => flag > 0);

/** Does work that is no part of what may be recorded now: what it makes is made once, from what never changes or is looked at, such as weights. */
export const apartFromRecording = <T>(work: () => T): T => (recordedWork()?.apart ?? ((now: () => T) => now()))(work);

/** What is the same for all values, and depends on no weights: while something is recorded, it is computed once. */
export const constant = (make: () => tf.Tensor): tf.Tensor => {
  if (!isRecording()) return make();
  const [values, shape] = apartFromRecording(() => {
    const made = tf.tidy(make);
    const found = [made.dataSync<'float32'>(), made.shape] as const;
    made.dispose();
    return found;
  });
  return tf.tensor(values, shape);
};

const conditions = new WeakMap<tf.Tensor, () => boolean>();

/**
 * What is to be added to a sum by {@link withPart} if a condition holds.
 *
 * @param part - from what it is made, the caller's
 * @param isThere - the condition, by {@link hostValues}
 * @returns the same tensor; undefined where there is nothing to be added
 */
export const partIf = (part: tf.Tensor, isThere: () => boolean): tf.Tensor | undefined => {
  if (!isRecording()) return isThere() ? part : undefined;
  conditions.set(part, isThere);
  return part;
};

/**
 * Adds something to a sum, if it is there.
 *
 * @param sum - float32, used by nothing else
 * @param part - of {@link partIf}
 * @param make - makes of it what is added, of the sum's shape
 * @returns the sum of both
 */
export const withPart = (
  sum: tf.Tensor,
  part: tf.Tensor | undefined,
  make: (part: tf.Tensor) => tf.Tensor,
): tf.Tensor => {
  if (!part) return sum;
  const isThere = conditions.get(part);
  const recorded = isThere && recordedWork();
  if (!recorded) return tf.add(sum, make(part));
  recorded.when(looking(isThere), () => void tf.tidy(() => kernelsIfThere('AddInto', { a: sum, b: make(part) })));
  return sum;
};

const recorders = new WeakMap<object, Recorder>();

/** The current backend, if it records kernels now: one and the same object as long as its recordings hold. Tapes and profilers need the engine. */
export const recorder = (): Recorder | undefined => {
  const record = heapOf(tf.backend())?.recordKernels;
  const { gradientDepth, profiling } = tf.engine().state;
  if (!record || gradientDepth > 0 || profiling) return undefined;
  let known = recorders.get(record);
  if (!known) {
    const heap = tf.backend() as unknown as HeapBackend;
    const write: Recorder['write'] = (place, from) => {
      const values = hostValues(from);
      heap.typedArrayFromHeap(place).set(values);
    };
    const read: Recorder['read'] = (place) => hostTensor(place.shape, (out) => out.set(heap.typedArrayFromHeap(place)));
    recorders.set(record, (known = { record, write, read }));
  }
  return known;
};

/**
 * Runs one kernel of the current backend, directly unless a gradient tape or a profiler needs the
 * engine, whose overhead is as long as a small kernel. Inputs are borrowed, the outputs are the caller's.
 */
const outputsOf = (
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object,
): tf.TensorInfo | readonly tf.TensorInfo[] => {
  const engine = tf.engine();
  const attrs = attributes as tf.NamedAttrMap;
  const { gradientDepth, profiling } = engine.state;
  const config = gradientDepth > 0 || profiling ? undefined : tf.getKernel(name, tf.getBackend());
  if (!config) return engine.runKernel<tf.Tensor | tf.Tensor[]>(name, inputs, attrs);
  return config.kernelFunc({ inputs, attrs, backend: tf.backend() });
};

const tensorOf = (output: tf.TensorInfo): tf.Tensor =>
  'rank' in output ? (output as tf.Tensor) : tf.engine().makeTensorFromTensorInfo(output);

/** Runs a kernel of one output, directly where it can be; its inputs are borrowed, the output is the caller's. */
export const kernel = (name: string, inputs: tf.NamedTensorMap, attributes: object): tf.Tensor => {
  const outputs = outputsOf(name, inputs, attributes);
  return tensorOf('length' in outputs ? outputs[0] : outputs);
};

/**
 * Runs a kernel of several outputs that only some backends have: `@interp/backend` registers a few for wasm that replace the JavaScript
 * loops here with one compiled pass. Inputs are borrowed, the outputs are the caller's; undefined if the current backend has no such kernel.
 */
export const kernelsIfThere = (
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object = {},
): tf.Tensor[] | undefined => {
  if (!tf.getKernel(name, tf.getBackend())) return undefined;
  const outputs = outputsOf(name, inputs, attributes);
  return 'length' in outputs ? outputs.map(tensorOf) : [tensorOf(outputs)];
};

/** {@link kernelsIfThere} where there is one output. */
export const kernelIfThere = (
  name: string,
  inputs: tf.NamedTensorMap,
  attributes: object = {},
): tf.Tensor | undefined => (tf.getKernel(name, tf.getBackend()) ? kernel(name, inputs, attributes) : undefined);
