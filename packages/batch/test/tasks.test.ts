import { copyFileSync, existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectBatch, submitBatch, workOnBatch, tableRows, type TaskName } from '@interp/batch';
import { float32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import { readImages } from '@interp/images/node';
import { explanationOf, usualExplanations } from '@interp/lrp';
import { compareImages, explainImages, namedPrototypeMethodOf, openClassifier } from '@interp/open';
import { dataOf, here, jobsOfSuite } from '@interp/testing/batch-jobs';
import { refused } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { input, layers, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';

const { folder, newPlace, submitted, done } = jobsOfSuite();

test('prototypes are those of the function for each class and seed, whatever the size of a chunk', async () => {
  const options = { method: 'am', steps: 4, copies: 2 } as const;
  const all = (chunk: number) => done({ task: 'prototype', inputs: ['3', 'all'], options, chunk, seed: 5 });
  const [small, large] = [await all(4), await all(100)];
  expect(large.tensors).toEqual(small.tensors);
  expect(large.results).toEqual(small.results);
  expect(small.inputs).toEqual([5, 6].flatMap((seed) => [3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((c) => `${c}/${seed}`)));
  const net = await openClassifier('lenet');
  const { images, items } = await namedPrototypeMethodOf({ method: 'am', steps: 4, seed: 6 })(net, { classes: [0] });
  expect(dataOf(small, 'prototypes').slice(12 * 784, 13 * 784)).toEqual(Array.from(images.dataSync()));
  expect(small.results[12]).toMatchObject({ input: '0/6', seed: 6, class: 0, probability: items[0].probability, judge: { network: 'lenet-relu' } }); // prettier-ignore
  images.dispose();
  net.dispose();
});

test('prototypes through a decoder have their latent codes', async () => {
  const options = { method: 'decoder', restarts: 1, draws: 4, steps: 2 } as const;
  const found = await done({ task: 'prototype', inputs: ['2'], options });
  expect(found.tensors.map(([name, { shape }]) => [name, shape[0]])).toEqual(
    ['prototypes', 'probabilities', 'targets', 'latent'].map((name) => [name, 1]),
  );
});

test('metrics are those of compareImages, whatever the size of a chunk', async () => {
  const inputs = ['sample:3', 'sample:8', 'drawn:test/0'];
  const options = { methods: ['sensitivity', 'lrp epsilon-plus'], rule: 'epsilon', epsilon: 0.1 } as const;
  const [small, large] = [
    await done({ task: 'metrics', inputs, options, chunk: 2, seed: 1 }),
    await done({ task: 'metrics', inputs, options, chunk: 9, seed: 1 }),
  ];
  expect(large.tensors).toEqual(small.tensors);
  const net = await openClassifier('lenet');
  const all = usualExplanations({ rule: 'epsilon', epsilon: 0.1 });
  const methods = Object.fromEntries(options.methods.map((name) => [name, all[name]]));
  const { rows } = await compareImages(net, await readImages(inputs, net.imageOptions), methods, { seed: 1 });
  expect(small.results).toEqual(rows);
  const [{ area }] = rows[0].methods;
  expect(tableRows(small.results)[0]).toMatchObject({ input: 'sample:3', class: 3, sensitivity: { area } });
  expect(small.tensors.map(([name, { shape }]) => [name, shape])).toEqual([
    ...['area', 'randomArea', 'sparseness', 'complexity'].map((name) => [name, [3, 2]]),
    ['score', [3]],
    ['targets', [3]],
  ]);
  expect(dataOf(small, 'area')).toEqual(rows.flatMap((row) => row.methods.map(({ area }) => Math.fround(area))));
  net.dispose();
});

/** A network of a picture of 4 × 4 pixels and two numbers beside it. */
const saveTwoInputs = async (): Promise<string> => {
  const picture = input({ shape: [4, 4, 1], name: 'picture' });
  const beside = input({ shape: [2], name: 'beside' });
  const flat = layers.flatten({ name: 'flat' }).apply(picture) as SymbolicTensor;
  const both = layers.concatenate({ name: 'both' }).apply([flat, beside]) as SymbolicTensor;
  const net = model({
    inputs: [picture, beside],
    outputs: layers.dense({ units: 3, name: 'out' }).apply(both) as SymbolicTensor,
  });
  await saveModel(net, join(folder, 'two'));
  net.dispose();
  return join(folder, 'two', 'model.json');
};

test('a model of several inputs is explained with the example of each picture, whatever the size of a chunk', async () => {
  const path = await saveTwoInputs();
  const numbers = (size: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i));
  const [pictures, others] = [join(folder, 'pictures.safetensors'), join(folder, 'others.safetensors')];
  writeFileSync(pictures, writeSafetensors([['images', float32Entry([5, 4, 4, 1], numbers(80))]]));
  writeFileSync(
    others,
    writeSafetensors([
      [
        'beside',
        float32Entry(
          [5, 2],
          numbers(10).map((one) => one + 1),
        ),
      ],
    ]),
  );
  const modelOptions = { inputs: others, returns: 'logits' } as const;
  const job = {
    task: 'explain',
    model: path,
    modelOptions,
    inputs: [pictures],
    options: { method: 'gradient-x-input' },
  } as const;
  const [small, large] = [await done({ ...job, chunk: 2 }), await done({ ...job, chunk: 9 })];
  expect(large.tensors).toEqual(small.tensors);
  const net = await openClassifier(path, modelOptions);
  const images = await readImages([pictures], net.imageOptions);
  const { tensors } = await explainImages(net, images, explanationOf({ method: 'gradient-x-input' }));
  expect(new Map(small.tensors)).toEqual(new Map(tensors));
  expect(small.tensors.map(([name]) => name)).toContain('relevance.beside');
  net.dispose();
  const refusal = (task: TaskName, more = {}) =>
    refused(() => submitBatch({ ...job, options: {}, task, ...more }, join(folder, 'never')));
  expect((await refusal('attack')).message).toMatch(/goes by the first example/);
  expect((await refusal('prototype')).code).toBe('unsupported-model');
  expect((await refusal('explain', { inputs: [pictures, pictures] })).message).toMatch(
    'there are 5 examples of the other inputs and 10 pictures',
  );
  expect(existsSync(join(folder, 'never', 'job.json'))).toBe(false);
});

const fixture = (name: string): string =>
  join(fileURLToPath(new URL('../../images/test/fixtures', import.meta.url)), name);

test('tables, arrays and pictures go into a job as they are; what cannot be read has its reason in its place', async () => {
  const strokes = join(folder, 'strokes.onnx');
  copyFileSync(fileURLToPath(new URL('../../../docs/examples/strokes.onnx', import.meta.url)), strokes);
  const modelOptions = { bounds: [0, 1] } as const;
  const inputs = [fixture('pictures.parquet')];
  const { results, tensors } = await done({ task: 'classify', model: strokes, modelOptions, inputs, chunk: 2 });
  expect(results.map(({ input, label, error }) => [input, label, typeof error])).toEqual([
    ['p0.png', 1, 'undefined'],
    ['p1.png', undefined, 'string'],
    ['p2.png', undefined, 'string'],
  ]);
  const net = await openClassifier(strokes, modelOptions);
  const images = await readImages(inputs, { ...net.imageOptions, takesMissing: 'all' });
  const x = images.tensor();
  expect(Array.from(tensors[0][1].data as Float32Array)).toEqual(Array.from(x.dataSync()));
  tf.dispose(x);
  net.dispose();
});

test.each<[object, string, RegExp]>([
  [{ task: 'prototype', inputs: ['11'] }, 'bad-class', /11/],
  [{ task: 'prototype', inputs: ['1'], options: { side: 3 } }, 'bad-option', /side means nothing to am/],
  [{ task: 'prototype', inputs: ['1'], options: { copies: 0 } }, 'bad-option', /copies/],
  [
    { task: 'prototype', inputs: ['1'], options: { method: 'expert', expert: './my-rbm.safetensors' } },
    'bad-option',
    /expert/,
  ],
  [{ task: 'prototype', inputs: ['1'], options: { judge: '/etc/passwd' } }, 'bad-option', /judge/],
  [{ task: 'metrics', options: { methods: ['magic'] } }, 'bad-option', /methods are not all known/],
  [{ task: 'metrics', options: { methods: [] } }, 'bad-option', /methods/],
  [{ task: 'metrics', options: { target: 99 } }, 'bad-class', /99/],
])('a job with %j is refused', async (wrong, code, message) => {
  const place = newPlace();
  const refusal = await refused(() =>
    submitBatch({ task: 'classify', inputs: ['sample:1'], backend: 'wasm', ...wrong }, place),
  );
  expect([refusal.code, refusal.message]).toEqual([code, expect.stringMatching(message)]);
  expect(existsSync(join(place, 'job.json'))).toBe(false);
});

test('maps in which relevance cancels bring a warning, of the worker and of all results, that names the image', async () => {
  const inputs = ['sample:3', 'sample:8', 'sample:5'];
  const options = { method: 'lrp', rule: 'epsilon' } as const;
  const place = await submitted({ task: 'explain', inputs, options, chunk: 2 });
  const summary = await workOnBatch(place, here);
  const { warning, results } = await collectBatch(place);
  const ratios = results.slice(0, 2).map(({ ratio }) => ratio as number);
  const worst = String(results[ratios.indexOf(Math.max(...ratios))]['input']);
  expect(warning).toMatch(
    new RegExp(`^Σ.R. is [\\d,]+ times the score of "${worst}"; expected at most 100: .*alpha-beta`),
  );
  expect(summary.warning).toBe(warning);
  expect(await done({ task: 'explain', inputs, options: { method: 'lrp', rule: 'alpha-beta' } })).not.toHaveProperty(
    'warning',
  );
});
