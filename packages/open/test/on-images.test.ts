import { attackMethodOf, deepFool, fgsm } from '@interp/adversarial';
import { startBackend } from '@interp/backend';
import { float32Entry, writeSafetensors } from '@interp/files';
import { saveModel } from '@interp/files/node';
import type { Images } from '@interp/images';
import { readImages } from '@interp/images/node';
import { explanationOf, gradientTimesInput, lrp, usualExplanations, withoutUnsupported } from '@interp/lrp';
import { refusal } from '@interp/testing/refusal';
import { randomise } from '@interp/testing/small-models';
import { twoByTwo } from '@interp/testing/two-by-two';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attackCurve, attackImages, compareImages, explainImages, openClassifier } from '../src/index.js';

const folder = mkdtempSync(join(tmpdir(), 'on-images-'));
const at = (name: string): string => join(folder, name);
let colours: Awaited<ReturnType<typeof openClassifier>>;
let lenet: Awaited<ReturnType<typeof openClassifier>>;
let digits: Images;
let squares: Images;
let two = '';

beforeAll(async () => {
  await startBackend('wasm');
  const net = sequential({
    layers: [layers.flatten({ inputShape: [2, 2, 1] }), layers.dense({ units: 3, activation: 'softmax' })],
  });
  const path = await saveModel(randomise(net, 5), at('colours'), { labels: ['red', 'green', 'blue'] });
  const values = Float32Array.from({ length: 12 }, (_, i) => Math.cos(i));
  writeFileSync(at('squares.safetensors'), writeSafetensors([['images', float32Entry([3, 2, 2, 1], values)]]));
  colours = await openClassifier(path);
  lenet = await openClassifier('lenet');
  digits = await readImages(['drawn:test/0-3'], lenet.imageOptions);
  squares = await readImages([at('squares.safetensors')], colours.imageOptions);
  const drawn = twoByTwo(5, ['relu']);
  two = await saveModel(drawn.model, at('two'));
  const { picture, facts } = drawn.inputs;
  const entry = (x: tf.Tensor) => float32Entry(x.shape, x.dataSync<'float32'>());
  const all = [['picture', entry(picture)] as const, ['facts', entry(facts)] as const];
  writeFileSync(at('two.safetensors'), writeSafetensors(all));
});
afterAll(() => {
  colours.dispose();
  lenet.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe('explainImages', () => {
  test('rows and maps are those of the method, batch after batch', async () => {
    const x = digits.tensor();
    const found = lrp(lenet, x);
    const before = tf.memory().numTensors;
    const seen: number[] = [];
    const onStep = ({ value }: { readonly value: { readonly done: number } }) => void seen.push(value.done);
    const explain = explanationOf({ method: 'lrp' });
    const { n, rows, relevance, tensors, warnings } = await explainImages(lenet, digits, explain, {
      batchSize: 3,
      onStep,
    });
    expect(tf.memory().numTensors).toBe(before);
    expect([n, seen, warnings]).toEqual([4, [3, 4], []]);
    const expected = found.relevance.dataSync();
    expect(Math.max(...relevance.map((value, i) => Math.abs(value - expected[i])))).toBeLessThan(1e-5);
    for (const [i, row] of rows.entries()) {
      expect(row).toMatchObject({ input: digits.name(i), label: digits.label(i), class: found.targets[i] });
      expect(row.score).toBeCloseTo(found.scores[i], 4);
      expect(row.ledger).toHaveLength(found.ledger[i].length);
    }
    expect(Object.fromEntries(tensors.map(([name, { shape }]) => [name, shape]))).toEqual({
      images: [4, 28, 28, 1],
      relevance: [4, 28, 28, 1],
      targets: [4],
    });
    tf.dispose([x, found.relevance, ...(found.layers?.values() ?? [])]);
  });

  test('classes have their names; a contrast has both', async () => {
    const explain = explanationOf({ method: 'gradient-x-input', target: 2, versus: 0 });
    const { rows } = await explainImages(colours, squares, explain, { versus: 0 });
    expect(rows).toHaveLength(3);
    for (const row of rows) expect(row).toMatchObject({ class: 2, name: 'blue', versus: 0, versusName: 'red' });
  });

  test('of several inputs each has its map and its sum; as many examples as pictures', async () => {
    const net = await openClassifier(two, { inputs: at('two.safetensors'), output: 'scores' });
    const pictures = await readImages([`${at('two.safetensors')}#picture`], net.imageOptions);
    const { rows, tensors } = await explainImages(net, pictures, explanationOf({ method: 'gradient-x-input' }));
    const byName = new Map(tensors);
    expect([...byName.keys()]).toEqual(
      expect.arrayContaining(['images', 'relevance', 'relevance.picture', 'relevance.facts', 'targets']),
    );
    for (const [i, { totals = {}, total }] of rows.entries()) {
      expect(Object.keys(totals).sort()).toEqual(['facts', 'picture']);
      expect(totals['facts'] + totals['picture']).toBeCloseTo(total, 4);
      const { data, shape } = byName.get('relevance.facts')!;
      const own = Array.from(data as Float32Array).slice(i * shape[1], (i + 1) * shape[1]);
      expect(own.reduce((sum, value) => sum + value, 0)).toBeCloseTo(totals['facts'], 4);
    }
    const three = { ...pictures, size: 3 };
    expect(await refusal(() => explainImages(net, three, explanationOf({ method: 'gradient' })))).toBe('bad-option');
    net.dispose();
  });

  test('stopped, the finished batches are kept', async () => {
    const stop = new AbortController();
    const { n, rows, relevance } = await explainImages(lenet, digits, explanationOf({ method: 'gradient' }), {
      batchSize: 2,
      signal: stop.signal,
      onStep: () => stop.abort(),
    });
    expect([n, rows.length, relevance.length]).toEqual([2, 2, 2 * 784]);
  });

  test('no method, no batch', async () => {
    expect(await refusal(() => explainImages(lenet, digits, undefined as never))).toBe('bad-option');
    const none = explanationOf({ method: 'gradient' });
    expect(await refusal(() => explainImages(lenet, digits, none, { batchSize: 0 }))).toBe('bad-option');
  });
});

describe('compareImages', () => {
  test('measures and maps of each method', async () => {
    const methods = { gradient: explanationOf({ method: 'gradient' }), 'gradient x input': gradientTimesInput };
    const { rows, maps, tensors } = await compareImages(lenet, digits, methods, { seed: 3 });
    expect(rows.map(({ input }) => input)).toEqual([0, 1, 2, 3].map((i) => digits.name(i)));
    for (const { methods: measured } of rows) {
      expect(measured.map(({ method }) => method)).toEqual(Object.keys(methods));
      for (const { area, sparseness } of measured) expect([area, sparseness].every(Number.isFinite)).toBe(true);
    }
    expect(Object.values(maps).map(({ length }) => length)).toEqual([4 * 784, 4 * 784]);
    expect(tensors.map(([name]) => name)).toEqual(['images', 'relevance.gradient', 'relevance.gradient-x input', 'targets']); // prettier-ignore
  });

  test('stopped at the first image, the methods that are done are kept', async () => {
    const stop = new AbortController();
    const methods = {
      gradient: (...given: Parameters<typeof gradientTimesInput>) => {
        stop.abort();
        return gradientTimesInput(given[0], given[1]);
      },
      other: gradientTimesInput,
    };
    const { n, maps } = await compareImages(lenet, digits, methods, { signal: stop.signal });
    expect([n, Object.keys(maps)]).toEqual([1, ['gradient']]);
  });
});

test('methods without layers for them are left out, and why', () => {
  const { methods, leftOut } = withoutUnsupported(colours, usualExplanations());
  expect(leftOut['grad-cam']).toMatch(/feature maps|convolution/);
  expect(Object.keys(methods)).toEqual(Object.keys(usualExplanations()).filter((name) => name !== 'grad-cam'));
  expect(withoutUnsupported(lenet, usualExplanations()).leftOut).toEqual({});
});

describe('attackImages', () => {
  test('rows, images and their tensors', async () => {
    const found = await attackImages(colours, squares, deepFool());
    expect(found.rows).toHaveLength(3);
    for (const [i, { input, before, after, outcome, l2 }] of found.rows.entries()) {
      expect(input).toBe(squares.name(i));
      expect([before.name, after.name]).toEqual([before, after].map((one) => ['red', 'green', 'blue'][one.class]));
      if (outcome === 'succeeded') expect(after.class).not.toBe(before.class);
      const own = found.adversarial.slice(4 * i, 4 * (i + 1)).map((value, k) => value - found.images[4 * i + k]);
      expect(Math.hypot(...own)).toBeCloseTo(l2, 5);
    }
    expect(found.tensors.map(([name]) => name)).toEqual(
      'images adversarial perturbation labels before after'.split(' '),
    );
    expect(found.summary).toMatchObject({ count: 3, rhoNorm: 'l2' });
    expect(found.summary.rho).toBeCloseTo(found.summary.rhoL2!, 6);
  });

  test('towards a target; in batches no other result', async () => {
    const method = attackMethodOf({ method: 'fgsm', epsilon: 0.5 });
    const { rows } = await attackImages(lenet, digits, method, { target: 1, seed: 2 });
    for (const { target, before, outcome } of rows) {
      expect(target).toBe(1);
      if (before.class === 1) expect(outcome).toMatch(/already/);
    }
    expect(await refusal(() => attackImages(lenet, digits, method, { target: 10 }))).toBe('bad-class');
  });
});

test('attackCurve: accuracies, and when each image was fooled', async () => {
  const curve = await attackCurve(lenet, digits, fgsm({ epsilon: 0.1 }), { epsilons: [0.6, 0.1] });
  expect(curve.points.map(({ epsilon }) => epsilon)).toEqual([0.1, 0.6]);
  expect(curve.rows).toHaveLength(4);
  for (const [i, { input, label, fooledAt }] of curve.rows.entries()) {
    expect([input, label]).toEqual([digits.name(i), digits.label(i)]);
    expect([0, 0.1, 0.6, null].includes(fooledAt)).toBe(true);
  }
  const withstood = curve.rows.filter(({ fooledAt }) => fooledAt === null).length;
  expect(curve.points[1].accuracy).toBeCloseTo(withstood / 4, 6);
  expect(curve.tensors.map(([name]) => name)).toEqual(['labels', 'fooledAt', 'epsilons', 'accuracy']);
});
