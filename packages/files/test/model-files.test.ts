import { mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { layers, sequential, type LayersModel } from '@tensorflow/tfjs-layers';
import fc from 'fast-check';
import { loadModel, saveModel, writeFileAtomic } from '../src/node/index.js';
import { refusal } from '@interp/testing/refusal';

let folder: string;
beforeAll(async () => {
  Object.assign(tf.backend(), { firstUse: false });
  await tf.setBackend('cpu');
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'interp-core-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const small = (): LayersModel =>
  sequential({
    layers: [
      layers.conv2d({ filters: 2, kernelSize: 2, inputShape: [4, 4, 1] }),
      layers.batchNormalization(),
      layers.flatten(),
      layers.dense({ units: 3, activation: 'softmax' }),
    ],
  });

const describeModel = async (file: string) => {
  const json = JSON.parse(await readFile(file, 'utf8')) as {
    weightsManifest: { paths: string[]; weights: { name: string; shape: unknown[]; dtype: string }[] }[];
    format: string;
  };
  return { json, group: json.weightsManifest[0], weights: join(folder, json.weightsManifest[0].paths[0]) };
};

test('a model saved and loaded gives the same scores', async () => {
  const before = tf.memory().numTensors;
  const model = small();
  const again = await loadModel(await saveModel(model, join(folder, 'deep', 'inside')));
  const x = tf.randomUniform([3, 4, 4, 1]);
  const [a, b] = [model, again].map((m) => tf.tidy(() => (m.predict(x) as tf.Tensor).dataSync()));
  expect(b).toEqual(a);
  tf.dispose(x);
  model.dispose();
  again.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('separable convolutions with a depth multiplier, in a nested model too, can be saved and loaded', async () => {
  const inner = sequential({
    layers: [layers.separableConv2d({ inputShape: [4, 4, 2], filters: 3, kernelSize: 2, depthMultiplier: 2 })],
  });
  const outer = sequential({
    layers: [layers.separableConv2d({ inputShape: [5, 5, 1], filters: 2, kernelSize: 2, depthMultiplier: 3 }), inner],
  });
  const again = await loadModel(await saveModel(outer, join(folder, 'separable')));
  const x = tf.randomUniform([2, 5, 5, 1]);
  const [a, b] = [outer, again].map((m) => (m.predict(x) as tf.Tensor).dataSync());
  expect(b).toEqual(a);
});

test('a second save replaces the first and its weights, and nothing else', async () => {
  await writeFile(join(folder, 'weights-of-mine.bin'), 'x');
  await saveModel(small(), folder);
  const first = (await describeModel(join(folder, 'model.json'))).weights;
  await saveModel(small(), folder);
  const second = (await describeModel(join(folder, 'model.json'))).weights;
  expect(second).not.toBe(first);
  expect((await readdir(folder)).map((name) => join(folder, name)).sort()).toEqual(
    [join(folder, 'model.json'), join(folder, 'weights-of-mine.bin'), second].sort(),
  );
});

test('the same model gives the same bytes', async () => {
  const model = small();
  const [a, b] = [join(folder, 'a'), join(folder, 'b')];
  for (const place of [a, b]) await saveModel(model, place);
  for (const name of await readdir(a)) expect(await readFile(join(b, name))).toEqual(await readFile(join(a, name)));
});

describe('loading refuses', () => {
  type Saved = Awaited<ReturnType<typeof describeModel>>;
  const cases: [string, string, (saved: Saved, file: string) => Promise<unknown> | Saved['json']][] = [
    ['a missing file', 'not-found', (_, file) => rm(file)],
    ['missing weights', 'not-found', ({ weights }) => rm(weights)],
    ['no JSON', 'bad-file', (_, file) => writeFile(file, 'hello')],
    ['another JSON', 'bad-file', (_, file) => writeFile(file, '{"a":1}')],
    ['null', 'bad-file', (_, file) => writeFile(file, 'null')],
    ['a graph model', 'unsupported-model', ({ json }) => ({ ...json, format: 'graph-model' })],
    ['an unknown format', 'bad-file', ({ json }) => ({ ...json, format: 'x' })],
    [
      'an unknown layer',
      'bad-file',
      ({ json }) => JSON.parse(JSON.stringify(json).replaceAll('Flatten', 'Quantum')) as typeof json,
    ],
    ['cut weights', 'bad-file', async ({ weights }) => writeFile(weights, (await readFile(weights)).subarray(4))],
    [
      'too many weights',
      'bad-file',
      async ({ weights }) => writeFile(weights, Buffer.concat([await readFile(weights), Buffer.alloc(4)])),
    ],
    ['weights of a hundred gigabytes', 'bad-file', ({ weights }) => truncate(weights, 1e11)],
    [
      'weights named again and again',
      'bad-file',
      ({ json, group }) => ((group.paths = Array<string>(3e5).fill(group.paths[0])), json),
    ],
    [
      'weights named again in groups without weights',
      'bad-file',
      ({ json, group: { paths } }) => ({
        ...json,
        weightsManifest: [...json.weightsManifest, ...Array.from({ length: 1e5 }, () => ({ paths, weights: [] }))],
      }),
    ],
    ['a weight of another shape', 'bad-file', ({ json, group }) => (group.weights[0].shape.push(2), json)],
    ['a negative size', 'bad-file', ({ json, group }) => (group.weights[0].shape.unshift(-1), json)],
    ['a weight of text', 'bad-file', ({ json, group }) => ((group.weights[0].dtype = 'string'), json)],
    ['a weight that no layer has', 'bad-file', ({ json, group }) => ((group.weights[0].name = 'nobody/kernel'), json)],
    [
      'a NaN weight',
      'bad-value',
      async ({ weights }) => {
        const bytes = await readFile(weights);
        bytes.writeFloatLE(NaN, 0);
        return writeFile(weights, bytes);
      },
    ],
    ...['../model.json', '/etc/hostname', 'a/../../x.bin', 'C:\\x.bin', 'http://host/x.bin', '.', 'x\u0000.bin'].map(
      (path): (typeof cases)[number] => [
        `the weights path ${path}`,
        'bad-file',
        ({ json, group }) => ((group.paths = [path]), json),
      ],
    ),
  ];
  test.each(cases)('%s', async (_, code, spoil) => {
    const model = small();
    const file = await saveModel(model, folder);
    model.dispose();
    const before = tf.memory().numTensors;
    const json = await spoil(await describeModel(file), file);
    if (json) await writeFile(file, JSON.stringify(json));
    expect(await refusal(() => loadModel(file))).toBe(code);
    expect(tf.memory().numTensors).toBe(before);
  });

  test('weights behind a link that leads out of the folder', async () => {
    const file = await saveModel(small(), join(folder, 'model'));
    const { json, group } = await describeModel(file);
    await writeFile(join(folder, 'outside.bin'), 'secret');
    await symlink(join(folder, 'outside.bin'), join(folder, 'model', 'inside.bin'));
    group.paths = ['inside.bin'];
    await writeFile(file, JSON.stringify(json));
    expect(await refusal(() => loadModel(file))).toBe('bad-file');
  });

  test('any JSON that is no model', async () => {
    const file = join(folder, 'model.json');
    await fc.assert(
      fc.asyncProperty(fc.json(), async (json) => {
        await writeFile(file, json);
        expect(await refusal(() => loadModel(file))).toBe('bad-file');
      }),
    );
  });
});

describe('writing refuses', () => {
  test('a folder that is not there, leaving nothing', async () => {
    expect(await refusal(() => writeFileAtomic(join(folder, 'no', 'x.bin'), new Uint8Array(3)))).toBe('not-writable');
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file as folder', async () => {
    await writeFile(join(folder, 'x'), 'mine');
    expect(await refusal(() => saveModel(small(), join(folder, 'x')))).toBe('not-writable');
    expect(await readFile(join(folder, 'x'), 'utf8')).toBe('mine');
  });
});

test('an atomic write replaces a file whole', async () => {
  const file = join(folder, 'x');
  await writeFileAtomic(file, 'first');
  await writeFileAtomic(file, new Uint8Array([1, 2, 3, 4]).subarray(1, 3));
  expect([...(await readFile(file))]).toEqual([2, 3]);
  expect(await readdir(folder)).toEqual(['x']);
});
