import { startBackend } from '@interp/backend';
import { float32Entry, int32Entry, writeSafetensors, type SafetensorsEntry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { rbmFromSafetensors, rbmToSafetensors, variants } from '../src/index.js';
import { refusal } from '@interp/testing/refusal';
import { kinds, smallRbm } from './small-rbms.js';

beforeAll(async () => {
  await startBackend('cpu');
});

test.each(kinds)('written and read again: %s', (_, variant, perPixel) => {
  const before = tf.memory().numTensors;
  const model = smallRbm(variant, 4, 3, perPixel);
  const again = rbmFromSafetensors(rbmToSafetensors(model, [['seed', '1']]));
  expect(again.parameters).toEqual(model.parameters);
  expect(again.variant).toBe(variant);
  expect(again.inputShape).toEqual([4]);
  model.dispose();
  again.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

const good: Record<string, SafetensorsEntry> = {
  W: float32Entry([4, 2], new Float32Array(8)),
  b_visible: float32Entry([4], new Float32Array(4)),
  c_hidden: float32Entry([2], new Float32Array(2)),
  sigma: float32Entry([1], [0.5]),
};
type Change = Record<string, SafetensorsEntry | undefined>;
const bad: readonly [what: string, change: Change, metadata?: [string, string][]][] = [
  ['no W', { W: undefined }],
  ['no sigma for a variant that has one', { sigma: undefined }, [['variant', 'cho']]],
  ['W of rank 1', { W: float32Entry([8], new Float32Array(8)) }],
  ['whole numbers', { W: int32Entry([4, 2], new Int32Array(8)) }],
  ['visible biases of another size', { b_visible: float32Entry([3], new Float32Array(3)) }],
  ['hidden biases of another size', { c_hidden: float32Entry([3], new Float32Array(3)) }],
  ['too many sigmas', { sigma: float32Entry([2], [1, 1]) }],
  ['a sigma of 0', { sigma: float32Entry([1], [0]) }],
  ['a NaN', { c_hidden: float32Entry([2], [NaN, 0]) }],
  ['an unknown variant', {}, [['variant', 'boltzmann']]],
  ['a shape that does not fit', {}, [['input_shape', '[3]']]],
  ['a shape that is none', {}, [['input_shape', '{']]],
];
test.each(bad)('refused: %s', async (_, change, metadata = []) => {
  const tensors = Object.entries({ ...good, ...change }).filter(
    (entry): entry is [string, SafetensorsEntry] => entry[1] !== undefined,
  );
  expect(await refusal(() => rbmFromSafetensors(writeSafetensors(tensors, metadata)))).toBe('bad-file');
});

test('what a file leaves unsaid', () => {
  const read = rbmFromSafetensors(writeSafetensors(Object.entries(good)));
  expect(read.variant.name).toBe('cho');
  read.dispose();
  const said = rbmFromSafetensors(writeSafetensors(Object.entries(good)), {
    variant: variants.krizhevsky,
    inputShape: [2, 2, 1],
  });
  expect([said.variant.name, said.inputShape]).toEqual(['krizhevsky', [2, 2, 1]]);
  said.dispose();
});
