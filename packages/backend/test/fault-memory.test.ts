import * as tf from '@tensorflow/tfjs-core';
import { refusedNow } from '@interp/testing/refusal';
import { startBackend } from '../src/index.js';
import type { WasmBackend } from '../src/wasm-backend.js';

const refusal = (work: () => unknown): string => {
  const { code, message } = refusedNow(work) ?? { code: 'taken', message: '' };
  expect(message).toMatch(/^the wasm backend has no room for \d+ MB more; [^\n]*smaller batches$/);
  return code;
};

let kept: tf.Tensor;
beforeAll(async () => {
  await startBackend('wasm');
  kept = tf.tensor1d([1, 2, 3]);
});
afterAll(() => kept.dispose());
beforeEach(() => {
  expect(tf.memory().numTensors).toBe(1);
});
afterEach(async () => {
  expect(Array.from(await kept.data())).toEqual([1, 2, 3]);
  const product = tf.tidy(() => tf.matMul(tf.ones([4, 4]), tf.ones([4, 4])));
  expect(Array.from(await product.data())).toEqual(new Array(16).fill(4));
  product.dispose();
  expect(tf.memory().numTensors).toBe(1);
});

test.each([2 ** 30, 2 ** 31, 3 * 2 ** 30])('%d numbers in one tensor are more than there is room for', (size) => {
  expect(refusal(() => tf.tidy(() => tf.fill([size], 1)))).toBe('out-of-memory');
});

test('so are many tensors that would each have room', () => {
  const backend = tf.backend() as unknown as WasmBackend;
  const held: tf.TensorInfo[] = [];
  const more = (): void => void held.push(backend.makeOutput([2 ** 27], 'float32'));
  const fill = (): void => {
    for (let i = 0; i < 9; i++) more();
  };
  expect(refusal(fill)).toBe('out-of-memory');
  expect(held.length).toBeGreaterThan(1);
  for (const { dataId } of held) backend.disposeData(dataId);
  more();
  backend.disposeData(held.at(-1)!.dataId);
});

test('a batch through a layer', () => {
  const few = tf.ones([1, 8, 8, 1]);
  const filters = tf.ones([3, 3, 1, 4]);
  expect(refusal(() => tf.tidy(() => tf.tile(few, [2 ** 24, 1, 1, 1])))).toBe('out-of-memory');
  tf.dispose([tf.conv2d(few as tf.Tensor4D, filters as tf.Tensor4D, 1, 'same'), few, filters]);
});

test('larger tensors begin at lines of the caches, and give their memory back', () => {
  const backend = tf.backend() as unknown as WasmBackend;
  const placeOf = (size: number): number => {
    const { dataId } = backend.makeOutput([size], 'float32');
    const { memoryOffset } = backend.dataIdMap.get(dataId);
    small.push(backend.makeOutput([3], 'float32').dataId);
    backend.disposeData(dataId);
    return memoryOffset;
  };
  const small: object[] = [];
  const bytes = (): number => backend.wasm!.asm!.memory!.buffer.byteLength;
  for (let size = 512; size < 600; size++) expect(placeOf(size) % 64).toBe(0);
  placeOf(2 ** 24);
  const before = bytes();
  for (let i = 0; i < 200; i++) placeOf(2 ** 24);
  expect(bytes()).toBe(before);
  for (const dataId of small) backend.disposeData(dataId);
});
