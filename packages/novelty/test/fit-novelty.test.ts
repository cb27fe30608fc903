import { startBackend } from '@interp/backend';
import { classifier, random, type LabelledImages } from '@interp/core';
import { readSafetensors, writeSafetensors } from '@interp/files';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import {
  fitNovelty,
  noveltyFromSafetensors,
  noveltyToSafetensors,
  type FitNoveltyOptions,
  type NoveltyScores,
} from '../src/index.js';

beforeAll(async () => {
  await startBackend('wasm');
});

const shape = [4, 4, 1];

/** Images of two classes, a bright row above or below, or of none: a bright column. */
const striped = (size: number, seed: number, kind: 'rows' | 'columns'): LabelledImages => {
  const stream = random(seed);
  const labels = Uint8Array.from({ length: size }, (_, i) => i % 2);
  const all = Array.from(labels, (label) =>
    Float32Array.from({ length: 16 }, (_, at) => {
      const [row, column] = [Math.floor(at / 4), at % 4];
      return ((kind === 'rows' ? row === 3 * label : column === 1 + label) ? 0.8 : -0.8) + stream.normal(0, 0.1);
    }),
  );
  const images = (indices: ArrayLike<number>): tf.Tensor =>
    tf.tensor(Float32Array.from(Array.from(indices, (i) => [...all[i]]).flat()), [indices.length, ...shape]);
  return { size, inputShape: shape, labels, images };
};

const network = () => {
  const model = sequential({
    layers: [
      layers.conv2d({ inputShape: [4, 4, 1], filters: 3, kernelSize: 2, activation: 'relu' }),
      layers.flatten(),
      layers.dense({ units: 6, activation: 'tanh' }),
      layers.dense({ units: 2, activation: 'softmax' }),
    ],
  });
  const stream = random(4);
  for (const layer of model.layers)
    layer.setWeights(layer.getWeights().map((weight) => tf.tensor(stream.normals(weight.size, 0, 0.5), weight.shape)));
  return model;
};

const known = striped(120, 1, 'rows');
const outliers = striped(60, 2, 'columns');
const quick: FitNoveltyOptions = { epochs: 6, batch: 20, hidden: 8, rate: 0.02, seed: 3 };
const scoresOf = async (detector: Awaited<ReturnType<typeof fitNovelty>>, data: LabelledImages): Promise<number[]> => {
  const x = data.images(Array.from({ length: data.size }, (_, i) => i));
  const { scores } = await detector.score(x);
  x.dispose();
  return Array.from(scores);
};

