import { mkdirSync, writeFileSync } from 'node:fs';
import { float32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { startBackend } from '@interp/backend';
import * as tf from '@tensorflow/tfjs-layers';
import { newFolder, run } from './run.js';

const folder = newFolder();

/** A name that would clear a terminal, give it a title, turn text around, hide some, and end a line. */
const evil = 'a\u001b]0;x\u0007\u001b[2J\u009b1m\u202e\u2066\u200b\r\nb\ud83d';
const name = `${evil.slice(0, -1)} ${'long'.repeat(30)}`;

const printable = /^[^\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]*$/u;

/** Expects that all that a run prints is printable, and errors are one short line. */
const expectHarmless = async (args: readonly string[]): Promise<void> => {
  const { code, out, err } = await run([...args, '--backend', 'wasm', '--workers', '1']);
  const lines = `${out}\n${err}`.split('\n');
  expect(lines.filter((line) => !printable.test(line))).toEqual([]);
  if (!args.includes('--json')) expect(lines.filter((line) => line.length > 1000)).toEqual([]);
  const said = lines.filter((line) => line.startsWith('interp: '));
  expect(said.filter((line) => Array.from(line).length > 308)).toEqual([]);
  if (code !== 0) expect(said.filter((line) => !line.startsWith('interp: warning: '))).toHaveLength(1);
};

let images: string;
let model: string;
let broken: string;

beforeAll(async () => {
  await startBackend('wasm');
  const pixels = new Float32Array(2 * 784).map((_, i) => Math.sin(i));
  images = folder.at(`${name}.safetensors`);
  writeFileSync(
    images,
    writeSafetensors([
      ['images', float32Entry([2, 28, 28, 1], pixels)],
      [evil.slice(0, -1), float32Entry([2, 28, 28, 1], pixels)],
    ]),
  );
  const network = tf.sequential({
    name: evil,
    layers: [
      tf.layers.conv2d({
        filters: 2,
        kernelSize: 9,
        strides: 4,
        inputShape: [28, 28, 1],
        name: `conv-${'long'.repeat(1000)}`,
      }),
      tf.layers.flatten({ name: 'flat' }),
      tf.layers.dense({ units: 10, activation: 'softmax', name: 'dense' }),
    ],
  });
  model = await saveModel(network, folder.at(name));
  network.dispose();
  broken = folder.at('broken');
  mkdirSync(broken);
  const layer = { class_name: `E${evil}`, config: { name: evil } };
  const modelTopology = { class_name: 'Sequential', config: { name: evil, layers: [layer] } };
  const weights = [{ name: evil, shape: [1], dtype: evil }];
  writeFileSync(folder.at('broken/model.json'), JSON.stringify({ modelTopology, weightsManifest: [] }));
  writeFileSync(
    folder.at('broken/weights.json'),
    JSON.stringify({ modelTopology, weightsManifest: [{ paths: [evil], weights }] }),
  );
  writeFileSync(
    folder.at('broken/way.json'),
    JSON.stringify({ modelTopology, weightsManifest: [{ paths: [`../${evil}`], weights: [] }] }),
  );
});

/** Each command, with names of others wherever it takes one. */
const calls: Readonly<Record<string, () => readonly (readonly string[])[]>> = {
  classify: () => [
    ['classify', images, `${images}#${evil}`, `${images}#${evil.slice(0, -1)}`],
    ['classify', images, '--model', model, '--verbose'],
    ['classify', images, '--model', model, '--json'],
    ['classify', `${name}.png`],
    ['classify', `mnist:${evil}`],
    ['classify', `sample:${evil}`],
    ['classify', evil, `--${evil}`],
    ...['model', 'weights', 'way'].map((file) => ['classify', 'sample:3', '--model', `${broken}/${file}.json`]),
    ['classify', 'sample:3', '--model', evil],
    ['classify', 'sample:3', '--model', `${evil}.json`, '--verbose'],
    ['classify', 'sample:3', '--out', `${evil}.gif`],
    ['classify', 'sample:3', '--save', folder.at(`${name}x.safetensors`)],
    ['classify', 'sample:3', '--seed', evil],
    ['classify', 'sample:3', '--backend', evil],
  ],
  explain: () => [
    ['explain', images, '--model', model],
    ['explain', images, '--model', model, '--json'],
    ['explain', images, '--model', model, '--method', 'grad-cam', '--strict'],
    ['explain', images, '--method', evil],
    ['explain', images, '--model', model, '--rule', 'pass'],
    ['explain', images, '--class', evil],
  ],
  attack: () => [
    ['attack', images, '--model', model, '--method', 'fgsm', '--out', folder.at(`${name}-attack.svg`)],
    ['attack', 'sample:1', '--method', evil],
  ],
  prototype: () => [
    ['prototype', '--class', '3', '--steps', '2', '--model', model, '--init', `${images}#images`],
    ['prototype', '--class', evil],
  ],
  evaluate: () => [
    ['evaluate', images, '--model', model],
    ['evaluate', '--data', folder.at(evil.slice(0, -1))],
  ],
  batch: () => [
    ['batch', 'submit', 'classify', images, '--model', model, '--job', folder.at('job')],
    ['batch', 'status', '--job', folder.at(name)],
    ['batch', 'submit', 'explain', images, '--class', evil, '--job', folder.at(name)],
    ['batch', 'work', '--job', evil],
    ['batch', 'work', '--job', folder.at('job'), '--engine', 'bullmq', '--redis', evil],
  ],
  drift: () => [['drift', images, '--model', model, '--against', evil]],
  'data show and fetch': () => [
    ['data', 'show', images],
    ['data', 'verify', '--data', folder.at(name)],
    ['data', 'fetch', '--data', folder.at('mnist'), '--mirror', `http://${evil}`],
    ['data', 'fetch', '--data', folder.at('mnist'), '--mirror', evil],
    ['data', evil],
  ],
  rbm: () => [
    ['rbm', 'sample', '--model', images],
    ['rbm', 'evaluate', '--model', evil],
  ],
  gan: () => [
    ['gan', 'sample', '--model', model],
    ['gan', 'history', folder.at(name)],
    ['gan', 'history', '--animation', `${evil}.png`],
  ],
  figure: () => [
    ['figure', evil],
    ['figure', model, '--out', folder.at('figure.svg')],
  ],
  model: () => [
    ['model', model],
    ['model', model, '--labels', images],
    ['model', `${broken}/model.json`],
  ],
  sevenseg: () => [['sevenseg', '--model', `${broken}/model.json`, '--shift', evil]],
  reproduce: () => [['reproduce', '--only', evil, '--out', folder.at(name)]],
  train: () => [
    ['train', 'lenet', '--out', `${evil}.png`],
    ['train', 'lenet', '--data', folder.at(name), '--out', folder.at(`${name}-out`)],
    ['train', evil],
  ],
  'no command': () => [[evil], [`-${evil}`], ['help', evil]],
};

test.each(Object.keys(calls))('names of others reach the terminal harmless: %s', async (command) => {
  for (const args of calls[command]()) await expectHarmless(args);
});

test('in JSON names are what they are, and printed harmlessly', async () => {
  const { out } = await run(['classify', images, '--json', '--quiet']);
  expect(printable.test(out.trimEnd())).toBe(true);
  expect((JSON.parse(out) as { input: string }[])[0].input).toBe(`${images}[0]`);
});
