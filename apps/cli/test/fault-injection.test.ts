import * as files from 'node:fs';
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import * as promises from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { countingFiles, failingAllocations, faultsAtMost, sweep, trigger } from '@interp/testing/faults';
import { float32Entry, writeSafetensors } from '@interp/files';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { lookAt } from '../../../tools/rehearse/faults/sound.mjs';

/** Operations on files and allocations of the backend, as one row of operations. */
const fault = trigger();
/** What Jest has for ES modules, and its types have not. */
const { jest } = import.meta as unknown as {
  jest: { unstable_mockModule(name: string, make: () => object): void };
};
jest.unstable_mockModule('node:fs/promises', () => countingFiles(promises, fault));
jest.unstable_mockModule('node:fs', () => countingFiles(files, fault));

const { newFolder, run } = await import('./run.js');
const { submitBatch, workOnBatch } = await import('@interp/batch');
const { saveModel } = await import('@interp/files/node');
const { tinyMnist } = await import('./tiny-mnist.js');

const folder = newFolder();
const [mnist, model, out, batch] = ['mnist', 'model/model.json', 'out', 'batch'].map(folder.at);
const images = folder.at('images.safetensors');
const names = folder.at('names.txt');
const at = (name: string): string => `${out}/${name}`;
/** The command of a call, where there are several of it. */
const commandOf = (name: string): string => name.replace(/ of .*/, '');

