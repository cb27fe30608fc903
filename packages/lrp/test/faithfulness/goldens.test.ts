import { startBackend } from '@interp/backend';
import { classifier, type Classifier } from '@interp/core';
import type { SafetensorsEntry } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import { goldenLenet, goldenSets, tensorOf } from '@interp/testing/goldens';
import { aopc, complexity, pixelFlipping, sparseness } from '../../src/index.js';

beforeAll(() => startBackend('wasm'));

const cases = goldenSets.flatMap((set) => ['sigmoid', 'relu'].map((units) => ({ set, units })));

describe.each(cases)('a LeNet of $units units and the images of $set.name', ({ set, units }) => {
  const metrics = set.read(`metrics-${units}`).tensors;
  const numbers = (name: string): Float32Array => metrics.get(name)!.data as Float32Array;
  const stored = (prefix: string, file: string, names: readonly string[]): [string, SafetensorsEntry][] => {
    const { tensors } = set.read(`${file}-${units}`);
    return names.map((name) => [`${prefix}_${name}`, tensors.get(name)!]);
  };
  const maps = new Map([
    ...stored('grad', 'gradients', ['sensitivity_logit', 'sensitivity_prob']),
    ...stored('lrp', 'lrp', ['alpha2_beta1', 'alpha2_beta1_nobias']),
  ]);
  let lenet: Classifier;
  let x: tf.Tensor;
  beforeAll(() => {
    lenet = classifier(goldenLenet(set.read(`model-${units}`)));
    x = tensorOf(set.read('classify').tensors.get('images')!);
  });
  afterAll(() => {
    x.dispose();
    lenet.network!.model!.dispose();
  });

  const close = (found: Iterable<number>, expected: ArrayLike<number>, most: number): void => {
    const worst = [...found].reduce((far, value, i) => Math.max(far, Math.abs(value - expected[i])), 0);
    expect(worst).toBeLessThan(most);
  };

  test.each([...maps.keys()])('curves, areas, sparseness and complexity of %s', (name) => {
    const relevance = tensorOf(maps.get(name)!);
    const before = tf.memory().numTensors;
    const { curves, areas, targets } = pixelFlipping(lenet, x, relevance);
    expect(Array.from(targets)).toEqual(Array.from(metrics.get('target')!.data as Int32Array));
    const expected = numbers(`${name}.flip_prob`);
    curves.forEach((curve, i) => close(curve, expected.subarray(i * 785, (i + 1) * 785), 1e-5));
    close(areas, numbers(`${name}.aopc_784`), 1e-5);
    close(
      curves.map((curve) => aopc(curve, 100)),
      numbers(`${name}.aopc_100`),
      1e-5,
    );
    close(sparseness(relevance), numbers(`${name}.gini`), 1e-5);
    close(complexity(relevance), numbers(`${name}.entropy`), 1e-5);
    if (metrics.has(`${name}.flip_logit`)) {
      const { curves: logits } = pixelFlipping(lenet, x, relevance, { score: 'logit' });
      const wanted = numbers(`${name}.flip_logit`);
      logits.forEach((curve, i) => close(curve, wanted.subarray(i * 785, (i + 1) * 785), 5e-5));
    }
    expect(tf.memory().numTensors).toBe(before);
    relevance.dispose();
  });
});
