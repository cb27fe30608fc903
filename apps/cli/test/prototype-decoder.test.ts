import { readFileSync, writeFileSync } from 'node:fs';
import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import { saveModel } from '@interp/files/node';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { json, model, newFolder, run, tensorsOf } from './run.js';

const folder = newFolder();
const net = ['prototype', '--method', 'decoder', '--model', model('sigmoid')];

interface Row {
  readonly class: number;
  readonly probability: number;
  readonly objective: number;
  readonly squaredNorm: number;
  readonly logDensity?: number;
  readonly steps: number;
  readonly seconds: number;
  readonly history: readonly { readonly objective: number }[];
  readonly judge: { readonly name: string; readonly class: number; readonly probability: number };
}

/** A generator of seeded weights that was never trained. */
const generator = async (name: string, outputs: number, activation: 'tanh' | 'sigmoid' = 'tanh'): Promise<string> => {
  const stream = random(5);
  const made = sequential({ layers: [layers.dense({ inputShape: [8], units: outputs, activation })] });
  if (outputs === 784) made.add(layers.reshape({ targetShape: [28, 28, 1] }));
  made.setWeights([tf.tensor2d(stream.normals(8 * outputs), [8, outputs]), tf.zeros([outputs])]);
  await saveModel(made, folder.at(name));
  made.dispose();
  return folder.at(`${name}/model.json`);
};

let [noise, flat, positive] = ['', '', ''];
beforeAll(async () => {
  await startBackend('wasm');
  noise = await generator('noise', 784);
  flat = await generator('flat', 12);
  positive = await generator('positive', 784, 'sigmoid');
});