test('a detector tells what belongs to no class, and refuses the share of known images that it is told to', async () => {
  const model = network();
  const net = classifier(model, { bounds: [-2, 2] });
  const before = tf.memory().numTensors;
  const detector = await fitNovelty(net, known, { ...quick, outliers });
  const [digits, others] = [
    await scoresOf(detector, striped(200, 5, 'rows')),
    await scoresOf(detector, striped(50, 6, 'columns')),
  ];
  for (const rate of [0.1, 0.3]) {
    const threshold = detector.threshold(rate);
    const { distance, outlier } = detector.parameters.known;
    expect(distance).toHaveLength(12);
    expect(outlier).toHaveLength(12);
    expect(digits.filter((score) => score > threshold).length / digits.length).toBeLessThan(rate + 0.2);
    expect(others.every((score) => score > threshold)).toBe(true);
  }
  const x = outliers.images([0, 1, 2]);
  const [{ scores, ...parts }, said] = [await detector.score(x), await detector.detect(x, 0.3)];
  x.dispose();
  said.forEach(({ rejected, score, threshold, by }, i) => {
    expect({ rejected, score, threshold }).toEqual({
      rejected: true,
      score: scores[i],
      threshold: detector.threshold(0.3),
    });
    expect(by.length).toBeGreaterThan(0);
    if (parts.distance[i] > detector.threshold(0.3, 'distance')) expect(by).toContain('distance');
    if (parts.outlier![i] > detector.threshold(0.3, 'outlier')) expect(by).toContain('outlier');
  });
  expect(detector.threshold(0.3)).toBeLessThan(detector.threshold(0.1));
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('without outliers it goes by the Mahalanobis distance of what goes into the last layer, as the formula has it', async () => {
  const model = network();
  const net = classifier(model, { bounds: [-2, 2] });
  const shrinkage = 0.01;
  const detector = await fitNovelty(net, known, { heldOut: striped(40, 7, 'rows'), shrinkage });
  const penultimate = tf.tidy(() => {
    const x = known.images(Array.from({ length: known.size }, (_, i) => i));
    return model.layers.slice(0, 3).reduce((values, layer) => layer.apply(values) as tf.Tensor, x);
  });
  const features = (await penultimate.array()) as number[][];
  const classMeans = [0, 1].map((c) =>
    features[0].map((_, k) => {
      const values = features.filter((_, i) => known.labels[i] === c).map((row) => row[k]);
      return values.reduce((a, b) => a + b) / values.length;
    }),
  );
  const n = features[0].length;
  const covariance = classMeans[0].map((_, a) =>
    classMeans[0].map(
      (_, b) =>
        features.reduce((sum, row, i) => {
          const mean = classMeans[known.labels[i]];
          return sum + (row[a] - mean[a]) * (row[b] - mean[b]);
        }, 0) / features.length,
    ),
  );
  const trace = covariance.reduce((sum, row, a) => sum + row[a], 0);
  covariance.forEach((row, a) => (row[a] += (shrinkage * trace) / n));
  /** Solves Σ y = d by elimination. */
  const solve = (d: readonly number[]): number[] => {
    const rows = covariance.map((row, a) => [...row, d[a]]);
    for (let k = 0; k < n; k++)
      for (let a = 0; a < n; a++) {
        if (a === k) continue;
        const factor = rows[a][k] / rows[k][k];
        rows[a] = rows[a].map((value, b) => value - factor * rows[k][b]);
      }
    return rows.map((row, a) => row[n] / row[a]);
  };
  const x = known.images([0, 1, 2, 3, 4]);
  const { distance, outlier, scores } = await detector.score(x);
  const [mean, deviation] = (() => {
    const values = Array.from(detector.parameters.known.distance);
    const middle = values.reduce((a, b) => a + b) / values.length;
    return [middle, Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / values.length)];
  })();
  distance.forEach((value, i) => {
    const squares = classMeans.map((middle) => {
      const d = features[i].map((feature, k) => feature - middle[k]);
      return solve(d).reduce((sum, y, k) => sum + y * d[k], 0);
    });
    expect(value).toBeCloseTo(Math.log1p(Math.min(...squares)), 3);
    expect(scores[i]).toBeCloseTo((value - mean) / deviation, 4);
  });
  expect(outlier).toBeUndefined();
  tf.dispose([x, penultimate]);
  model.dispose();
});

test('the distance counts as much as it is told to, also from a file; units left out in training change the head', async () => {
  const model = network();
  const net = classifier(model, { bounds: [-2, 2] });
  const [detector, plain] = [
    await fitNovelty(net, known, { ...quick, outliers, dropout: 0.5, distanceWeight: 0.25 }),
    await fitNovelty(net, known, { ...quick, outliers }),
  ];
  const { head, known: heldOut } = detector.parameters;
  expect(head!.arrays[2]).not.toEqual(plain.parameters.head!.arrays[2]);
  const standard = (values: Float32Array, of: Float32Array): number[] => {
    const mean = of.reduce((a, b) => a + b) / of.length;
    const deviation = Math.sqrt(of.reduce((sum, value) => sum + (value - mean) ** 2, 0) / of.length);
    return Array.from(values, (value) => (value - mean) / deviation);
  };
  const x = outliers.images([0, 1, 2, 3, 4, 5, 6, 7]);
  const { scores, distance, outlier } = await detector.score(x);
  const [far, odd] = [standard(distance, heldOut.distance), standard(outlier!, heldOut.outlier!)];
  scores.forEach((score, i) => expect(score).toBeCloseTo(0.25 * far[i] + odd[i], 4));
  expect((await detector.detect(x, 0.3)).every(({ rejected }) => rejected)).toBe(true);
  const bytes = noveltyToSafetensors(detector);
  expect((await noveltyFromSafetensors(bytes, net).score(x)).scores).toEqual(scores);
  const { tensors, metadata } = readSafetensors(bytes);
  const withWeight = (weight: string | undefined): Uint8Array =>
    writeSafetensors(
      tensors,
      weight === undefined
        ? [['format', metadata.get('format')!]]
        : [
            ['distance_weight', weight],
            ['format', metadata.get('format')!],
          ],
    );
  expect(noveltyFromSafetensors(withWeight(undefined), net).parameters.distanceWeight).toBe(1);
  for (const bad of ['', 'much', '-1', 'Infinity'])
    expect(await refusal(() => noveltyFromSafetensors(withWeight(bad), net))).toBe('bad-file');
  x.dispose();
  model.dispose();
});

/** A picture moved by whole pixels, its edges repeated, one pixel after another. */
const movedBy = (values: readonly number[], right: number, down: number): number[] => {
  const within = (at: number): number => Math.min(3, Math.max(0, at));
  return values.map((_, at) => values[4 * within(Math.floor(at / 4) - down) + within((at % 4) - right)]);
};

test('with a shift, each part of a score is the mean over the image and the four beside it, also from a file', async () => {
  const model = network();
  const net = classifier(model, { bounds: [-2, 2] });
  const options = { ...quick, epochs: 1, outliers };
  const [detector, still] = [
    await fitNovelty(net, known, { ...options, shift: 1 }),
    await fitNovelty(net, known, options),
  ];
  const before = tf.memory().numTensors;
  expect(detector.parameters.head).toEqual(still.parameters.head);
  const some = striped(70, 8, 'rows');
  const x = some.images(Array.from({ length: some.size }, (_, i) => i));
  const found = await detector.score(x);
  const values = Array.from(await x.data());
  const rows = Array.from({ length: some.size }, (_, i) => values.slice(16 * i, 16 * (i + 1)));
  const places = [
    [0, 0],
    [0, 1],
    [0, -1],
    [1, 0],
    [-1, 0],
  ];
  const parts: NoveltyScores[] = [];
  for (const [right, down] of places) {
    const moved = tf.tensor(rows.map((row) => movedBy(row, right, down)).flat(), [some.size, ...shape]);
    parts.push(await still.score(moved));
    moved.dispose();
  }
  for (const name of ['distance', 'outlier'] as const)
    found[name]!.forEach((value, i) =>
      expect(value).toBeCloseTo(
        parts.reduce((sum, part) => sum + part[name]![i] / places.length, 0),
        4,
      ),
    );
  expect(found.distance).not.toEqual(parts[0].distance);
  const bytes = noveltyToSafetensors(detector);
  const read = noveltyFromSafetensors(bytes, net);
  expect(read.parameters).toEqual(detector.parameters);
  expect((await read.score(x)).scores).toEqual(found.scores);
  const { tensors, metadata } = readSafetensors(bytes);
  for (const bad of ['', '-1', '0.5', 'one', '4'])
    expect(
      await refusal(() =>
        noveltyFromSafetensors(
          writeSafetensors(tensors, [
            ['shift', bad],
            ['format', metadata.get('format')!],
          ]),
          net,
        ),
      ),
    ).toBe('bad-file');
  for (const bad of [4, -1, 0.5])
    expect(await refusal(() => fitNovelty(net, known, { shift: bad }))).toBe('bad-option');
  x.dispose();
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});

test('the same seed gives the same numbers; a file gives them back', async () => {
  const model = network();
  const net = classifier(model, { bounds: [-2, 2] });
  const [first, again, other] = [
    await fitNovelty(net, known, { ...quick, epochs: 1, outliers }),
    await fitNovelty(net, known, { ...quick, epochs: 1, outliers }),
    await fitNovelty(net, known, { ...quick, epochs: 1, outliers, seed: 9 }),
  ];
  expect(again.parameters).toEqual(first.parameters);
  expect(other.threshold()).not.toBe(first.threshold());
  const bytes = noveltyToSafetensors(first, [['of', 'rows']]);
  const read = noveltyFromSafetensors(bytes, net);
  expect(read.parameters).toEqual(first.parameters);
  expect(await scoresOf(read, outliers)).toEqual(await scoresOf(first, outliers));
  expect(await refusal(() => noveltyFromSafetensors(bytes.slice(0, -4), net))).toBe('bad-file');
  const three = classifier((x: tf.Tensor) => tf.zeros([x.shape[0], 3]), {
    inputShape: shape,
    classes: 3,
    bounds: [-1, 1],
  });
  expect(await refusal(() => noveltyFromSafetensors(bytes, three))).toBe('unsupported-model');
  const otherModel = network();
  otherModel.setWeights(model.getWeights().map((weight) => tf.mul(weight, 1.1)));
  const another = classifier(otherModel, { bounds: [-2, 2] });
  expect(await refusal(() => noveltyFromSafetensors(bytes, another))).toBe('unsupported-model');
  otherModel.dispose();
  model.dispose();
});

test('stopped, it goes by what it has; progress tells what it does', async () => {
  const model = network();
  const controller = new AbortController();
  const phases: string[] = [];
  const detector = await fitNovelty(classifier(model, { bounds: [-2, 2] }), known, {
    ...quick,
    outliers,
    signal: controller.signal,
    onStep: ({ value, step, total }) => {
      phases.push(value.phase);
      expect(step).toBeLessThanOrEqual(total!);
      if (value.phase === 'outliers') controller.abort();
    },
  });
  expect(phases).toEqual([...Array<string>(6).fill('distances'), 'outliers', 'held-out']);
  expect(Number.isFinite(detector.threshold())).toBe(true);
  model.dispose();
});

test('refusals name what is wrong and leave nothing', async () => {
  const model = network();
  const net = classifier(model, { bounds: [-2, 2] });
  const before = tf.memory().numTensors;
  const asFunction = classifier((x: tf.Tensor) => tf.zeros([x.shape[0], 2]), {
    inputShape: shape,
    classes: 2,
    bounds: [-1, 1],
  });
  const labelled = (label: number): LabelledImages => ({ ...known, labels: new Uint8Array(known.size).fill(label) });
  expect(await refusal(() => fitNovelty(asFunction, known))).toBe('unsupported-model');
  expect(await refusal(() => fitNovelty(net, labelled(2)))).toBe('bad-class');
  expect(await refusal(() => fitNovelty(net, labelled(1)))).toBe('bad-value');
  expect(await refusal(() => fitNovelty(net, { ...known, inputShape: [16] }))).toBe('bad-shape');
  expect(await refusal(() => fitNovelty(net, known, { outliers: { ...outliers, size: 0 } }))).toBe('bad-shape');
  expect(await refusal(() => fitNovelty(net, { ...known, size: 1 }))).toBe('bad-shape');
  const detector = await fitNovelty(net, known, { batch: 60 });
  expect(await refusal(() => detector.threshold(1))).toBe('bad-option');
  expect(await refusal(() => detector.threshold(0.1, 'outlier'))).toBe('bad-option');
  const flat = tf.zeros([1, 16]);
  expect(await refusal(() => detector.score(flat))).toBe('bad-shape');
  flat.dispose();
  expect(tf.memory().numTensors).toBe(before);
  model.dispose();
});
