import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  modelSettingsFile,
  readModelSettings,
  saveModel,
  writeModelSettings,
  type ModelSettings,
} from '../src/node/index.js';
import { refusal } from '@interp/testing/refusal';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import '@tensorflow/tfjs-backend-cpu';

const folder = mkdtempSync(join(tmpdir(), 'interp-settings-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['net/model.json', 'net/interp.json'],
  ['model.json', 'interp.json'],
  ['/a/b.c/other.json', '/a/b.c/other.interp.json'],
  ['weights.safetensors', 'weights.interp.json'],
])('the settings of %s are in %s', (model, file) => expect(modelSettingsFile(model)).toBe(file));

const whole: ModelSettings = {
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  size: [224, 160],
  fit: 'cover',
  channels: 'bgr',
  labels: ['a cat', 'ein Hund "Ü"'],
  returns: 'sigmoid',
};

test('what is remembered is read again, and nothing is where there is no file', async () => {
  const model = join(folder, 'net.onnx');
  expect(await readModelSettings(model)).toEqual({});
  for (const settings of [whole, { bounds: [0, 255] }, {}] satisfies ModelSettings[]) {
    expect(await writeModelSettings(model, settings)).toBe(join(folder, 'net.interp.json'));
    expect(await readModelSettings(model)).toEqual(settings);
  }
});

test('a model whose settings could have no file has none', async () => {
  for (const model of [join(folder, `${'n'.repeat(250)}.onnx`), '/dev/null/net.onnx']) {
    expect(await readModelSettings(model)).toEqual({});
    expect(await refusal(() => writeModelSettings(model, { mean: [0.5] }))).toBe('not-writable');
  }
});

test('a saved model brings its settings, and keeps those that are there', async () => {
  const net = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
  const file = await saveModel(net, join(folder, 'saved'), { bounds: [0, 1], labels: ['no', 'yes'] });
  expect(await readModelSettings(file)).toEqual({ bounds: [0, 1], labels: ['no', 'yes'] });
  await saveModel(net, join(folder, 'saved'));
  expect(await readModelSettings(file)).toEqual({ bounds: [0, 1], labels: ['no', 'yes'] });
  const other = join(folder, 'refused');
  expect(await refusal(() => saveModel(net, other, { bounds: [1, 0] }))).toBe('bad-option');
  expect(readdirSync(folder)).not.toContain('refused');
  net.dispose();
});

const wrong: readonly [string, unknown][] = [
  ['no object', []],
  ['null', null],
  ['an unknown name', { bound: [0, 1] }],
  ['bounds the wrong way round', { bounds: [1, 0] }],
  ['bounds of three', { bounds: [0, 1, 2] }],
  ['an infinite bound', { bounds: [0, 1e999] }],
  ['bounds and a mean', { bounds: [0, 1], mean: [0.5] }],
  ['a deviation of 0', { std: [1, 0, 1] }],
  ['an empty mean', { mean: [] }],
  ['a size of 0', { size: [0, 10] }],
  ['a size too large', { size: [10, 1e6] }],
  ['another fit', { fit: 'crop' }],
  ['labels that are no texts', { labels: [1, 2] }],
  ['no labels', { labels: [] }],
];
test.each(wrong)('%s are refused in one line, written or read', async (_, settings) => {
  const model = join(folder, 'bad.json');
  expect(await refusal(() => writeModelSettings(model, settings as ModelSettings))).toBe('bad-option');
  writeFileSync(modelSettingsFile(model), JSON.stringify(settings));
  expect(await refusal(() => readModelSettings(model))).toBe('bad-file');
});

test('a file that is no JSON is refused, one with a byte order mark is read', async () => {
  const model = join(folder, 'odd.json');
  writeFileSync(modelSettingsFile(model), '{"bounds": [0,');
  expect(await refusal(() => readModelSettings(model))).toBe('bad-file');
  writeFileSync(modelSettingsFile(model), `\uFEFF${JSON.stringify(whole)}`);
  expect(await readModelSettings(model)).toEqual(whole);
  expect(readFileSync(modelSettingsFile(model), 'utf8')).toContain('bgr');
});
