import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import type { Recording, RecordingTools } from '../src/recording/recorded-work.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { valuesOf } from './random-cases.js';

const backendOf = (): WasmBackend => tf.backend() as unknown as WasmBackend;
const bits = (x: tf.Tensor): Uint32Array => new Uint32Array(Float32Array.from(x.dataSync()).buffer);
const held = (): number => (backendOf() as unknown as { numDataIds(): number }).numDataIds();
const heapKernel = (name: string, inputs: tf.NamedTensorMap): unknown =>
  tf.getKernel(name, 'wasm').kernelFunc({ inputs, attrs: {}, backend: tf.backend() });
const tensor = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);

/** What `work` makes of a tensor, recorded. */
const recorded = (shape: readonly number[], work: (x: tf.Tensor) => tf.Tensor, changing?: readonly tf.Tensor[]) => {
  const places: tf.TensorInfo[] = [];
  const recording = backendOf().recordKernels!(
    ({ given, keep }: RecordingTools) => {
      tf.tidy(() => {
        const x = tensor(given(shape));
        places.push(keep(x), keep(work(x)));
      });
    },
    undefined,
    changing,
  );
  return { recording, places };
};

const played = (recording: Recording, [input, output]: readonly tf.TensorInfo[], x: tf.Tensor): Float32Array => {
  const heap = backendOf();
  heap.typedArrayFromHeap(input).set(x.dataSync());
  recording.play(0);
  return Float32Array.from(heap.typedArrayFromHeap(output));
};

beforeAll(async () => {
  await startBackend('wasm', { threads: 2 });
});

