import type { LabelledImages } from '@interp/core';
import { writeSafetensors } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import {
  arrayOf,
  decodeCheckpoint,
  encodeCheckpoint,
  isFinished,
  type Checkpoint,
  type ProgressForm,
} from '../src/checkpoint.js';
import { checkFingerprint, describeImages, hashOf } from '../src/fingerprint.js';
import { codeOf, refusal, refused } from '@interp/testing/refusal';

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

test('whether the training came to its end is read from any checkpoint', () => {
  expect(isFinished(metadata({ progress: '{"step":1,"finished":true}' }))).toBe(true);
  expect(isFinished(metadata({ progress: '{"step":1,"finished":false}' }))).toBe(false);
  expect(isFinished(metadata({ progress: '{"epoch":3}', fingerprint: '{"epochs":"3"}' }))).toBe(true);
  expect(isFinished(metadata({ progress: '{"epoch":2}', fingerprint: '{"epochs":"3"}' }))).toBe(false);
  for (const text of ['{}', 'null', 'no JSON']) expect(isFinished(metadata({ progress: text }))).toBeUndefined();
  expect(isFinished(Uint8Array.of(1, 2, 3))).toBeUndefined();
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
  checkFingerprint({ model: 'a', rate: '1', more: 'none' }, now);
  expect(codeOf(() => checkFingerprint({ model: 'a', rate: '1', more: '2' }, now))).toBe('bad-option');
  expect(codeOf(() => checkFingerprint({ model: 'b', rate: '2' }, now))).toBe('unsupported-model');
  expect(codeOf(() => checkFingerprint({ model: 'a' }, now))).toBe('bad-option');
});

test.each<[string, Record<string, string>, Record<string, string>, string]>([
  [
    'all that differ',
    { rate: '0.001', batch: '100', seed: '1' },
    { rate: '0.01', batch: '50', seed: '1' },
    'rate 0.001 → 0.01, batch 100 → 50',
  ],
  [
    'only the setting',
    { optimizer: 'sgd {"momentum":0,"nesterov":false}' },
    { optimizer: 'sgd {"momentum":0.9,"nesterov":false}' },
    'optimizer.momentum 0 → 0.9',
  ],
  ['only the name', { optimizer: 'sgd {"momentum":0}' }, { optimizer: 'adam {"beta1":0.9}' }, 'optimizer sgd → adam'],
  ['what is new', { augment: 'none' }, { augment: '{"shift":2}' }, 'augment.shift none → 2'],
  ['what is gone', { stop: 'early {"patience":3}' }, { stop: 'none' }, 'stop early → none'],
  ['what an earlier one had not', {}, { rate: '1' }, 'rate none → 1'],
  [
    'where long texts part',
    { model: `${'Dense[2] '.repeat(9)}relu` },
    { model: `${'Dense[2] '.repeat(9)}tanh` },
    'model … Dense[2] relu → … Dense[2] tanh',
  ],
  ['broken settings', { rate: '{"a":}' }, { rate: '{"a":1}' }, 'rate {"a":} → {"a":1}'],
])('a refusal names %s', async (_, kept, now, text) => {
  expect((await refused(() => checkFingerprint(kept, now))).message).toMatch(
    `the checkpoint was made with other options: ${text}; resume with those it was made with`,
  );
});

test('a refusal of many options is one line that says how many more there are', async () => {
  const settings = (value: string): Record<string, string> =>
    Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`option${i}`, value.repeat(100)]));
  expect(await refusal(() => checkFingerprint(settings('a'), settings('b')))).toBe('bad-option');
  expect((await refused(() => checkFingerprint(settings('a'), settings('b')))).message).toMatch(
    /option0 a{30}… → b{30}…, .*, 12 more; resume/,
  );
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
