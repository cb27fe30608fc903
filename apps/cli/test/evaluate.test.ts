import { writeFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { float32Entry, int32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { json, model, newFolder, run, tensorsOf } from './run.js';
import { tinyMnist } from './tiny-mnist.js';

const folder = newFolder();
const { test: digits } = tinyMnist(folder.at('mnist'));
const common = ['--model', model('relu'), '--data', folder.at('mnist')];

interface Report {
  readonly accuracy: number;
  readonly perClass: readonly (number | null)[];
  readonly confusion: readonly (readonly number[])[];
  readonly n: number;
  readonly seconds: number;
}

test('agrees with classifying the same images', async () => {
  const save = folder.at('e.safetensors');
  const report = await json<Report>('evaluate', ...common, '--save', save);
  const rows = await json<{ class: number; label: number; logits: number[] }[]>(
    'classify',
    'mnist:test/0-29',
    ...common,
  );
  expect(report.n).toBe(30);
  expect(report.accuracy).toBeCloseTo(rows.filter((row) => row.class === row.label).length / 30, 8);
  for (let c = 0; c < 10; c++)
    for (let k = 0; k < 10; k++)
      expect(report.confusion[c][k]).toBe(rows.filter((row) => row.label === c && row.class === k).length);
  const { tensors } = tensorsOf(save);
  expect(tensors.get('logits')?.shape).toEqual([30, 10]);
  expect(Array.from(tensors.get('labels')!.data as Int32Array)).toEqual(Array.from(digits.labels));
});

test('fewer images, the training part, labelled inputs', async () => {
  expect(await json<Report>('evaluate', ...common, '--limit', '7')).toMatchObject({ n: 7 });
  expect(await json<Report>('evaluate', ...common, '--split', 'train')).toMatchObject({ n: 80 });
  expect(await json<Report>('evaluate', 'sample:1', 'mnist:test/0-3', ...common)).toMatchObject({ n: 5 });
});

test('images without labels are refused', async () => {
  const path = folder.at('plain.safetensors');
  writeFileSync(path, writeSafetensors([['images', float32Entry([1, 28, 28, 1], new Float32Array(784))]]));
  const result = await run(['evaluate', path, ...common]);
  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(/has no label/);
});

test('labels of other classes are bad data, as for classify', async () => {
  const path = folder.at('labels.safetensors');
  const images = float32Entry([1, 28, 28, 1], new Float32Array(784));
  writeFileSync(
    path,
    writeSafetensors([
      ['images', images],
      ['labels', int32Entry([1], [14])],
    ]),
  );
  const [evaluated, classified] = [await run(['evaluate', path, ...common]), await run(['classify', path, ...common])];
  expect(evaluated).toMatchObject({ code: 1, out: '' });
  expect(evaluated.err).toMatch(
    /^interp: [^\n]*labels\.safetensors: image 0 has the label 14; expected 0 to 9[^\n]*\n$/,
  );
  expect(classified).toEqual(evaluated);
});

test.each([
  ['classes', [28, 28, 1], 4, /has the label \d; expected 0 to 3/],
  ['inputs', [12, 10, 3], 10, /expected at least one of the classifier's shape \[12, 10, 3\]/],
])('a model of other %s does not fit the data', async (name, inputShape, units, message) => {
  await startBackend('wasm');
  const own = sequential({ layers: [layers.flatten({ inputShape }), layers.dense({ units })] });
  const file = await saveModel(own, folder.at(name));
  own.dispose();
  const result = await run(['evaluate', '--model', file, '--data', folder.at('mnist')]);
  expect(result).toMatchObject({ code: 1, out: '' });
  expect(result.err).toMatch(message);
});

test('a limit beyond the end uses all and says so', async () => {
  const { code, err, out } = await run(['evaluate', ...common, '--limit', '20000', '--json']);
  expect(code).toBe(0);
  expect(err).toMatch(/^--limit is 20000 and there are 30 images: all of them are used$/m);
  expect(JSON.parse(out)).toMatchObject({ n: 30 });
});

test('a table for people and a chart', async () => {
  const { code, out, err } = await run(['evaluate', ...common, '--out', folder.at('chart.svg')]);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toMatch(/^accuracy [\d.]+ % of 30 images in .*\ncross-entropy .*\ntrue \\ said /);
});

test('an interruption before the start keeps nothing', async () => {
  expect(await run(['evaluate', ...common], { signal: AbortSignal.abort() })).toMatchObject({ code: 130, out: '' });
});
