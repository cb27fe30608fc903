import * as tf from '@tensorflow/tfjs-core';
import { startBackend } from '@interp/backend';
import type { Recording, RecordingTools } from '../src/recording/recorded-work.js';
import type { WasmBackend } from '../src/wasm-backend.js';
import { valuesOf } from './random-cases.js';

const backendOf = (): WasmBackend => tf.backend() as unknown as WasmBackend;
const bits = (x: tf.Tensor): Uint32Array => new Uint32Array(Float32Array.from(x.dataSync()).buffer);
const held = (): number => (backendOf() as unknown as { numDataIds(): number }).numDataIds();
const tensor = (info: tf.TensorInfo): tf.Tensor => tf.engine().makeTensorFromTensorInfo(info);

/** What `work` makes of a tensor, recorded. */
const recorded = (shape: readonly number[], work: (x: tf.Tensor) => tf.Tensor) => {
  const places: tf.TensorInfo[] = [];
  const recording = backendOf().recordKernels!(({ given, keep }: RecordingTools) => {
    tf.tidy(() => {
      const x = tensor(given(shape));
      places.push(keep(x), keep(work(x)));
    });
  });
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
    ['uploads values', (x: tf.Tensor) => tf.add(x, tf.tensor1d([1, 2, 3]))],
    ["runs a kernel of TensorFlow.js' own", (x: tf.Tensor) => tf.cumsum(x)],
    ['fails', () => { throw new Error('of its own'); }], // prettier-ignore
  ])('are none where work %s', (_, work) => {
    const [before, tensors] = [held(), tf.memory().numTensors];
    expect(recorded([3], work).recording).toBeUndefined();
    expect([held(), tf.memory().numTensors]).toEqual([before, tensors]);
    expect(tf.tidy(() => [...tf.add([1], [2]).dataSync()])).toEqual([3]);
  });
});
