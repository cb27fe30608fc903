import { createServer, type Server, type ServerResponse } from 'node:http';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { loadModel } from '@interp/files/node';
import { evaluate } from '@interp/lenet';
import { sampleDigits } from '@interp/mnist';
import { findMnist, loadMnistSplit } from '@interp/mnist/node';
import * as tf from '@tensorflow/tfjs-core';
import { modelCard, pretrained, pretrainedNames, type PretrainedName } from '../src/index.js';
import { refusal, refused } from '@interp/testing/refusal';

const weights = new URL('../weights/', import.meta.url);
let server: Server;
let base: string;

/** An answer that names a chain of encodings, drips, and breaks off; the fetch of Node.js 20 ends the process by it. */
const drip = (response: ServerResponse, encodings: number): void => {
  response.writeHead(200, { 'content-encoding': Array(encodings).fill('gzip').join(', ') });
  const more = setInterval(() => response.write('x'), 2);
  setTimeout(() => {
    clearInterval(more);
    response.destroy();
  }, 50);
};

beforeAll(async () => {
  await startBackend('wasm');
  server = createServer(({ url = '' }, response) => {
    const [, place, ...rest] = url.split('/');
    if (place === 'endless') {
      const more = setInterval(() => response.write(Buffer.alloc(100_000)), 1);
      return void response.on('close', () => clearInterval(more));
    }
    if (place === 'cut') {
      response.writeHead(200, { 'content-length': 3000 }).write('{');
      return void setTimeout(() => response.destroy(), 50);
    }
    if (place === 'encoded') return drip(response, Number(rest[0]));
    if (place === 'round') return void response.writeHead(302, { location: url }).end();
    if (place === 'elsewhere') return void response.writeHead(307, { location: `/whole/${rest.join('/')}` }).end();
    if (place === 'outside') return void response.writeHead(302, { location: 'file:///etc/passwd' }).end();
    if (place === 'nowhere') return void response.writeHead(302, { location: 'http://' }).end();
    if (place === 'upgrade') return void response.writeHead(101, { upgrade: 'h', connection: 'upgrade' }).end();
    if (place === 'packed' || place === 'bomb') {
      const bytes = place === 'bomb' ? Buffer.alloc(20_000_000) : readFileSync(new URL(rest.join('/'), weights));
      return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes));
    }
    if (place !== 'whole' && place !== 'damaged') return void response.writeHead(place === 'broken' ? 500 : 404).end();
    const bytes = readFileSync(new URL(rest.join('/'), weights));
    if (place === 'damaged') bytes[bytes.length >> 1] ^= 1;
    response.end(bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

test.each([
  ['endless', 'bad-checksum'],
  ['cut', 'network'],
  ['encoded/1', 'network'],
  ['encoded/2', 'network'],
  ['encoded/6', 'network'],
  ['encoded/600', 'network'],
  ['bomb', 'network'],
  ['round', 'network'],
  ['outside', 'network'],
  ['nowhere', 'network'],
  ['upgrade', 'network'],
])('an answer that is %s is refused: %s', async (place, code) => {
  expect(await refusal(() => pretrained('lenet', { baseUrl: `${base}/${place}/` }))).toBe(code);
});

test.each(['packed', 'elsewhere'])('an answer that is %s is read', async (place) => {
  const model = await pretrained('lenet', { baseUrl: `${base}/${place}` });
  expect(model.countParams()).toBe(336206);
  model.dispose();
});

describe.each(pretrainedNames)('%s', (name) => {
  test('is the network of its card, and nothing else stays behind', async () => {
    const before = tf.memory().numTensors;
    const model = await pretrained(name);
    const card = modelCard(name);
    expect(model.countParams()).toBe(card.parameters);
    expect(model.layers.map((layer) => layer.name)).toEqual([
      'conv1',
      'pool1',
      'conv2',
      'flatten',
      'fc1',
      'fc2',
      'fc3',
    ]);
    expect(model.getLayer('fc1').getConfig()['activation']).toBe(card.activation);
    model.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });

  test('knows the ten sample digits, each with P > 0.9', async () => {
    const model = await pretrained(name);
    const data = sampleDigits();
    const probabilities = tf.tidy(() =>
      tf.softmax(classifier(model).logits(data.images([...data.labels.keys()]))).arraySync(),
    );
    for (const [i, label] of data.labels.entries()) expect(probabilities[i][label]).toBeGreaterThan(0.9);
    model.dispose();
  });

  test('is a model.json that others can load too', async () => {
    const mine = await pretrained(name);
    const theirs = await loadModel(fileURLToPath(new URL(`${name}/model.json`, weights)));
    const x = sampleDigits().images([0, 5]);
    const [a, b] = [mine, theirs].map((model) => (model.predict(x) as tf.Tensor).dataSync());
    expect(a).toEqual(b);
    mine.dispose();
    theirs.dispose();
    x.dispose();
  });

  test('reaches what it should by its card, overall and every digit; against attacks too, where it was trained for that', () => {
    const { accuracy, perClass, robustness } = modelCard(name);
    const least = { 'lenet-robust': [0.985, 0.97], 'lenet-thesis': [0.95, 0.92] };
    const [all, each] = name in least ? least[name as keyof typeof least] : [0.99, 0.98];
    expect(accuracy).toBeGreaterThanOrEqual(all);
    if (name === 'lenet-thesis') expect(accuracy).toBeLessThan(0.97);
    expect(Math.min(...perClass)).toBeGreaterThanOrEqual(each);
    expect(perClass).toHaveLength(10);
    expect(robustness === undefined).toBe(name !== 'lenet-robust');
    if (robustness) expect(robustness.pgd).toBeGreaterThanOrEqual(0.85);
  });

  test('comes over the network too', async () => {
    const model = await pretrained(name, { baseUrl: `${base}/whole` });
    expect(model.countParams()).toBe(336206);
    model.dispose();
  });

  test.each([
    ['damaged', 'bad-checksum', '/damaged/'],
    ['missing', 'not-found', '/missing'],
    ['a server in trouble', 'network', '/broken'],
  ])('%s: %s', async (_, code, path) => {
    expect(await refusal(() => pretrained(name, { baseUrl: base + path }))).toBe(code);
  });
});

test.each([
  ['an unknown name', 'not-found', 'resnet', {}],
  ['a name of every object', 'not-found', 'constructor', {}],
  ['a folder that is no URL', 'bad-option', 'lenet', { baseUrl: 'weights' }],
  ['a folder that is not there', 'not-found', 'lenet', { baseUrl: new URL('nowhere/', weights) }],
  ['a port where nobody listens', 'network', 'lenet', { baseUrl: 'http://127.0.0.1:1/' }],
])('%s: %s', async (_, code, name, options) => {
  const error = await refused(() => pretrained(name as PretrainedName, options));
  expect(error.code).toBe(code);
});

// The card's figures, where the data set is at hand.
const folder = await findMnist().catch(() => undefined);
if (folder !== undefined)
  test.each(pretrainedNames)('%s: the figures of the card are those of the test digits', async (name) => {
    const model = await pretrained(name);
    const card = modelCard(name);
    const found = await evaluate(classifier(model), await loadMnistSplit(folder, 'test'));
    expect(found.accuracy).toBe(card.accuracy);
    expect(found.perClass).toEqual(card.perClass);
    expect(found.loss).toBeCloseTo(card.loss, 5);
    expect(found.calibration.error).toBeCloseTo(card.calibrationError, 5);
    model.dispose();
  });