describe('recorded kernels', () => {
  it('run again on other values, with the bits of the work itself, and free what they took', () => {
    const [weights, before] = [valuesOf([6, 5], 1), held()];
    const work = (x: tf.Tensor): tf.Tensor => tf.sigmoid(tf.matMul(tf.tanh(tf.matMul(x, weights)), weights, false, true)); // prettier-ignore
    const { recording, places } = recorded([3, 6], work);
    for (const seed of [2, 3, 4]) {
      const x = valuesOf([3, 6], seed);
      const found = new Uint32Array(played(recording!, places, x).buffer);
      const y = tf.tidy(() => work(x));
      expect(found).toEqual(bits(y));
      tf.dispose([x, y]);
    }
    recording!.dispose();
    expect(held()).toBe(before);
    weights.dispose();
  });

  it('are recorded as well once the backend was chosen again, which sets them up again', async () => {
    const work = (x: tf.Tensor): tf.Tensor => tf.softmax(tf.transpose(x));
    const values = (): Float32Array[] => {
      const { recording, places } = recorded([3, 4], work);
      const found = [1, 2].map((seed) => played(recording!, places, valuesOf([3, 4], seed)));
      recording!.dispose();
      return found;
    };
    const first = values();
    await tf.setBackend('wasm');
    expect(values()).toEqual(first);
    expect(first[0]).not.toEqual(first[1]);
  });

  it.each<[string, number[], (x: tf.Tensor) => tf.Tensor]>([
    [
      "kernels of TensorFlow.js' own",
      [3, 4],
      (x) => tf.add(tf.softmax(tf.transpose(x)), tf.transpose(tf.cumsum(x, 1))),
    ],
    ['pooling and means', [1, 6, 6, 2], (x) => tf.mean(tf.maxPool(x as tf.Tensor4D, 2, 1, 'same'), [1, 2])],
    ['uploaded values', [3], (x) => tf.mul(tf.add(x, tf.tensor1d([1, 2, 3])), tf.tensor1d([3, 2, 1]))],
    ['filled tensors', [3], (x) => tf.add(tf.mul(tf.fill([3], 2), x), tf.add(tf.onesLike(x), tf.zerosLike(x)))],
    ['zeros around', [1, 4, 9, 4], (x) => tf.pad(x, [[0, 0], [1, 2], [0, 0], [0, 0]], 5)], // prettier-ignore
    ['concatenation', [2, 3, 2], (x) => tf.concat([x, tf.relu(x), x], 1)],
    ['stacking', [2, 3], (x) => tf.stack([x, tf.relu(x)], 1)],
    ['stacking at the end', [2, 3], (x) => tf.stack([x, tf.relu(x)], -1)],
    ['parts of a stack', [2, 3, 2], (x) => tf.sub(...(tf.unstack(x, 1).slice(1) as [tf.Tensor, tf.Tensor]))],
    ['splits', [2, 6], (x) => tf.concat(tf.split(x, [1, 3, 2], 1).reverse(), 1)],
    ['even splits', [2, 6], (x) => tf.mul(...(tf.split(x, 2, -1) as [tf.Tensor, tf.Tensor]))],
  ])('are, with the bits of the work itself and without leaks, also %s', (_, shape, work) => {
    const before = held();
    const { recording, places } = recorded(shape, work);
    expect(recording).toBeDefined();
    for (const seed of [2, 3, 4]) {
      const x = valuesOf(shape, seed);
      const found = new Uint32Array(played(recording!, places, x).buffer);
      const y = tf.tidy(() => work(x));
      expect(found).toEqual(bits(y));
      tf.dispose([x, y]);
      tf.dispose(tf.ones([4096])); // What was freed is overwritten.
    }
    recording!.dispose();
    expect(held()).toBe(before);
  });

  it('play what depends on a condition only where it holds, and stop where a decision would be another', () => {
    const before = held();
    const places: tf.TensorInfo[] = [];
    const heap = backendOf();
    let sums = 0;
    const recording = heap.recordKernels!(({ given, keep }) => {
      tf.tidy(() => {
        const x = tensor(given([2], Float32Array.of(1, 5)));
        places.push(keep(x));
        expect(heap.recorded!.same((values) => values(x)[0] > 0)).toBe(true);
        const y = tf.mul(x, 2);
        heap.recorded!.loop((values) => (sums = values(y)[0] + values(y)[1]));
        const add = (): void => {
          tf.tidy(() => void heapKernel('AddInto', { a: y, b: tf.square(x) }));
        };
        heap.recorded!.when((values) => values(x)[1] > 3, add);
        places.push(keep(y));
      });
    })!;
    const play = (x: number[]): [boolean, number[], number] => {
      heap.typedArrayFromHeap(places[0]).set(x);
      return [recording.play(0), [...heap.typedArrayFromHeap(places[1])], sums];
    };
    expect(play([1, 2])).toEqual([true, [2, 4], 6]);
    expect(play([2, 4])).toEqual([true, [8, 24], 12]);
    expect(play([-1, 4])[0]).toBe(false);
    expect(play([3, 1])).toEqual([true, [6, 2], 8]);
    recording.dispose();
    expect(held()).toBe(before);
  });

  it('use the place of a freed tensor again', () => {
    const long = recorded([1000], (x) => {
      for (let i = 0; i < 20; i++) x = tf.tidy(() => tf.tanh(x));
      return x;
    });
    const short = recorded([1000], (x) => tf.tidy(() => tf.tanh(tf.tanh(x))));
    expect(long.recording!.bytes).toBeLessThan(short.recording!.bytes + 20 * 4000);
    for (const { recording } of [long, short]) recording!.dispose();
  });

  it('are none, and no memory is taken, where work needs too much', () => {
    const before = held();
    const recording = backendOf().recordKernels!(({ given }) => void given([1000]), 3999);
    expect(recording).toBeUndefined();
    expect(held()).toBe(before);
  });

  it.each([
    ['reads values', (x: tf.Tensor) => tf.mul(x, x.dataSync()[0])],
    [
      "runs a kernel of TensorFlow.js' own that goes over values in JavaScript",
      (x: tf.Tensor) => tf.cast(tf.greater(x, 0), 'float32'),
    ],
    ['asks a kernel of TensorFlow.js for what it found', (x: tf.Tensor) => tf.image.nonMaxSuppression(tf.reshape(tf.tile(x, [4]), [3, 4]), x as tf.Tensor1D, 2)], // prettier-ignore
    ['fails', () => { throw new Error('of its own'); }], // prettier-ignore
  ])('are none where work %s', (_, work) => {
    const [before, tensors] = [held(), tf.memory().numTensors];
    expect(recorded([3], work).recording).toBeUndefined();
    expect([held(), tf.memory().numTensors]).toEqual([before, tensors]);
    expect(tf.tidy(() => [...tf.add([1], [2]).dataSync()])).toEqual([3]);
  });
});