/** A mirror that has nothing: what is downloaded is that of packages/mnist/test/download-faults.test.ts. */
const server = createServer((_, response) => void response.writeHead(404).end());
let mirror: string;
afterAll(() => server.close());

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  await startBackend('wasm');
  tinyMnist(mnist);
  const network = sequential({
    layers: [
      layers.conv2d({ filters: 2, kernelSize: 9, strides: 5, activation: 'relu', inputShape: [28, 28, 1] }),
      layers.flatten(),
      layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  await saveModel(network, folder.at('model'));
  network.dispose();
  const pixels = new Float32Array(2 * 784).map((_, i) => Math.sin(i));
  const labels = { dtype: 'I32', shape: [2], data: Int32Array.of(1, 2) } as const;
  writeFileSync(
    images,
    writeSafetensors([
      ['images', float32Entry([2, 28, 28, 1], pixels)],
      ['labels', labels],
    ]),
  );
  await submitBatch({ task: 'classify', model, inputs: [images], backend: 'wasm' }, batch);
  await workOnBatch(batch, { processes: 0, untilDone: true });
  writeFileSync(names, 'across\ndown\nrising\nfalling\n');
  failingAllocations(fault);
});

const example = (name: string): string => fileURLToPath(new URL(`../../../docs/examples/${name}`, import.meta.url));
const small = (): readonly string[] => ['--model', model];
const training = (): readonly string[] => ['--data', mnist, '--epochs', '1', '--limit', '20', '--batch', '10'];
const keeps = (): readonly string[] => ['--out', at('x.svg'), '--save', at('x.safetensors')];

/** Each command, with little work. */
const calls: Readonly<Record<string, () => readonly string[]>> = {
  'data fetch': () => ['--data', at('mnist'), '--mirror', mirror, '--plain-http'],
  'data verify': () => ['--data', mnist],
  'data show': () => ['mnist:test/0-1', '--data', mnist, ...keeps()],
  'train lenet': () => [...training(), '--out', out],
  'train rbm': () => [...training(), '--hidden', '2', '--out', out],
  'train gan': () => [...training(), '--latent', '2', '--out', out],
  evaluate: () => [images, ...small(), '--save', at('x.safetensors'), '--out', at('x.svg')],
  classify: () => [images, ...small(), '--csv', at('x.csv'), ...keeps()],
  prototype: () => ['--class', '3', '--steps', '2', ...small(), ...keeps()],
  explain: () => [images, ...small(), '--csv', at('x.csv'), ...keeps()],
  attack: () => [images, ...small(), '--method', 'fgsm', '--epsilon', '0.3', ...keeps()],
  drift: () => [images, ...small(), '--steps', '2', ...keeps()],
  'batch submit explain': () => [images, ...small(), '--job', at('job')],
  'batch submit classify': () => [images, ...small(), '--chunk', '1', '--job', at('job')],
  'batch submit attack': () => [images, ...small(), '--method', 'fgsm', '--epsilon', '0.3', '--job', at('job')],
  'batch submit metrics': () => [images, ...small(), '--job', at('job')],
  'batch submit prototype': () => ['--class', '1', '--steps', '2', ...small(), '--job', at('job')],
  'batch pause': () => ['--job', batch],
  'batch work': () => ['--until-done', '--job', batch],
  'batch status': () => ['--job', batch],
  'batch resume': () => ['--job', batch],
  'batch cancel': () => ['--job', batch],
  'batch collect': () => ['--job', batch, '--save', at('x.safetensors'), '--csv', at('x.csv')],
  'rbm sample': () => ['--model', 'rbm-8', '--steps', '2', '--init', 'sample:1', ...keeps()],
  'rbm evaluate': () => [
    '--data',
    mnist,
    '--model',
    'rbm-8',
    '--limit',
    '5',
    '--no-baselines',
    '--steps',
    '2',
    '--chains',
    '2',
  ],
  'gan sample': () => ['--count', '2', ...keeps()],
  'gan history': () => ['--out', at('x.svg')],
  'gan evaluate': () => ['--data', mnist, '--count', '20', '--neighbours', '0', '--out', at('x.svg')],
  reproduce: () => ['--quick', '--digits', 'drawn', '--only', '1.1', '--workers', '1', '--out', out],
  sevenseg: () => [...small(), ...keeps()],
  figure: () => [model, '--out', at('x.svg')],
  model: () => [model],
  'model of Keras': () => [example('strokes.keras')],
  'explain of ONNX': () => [
    example('strokes-check.safetensors'),
    ...['--model', example('strokes.onnx'), '--labels', names],
    ...keeps(),
  ],
};

/** Those that end with 1 however well their operations go. */
const refused = ['data fetch', 'data verify'];

/** Commands below one, by its help. */
const leaves = async (above: readonly string[] = []): Promise<string[]> => {
  const { out: help } = await run([...above, '--help']);
  const [, list = ''] = /\nCommands:\n((?: .*\n?)+)/.exec(help) ?? [];
  const names = [...list.matchAll(/^ {2}(\w+)/gm)].map(([, name]) => name).filter((name) => name !== 'help');
  if (names.length === 0) return [above.join(' ')];
  const below: string[] = [];
  for (const name of names) below.push(...(await leaves([...above, name])));
  return below;
};

test('every command is tried', async () => {
  // What serves a page until it is interrupted has no end to be looked at.
  const ending = (await leaves()).filter((name) => name !== 'studio' && name !== 'batch board');
  expect([...new Set(Object.keys(calls).map(commandOf))].sort()).toEqual(ending.sort());
});

const there = (): readonly string[] =>
  existsSync(out) ? readdirSync(out, { recursive: true, encoding: 'utf8' }).sort() : [];

test.each(Object.keys(calls))('%s: any allocation or operation on files may fail', async (name) => {
  const args = [...commandOf(name).split(' '), ...calls[name](), '--seed', '1', '--quiet', '--json'];
  const computes = !/^data |^figure|^model|^gan history/.test(name);
  let code = 0;
  const attempt = async (): Promise<void> => {
    rmSync(out, { recursive: true, force: true });
    mkdirSync(out);
    const ended = await run([...args, ...(computes ? ['--backend', 'wasm'] : [])]);
    ({ code } = ended);
    if (code > 1 || ended.err.includes('unexpected failure')) throw new Error(`${code}: ${ended.err}`);
  };
  await attempt();
  expect(code).toBe(refused.includes(name) ? 1 : 0);
  const whole = there();
  const seen = await sweep(fault, attempt, {
    most: faultsAtMost(2),
    check: () => {
      expect(lookAt(out)).toEqual({ broken: [], left: [] });
      if (code === 0) expect(there()).toEqual(whole);
    },
  });
  expect(seen).toBeGreaterThan(0);
  await attempt();
  expect([code, there()]).toEqual([refused.includes(name) ? 1 : 0, whole]);
});
