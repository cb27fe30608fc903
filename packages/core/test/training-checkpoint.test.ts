import { writeSafetensors, type LabelledImages } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  arrayOf,
  decodeCheckpoint,
  encodeCheckpoint,
  type Checkpoint,
  type ProgressForm,
} from '../src/training/checkpoint.js';
import { checkFingerprint, describeImages, hashOf } from '../src/training/fingerprint.js';
import { codeOf, refused } from '@interp/testing/refusal';

interface Progress {
  readonly step: number;
}

const form: ProgressForm<Progress> = {
  safeParse: (value) =>
    typeof (value as Progress).step === 'number'
      ? { success: true, data: value as Progress }
      : { success: false, error: { issues: [{ path: ['step'] }] } },
};
const checkpoint: Checkpoint<Progress> = {
  progress: { step: 7 },
  fingerprint: { model: 'dense[2]', seed: '3' },
  arrays: [{ name: 'weights/0', shape: [2, 1], values: Float32Array.of(0.1, -3e30) }],
};
const metadata = (change: Record<string, string>): Uint8Array =>
  writeSafetensors(
    [],
    Object.entries({ format: 'kind-1', progress: '{"step":1}', fingerprint: '{"a":"b"}', ...change }),
  );

test('a checkpoint comes back as it was', () => {
  expect(decodeCheckpoint('kind-1', encodeCheckpoint('kind-1', checkpoint), form)).toEqual(checkpoint);
});

test('what is not finite is not written, and array and step are named', async () => {
  const values = Float32Array.of(1, NaN);
  const write = () => encodeCheckpoint('kind-1', { ...checkpoint, arrays: [{ name: 'bias', shape: [2], values }] });
  expect(codeOf(write)).toBe('not-finite');
  expect((await refused(write)).message).toMatch(/bias.*step 7/);
});

test.each([
  ['nothing', new Uint8Array()],
  ['another kind', encodeCheckpoint('kind-2', checkpoint)],
  ['a progress that is no JSON', metadata({ progress: '{' })],
  ['a progress of another form', metadata({ progress: '{"step":"x"}' })],
  ['a fingerprint that is no record', metadata({ fingerprint: '[1]' })],
  ['a fingerprint that is null', metadata({ fingerprint: 'null' })],
  ['integers', writeSafetensors([['a', { dtype: 'I32', shape: [1], data: Int32Array.of(1) }]], [['format', 'kind-1']])],
])('%s is no checkpoint', (_, bytes) => {
  expect(codeOf(() => decodeCheckpoint('kind-1', bytes, form))).toBe('bad-file');
});

test('arrays are found by name and size', () => {
  expect(arrayOf(checkpoint.arrays, 'weights/0', 2)).toBe(checkpoint.arrays[0]?.values);
  expect(codeOf(() => arrayOf(checkpoint.arrays, 'weights/0', 3))).toBe('bad-file');
  expect(codeOf(() => arrayOf(checkpoint.arrays, 'weights/1', 2))).toBe('bad-file');
});

test('a fingerprint that differs is refused, what is trained by another code', () => {
  const now = { model: 'a', rate: '1' };
  checkFingerprint({ model: 'a', rate: '1', more: '2' }, now);
  expect(codeOf(() => checkFingerprint({ model: 'b', rate: '2' }, now))).toBe('unsupported-model');
  expect(codeOf(() => checkFingerprint({ model: 'a' }, now))).toBe('bad-option');
});

test('hashes are FNV-1a over all bytes', () => {
  expect(hashOf()).toBe('811c9dc5');
  expect(hashOf(new TextEncoder().encode('foobar'))).toBe('bf9cf968');
  expect(hashOf(new TextEncoder().encode('foo'), new TextEncoder().encode('bar'))).toBe('bf9cf968');
});

test('a description tells images and labels apart', async () => {
  const set = (label: number, pixel: number): LabelledImages => ({
    size: 3,
    inputShape: [2],
    labels: Uint8Array.of(0, 1, label),
    images: (indices) => tf.fill([indices.length, 2], pixel),
  });
  const before = tf.memory().numTensors;
  const words = await Promise.all([set(1, 0), set(1, 0), set(2, 0), set(1, 1)].map(describeImages));
  expect(words[0]).toBe(words[1]);
  expect(new Set(words).size).toBe(3);
  expect(words[0]).toMatch(/^3 images \([0-9a-f]{8}\)$/);
  expect(tf.memory().numTensors).toBe(before);
});