describe('memory that is handed over', () => {
  it('belongs to the new tensor, and the old one has none', () => {
    const [before, x] = [held(), valuesOf([7], 1)];
    const values = [...x.dataSync()];
    const next = tensor(backendOf().handOver!(x)!);
    expect([...next.dataSync()]).toEqual(values);
    expect(next.dataId).not.toBe(x.dataId);
    expect(backendOf().handOver!(x)).toBeUndefined();
    x.dispose();
    expect(bits(next)).toEqual(new Uint32Array(Float32Array.from(values).buffer));
    next.dispose();
    expect(held()).toBe(before);
  });

  it('stays where others have the same values', () => {
    const x = valuesOf([7], 1);
    const same = x.clone();
    expect(backendOf().handOver!(x)).toBeUndefined();
    same.dispose();
    const next = tensor(backendOf().handOver!(x)!);
    tf.dispose([x, next]);
  });

  it('is read by what was recorded as reading nothing else, as long as it is the memory of the same variable; by all else no more', () => {
    const before = held();
    const first = valuesOf([6, 5], 1);
    const weights = tf.variable(first);
    first.dispose();
    const work = (x: tf.Tensor): tf.Tensor => tf.matMul(x, weights);
    const usual = recorded([3, 6], work);
    const { recording, places } = recorded([3, 6], work, [weights]);
    const x = valuesOf([3, 6], 2);
    for (const seed of [3, 4]) {
      const next = tensor(backendOf().handOver!(weights)!);
      weights.assign(next);
      next.dispose();
      const other = valuesOf([6, 5], seed);
      backendOf().typedArrayFromHeap(weights).set(other.dataSync());
      expect(recording!.isPlayable()).toBe(true);
      expect(usual.recording!.isPlayable()).toBe(false);
      const found = new Uint32Array(played(recording!, places, x).buffer);
      const expected = work(x);
      expect(found).toEqual(bits(expected));
      tf.dispose([other, expected]);
    }
    const copy = weights.clone();
    const replaced = valuesOf([6, 5], 5);
    weights.assign(replaced);
    expect(recording!.isPlayable()).toBe(false);
    for (const one of [recording, usual.recording]) one!.dispose();
    tf.dispose([weights, copy, replaced, x]);
    expect(held()).toBe(before);
  });

  it('is not recorded where another tensor is read, which would not change with it', () => {
    const [weights, made] = [valuesOf([4], 1), valuesOf([4], 2)];
    expect(recorded([4], (x) => tf.mul(tf.add(x, weights), made), [weights]).recording).toBeUndefined();
    tf.dispose([weights, made]);
  });
});

it.each([1, 4, 1003])('a step of Adam in place has the bits of one in new memory, of %i values', (size) => {
  const [value, gradient, mean] = [1, 2, 3].map((seed) => valuesOf([size], seed));
  const square = tf.tidy(() => tf.square(mean));
  const inputs = { value, gradient, mean, square };
  const attrs = { beta1: 0.9, beta2: 0.999, scale: 0.01, epsilon: 1e-8 };
  const expected = tf.engine().runKernel<tf.Tensor[]>('AdamUpdate', inputs, attrs);
  tf.getKernel('AdamInPlace', 'wasm').kernelFunc({ inputs, attrs, backend: tf.backend() });
  expect([value, mean, square].map(bits)).toEqual(expected.map(bits));
  tf.dispose([value, gradient, mean, square, ...expected]);
});