test('ten prototypes with their latent codes, repeatable, in one batch', async () => {
  const [save, again] = [folder.at('a.safetensors'), folder.at('b.safetensors')];
  const args = [...net, '--decoder', noise, '--restarts', '2', '--steps', '10', '--seed', '3'];
  const rows = await json<Row[]>(...args, '--save', save);
  expect(rows.map((row) => row.class)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  rows.forEach((row) => expect(row.history).toHaveLength(11));
  const { tensors } = tensorsOf(save);
  expect(tensors.get('prototypes')?.shape).toEqual([10, 28, 28, 1]);
  expect(tensors.get('latent')?.shape).toEqual([10, 8]);
  const codes = tensors.get('latent')!.data as Float32Array;
  rows.forEach((row, i) => {
    const norm = codes.slice(8 * i, 8 * i + 8).reduce((sum, z) => sum + z * z, 0);
    expect(row.squaredNorm).toBeCloseTo(norm, 4);
    expect(row.objective).toBeCloseTo(row.probability - 0.001 * norm, 5);
  });
  await json(...args, '--save', again);
  expect(readFileSync(again).equals(readFileSync(save))).toBe(true);
});

test('λ, objective, ascent and rate reach the ascent; an expert goes along', async () => {
  const args = [...net, '--decoder', noise, '--restarts', '1', '--steps', '3', '--class', '4'];
  const [plain] = await json<Row[]>(...args, '--objective', 'logit', '--optimizer', 'plain', '--rate', '0.5');
  const [heavy] = await json<Row[]>(...args, '--lambda', '0.1');
  expect(plain.objective).toBeCloseTo(plain.probability - 0.001 * plain.squaredNorm, 5);
  expect(heavy.objective).toBeCloseTo(heavy.probability - 0.1 * heavy.squaredNorm, 5);
  const [helped] = await json<Row[]>(...args, '--gamma', '0.5', '--expert', 'rbm-8');
  const expected = Math.log(helped.probability) + 0.5 * helped.logDensity! - 0.001 * helped.squaredNorm;
  expect(helped.objective).toBeCloseTo(expected, 3);
});

test('with what ships: ten sure digits that another network knows', async () => {
  const rows = await json<Row[]>('prototype', '--method', 'decoder');
  rows.forEach((row) => expect(row.probability).toBeGreaterThan(0.999));
  expect(rows.filter((row) => row.judge.class === row.class).length).toBeGreaterThanOrEqual(9);
});

test('the threshold ends an ascent, or with 0 nothing does', async () => {
  const args = ['prototype', '--method', 'decoder', '--class', '1', '--restarts', '1', '--steps', '40'];
  const [short] = await json<Row[]>(...args, '--threshold', '0.5');
  expect(short.history.length).toBeLessThan(41);
  const [long] = await json<Row[]>(...args, '--threshold', '0');
  expect(long.history).toHaveLength(41);
});

test('the odd one is recognised less than the best by a network that is not the judge of the results', async () => {
  const args = ['prototype', '--method', 'decoder', '--restarts', '12', '--class', '2', '--judge', 'lenet-robust'];
  const save = (name: string): string[] => ['--save', folder.at(name)];
  await json(...args, '--pick', 'odd', ...save('odd.safetensors'));
  await json(...args, ...save('best.safetensors'));
  const recognised = async (name: string): Promise<number> => {
    const [found] = await json<{ probabilities: number[] }[]>(
      'classify',
      `${folder.at(name)}#prototypes`,
      '--model',
      'lenet-relu',
    );
    return found.probabilities[2];
  };
  expect(await recognised('odd.safetensors')).toBeLessThan(await recognised('best.safetensors'));
});

test('the three methods on one chart, with the thesis’ seconds', async () => {
  const out = folder.at('ascents.svg');
  const args = ['prototype', '--compare', '--model', model('sigmoid'), '--decoder', noise, '--steps', '4'];
  const { code, out: text } = await run([...args, '--class', '5', '--out', out, '--quiet', '--json']);
  expect(code).toBe(0);
  const rows = JSON.parse(text) as (Row & { method: string; secondsPerStep: number; thesisSecondsPerStep: number })[];
  expect(rows.map(({ method }) => method)).toEqual(['am', 'expert', 'decoder']);
  expect(rows.map(({ thesisSecondsPerStep }) => thesisSecondsPerStep)).toEqual([0.005, 11, 0.03]);
  rows.forEach((row) => {
    expect(row.history).toHaveLength(5);
    expect(row.secondsPerStep).toBeCloseTo(row.seconds / row.steps, 6);
  });
  const chart = readFileSync(out, 'utf8');
  for (const name of ['AM:', 'AM with expert:', 'AM with decoder:', '(thesis 11 s)']) expect(chart).toContain(name);
  const table = await run([...args, '--class', '5']);
  expect(table.out).toMatch(
    /^method +probability +iterations +seconds +s\/iteration +thesis'\nAM .*\nAM with expert .*\n/,
  );
});

test.each<[string, () => string[], number, RegExp]>([
  ['an image to start from', () => ['--init', 'sample:5'], 2, /--init of decoder is random latent codes/],
  ['the background’s options', () => ['--side', '3'], 2, /--side means nothing to decoder/],
  ['no restart', () => ['--restarts', '0'], 2, /--restarts is "0"/],
  ['the odd one of one', () => ['--pick', 'odd', '--restarts', '1'], 2, /one run of each prototype/],
  ['another choice', () => ['--pick', 'worst'], 2, /best, odd/],
  ['a class that is not there', () => ['--class', '10'], 2, /class 10/],
  ['no such decoder', () => ['--decoder', 'vae'], 1, /"vae" is not known; expected generator/],
  ['no such file', () => ['--decoder', folder.at('none/model.json')], 1, /model\.json/],
  ['images of another shape', () => ['--decoder', flat], 1, /makes images of shape \[12\] and the classifier takes/],
  [
    'another range of values',
    () => ['--decoder', positive],
    1,
    /values are in \[0, 1\] and the classifier takes \[-1, 1\]/,
  ],
  ['a network as decoder', () => ['--decoder', model('sigmoid')], 1, /is not known/],
])('%s is refused', async (_, more, expected, message) => {
  const { code, out, err } = await run([...net, '--decoder', noise, '--steps', '2', ...more(), '--quiet']);
  expect(err).toMatch(/^interp: [^\n]+\n$/);
  expect(err).toMatch(message);
  expect([code, out]).toEqual([expected, '']);
});

test('a decoder of a file that is no model is refused', async () => {
  writeFileSync(folder.at('text.json'), 'no model');
  const { code, err } = await run([...net, '--decoder', folder.at('text.json'), '--quiet']);
  expect(code).toBe(1);
  expect(err).toMatch(/^interp: [^\n]+\n$/);
});

test('options of a comparison that mean nothing are wrong usage', async () => {
  for (const more of [
    ['--class', 'all'],
    ['--class', '1,2'],
    ['--class', '1', '--init', 'blank'],
    ['--class', '1', '--method', 'expert'],
  ]) {
    const { code, err } = await run(['prototype', '--compare', '--model', model('sigmoid'), ...more]);
    expect(code).toBe(2);
    expect(err).toMatch(/^interp: --compare/);
  }
});
