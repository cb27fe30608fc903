import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { batches, drawnDigits, imageSet, ofClass, sampleDigits, splitDataset, subset } from '../src/index.js';
import { onCpu } from './on-cpu.js';
import { refused } from '@interp/testing/refusal';

beforeAll(onCpu);

let before = 0;
beforeEach(() => {
  before = tf.memory().numTensors;
});
afterEach(() => {
  expect(tf.memory().numTensors).toBe(before);
});

const tiny = imageSet({
  pixels: Uint8Array.of(0, 51, 102, 153, 204, 255),
  labels: Uint8Array.of(4, 2, 4),
  rows: 1,
  columns: 2,
  name: 'tiny',
});

const values = (tensor: tf.Tensor): number[] => {
  const data = [...tensor.dataSync()];
  tensor.dispose();
  return data;
};

describe('imageSet', () => {
  test('maps grey values p to p / 127.5 - 1', () => {
    const batch = tiny.images([2, 0]);
    expect(batch.shape).toEqual([2, 1, 2, 1]);
    expect(batch.dtype).toBe('float32');
    expect(values(batch)).toEqual([204, 255, 0, 51].map((p) => Math.fround(p / 127.5 - 1)));
  });

  test('fills memory of the caller and leaves the rest', () => {
    const target = new Float32Array(5).fill(9);
    tiny.fill([2], target);
    expect([...target]).toEqual([Math.fround(0.6), 1, 9, 9, 9]);
  });

  test('takes any kind of list, also an empty one', () => {
    expect(values(tiny.images(Uint32Array.of(1)))).toHaveLength(2);
    const none = tiny.images([]);
    expect(none.shape).toEqual([0, 1, 2, 1]);
    none.dispose();
  });

  test.each([[3], [-1], [0.5], [NaN]])('refuses index %p', async (index) => {
    expect((await refused(() => tiny.images([index]))).message).toMatch(`tiny has no image ${index}; expected 0 to 2`);
  });

  test('refuses a target that is too short', async () => {
    expect((await refused(() => tiny.fill([0, 1], new Float32Array(3)))).message).toMatch(
      /3 floats; expected at least 4 for 2 images/,
    );
  });

  test('refuses unequal numbers of images and labels', async () => {
    expect(await refused(() => imageSet({ pixels: new Uint8Array(2 * 784), labels: new Uint8Array(3) }))).toMatchObject(
      {
        code: 'bad-file',
        message: 'images has 2 images of 28 x 28 and 3 labels; expected as many labels as images',
      },
    );
  });
});

describe('subset, ofClass, splitDataset', () => {
  test('a subset has the images and labels at its indices', () => {
    const part = subset(tiny, [2, 1]);
    expect([part.size, ...part.labels]).toEqual([2, 4, 2]);
    expect(values(part.images([1]))).toEqual(values(tiny.images([1])));
  });

  test('a subset of a subset', () => {
    expect(values(subset(subset(tiny, [2, 1]), [1]).images([0]))).toEqual(values(tiny.images([1])));
  });

  test('indices out of range are refused at both levels', async () => {
    expect((await refused(() => subset(tiny, [3]))).message).toMatch('the set has no image 3; expected 0 to 2');
    expect((await refused(() => subset(tiny, [0]).images([1]))).message).toMatch(
      'the subset has no image 1; expected 0 to 0',
    );
    expect((await refused(() => subset(tiny, [0]).images([0.5]))).message).toMatch(
      'the subset has no image 0.5; expected 0 to 0',
    );
  });

  test('a class, in order of appearance', () => {
    expect([...ofClass(tiny, 4).indices]).toEqual([0, 2]);
    expect(ofClass(tiny, 9).size).toBe(0);
  });

  test('splits without random: the last ones are for validation', () => {
    const { training, validation } = splitDataset(sampleDigits(), { validation: 3 });
    expect([[...training.indices], [...validation.indices]]).toEqual([
      [0, 1, 2, 3, 4, 5, 6],
      [7, 8, 9],
    ]);
  });

  test('splits at random into parts that make up the whole, the same for the same seed', () => {
    const split = (seed: number) =>
      splitDataset(drawnDigits({ seed: 1, count: 100 }), { validation: 30, random: random(seed) });
    const { training, validation } = split(5);
    expect([training.size, validation.size]).toEqual([70, 30]);
    expect(new Set([...training.indices, ...validation.indices]).size).toBe(100);
    expect([...split(5).validation.indices]).toEqual([...validation.indices]);
    expect([...split(6).validation.indices]).not.toEqual([...validation.indices]);
  });

  test.each([[-1], [4], [1.5]])('refuses %p images for validation', async (validation) => {
    expect(await refused(() => splitDataset(tiny, { validation }))).toMatchObject({ code: 'bad-option' });
  });
});

describe('batches', () => {
  const run = (options?: Parameters<typeof batches>[1]) =>
    [...batches(sampleDigits(), options)].map(({ images, labels, indices }) => {
      expect(images.shape).toEqual([indices.length, 28, 28, 1]);
      images.dispose();
      expect([...labels]).toEqual([...indices]);
      return [...indices];
    });

  test('in order, the last one smaller', () => {
    expect(run({ batchSize: 4 })).toEqual([
      [0, 1, 2, 3],
      [4, 5, 6, 7],
      [8, 9],
    ]);
  });

  test('without the smaller one', () => {
    expect(run({ batchSize: 4, dropLast: true })).toHaveLength(2);
    expect(run({ batchSize: 5, dropLast: true })).toHaveLength(2);
  });

  test('all at once by default', () => expect(run()).toHaveLength(1));

  test('shuffled: every image once, by the seed', () => {
    const order = run({ batchSize: 3, random: random(1) }).flat();
    expect(order.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(run({ batchSize: 3, random: random(1) }).flat()).toEqual(order);
    expect(run({ batchSize: 3, random: random(2) }).flat()).not.toEqual(order);
  });

  test('another epoch from the same stream has another order', () => {
    const stream = random(1);
    expect(run({ random: stream })).not.toEqual(run({ random: stream }));
  });

  test('some images only', () => {
    expect(run({ indices: [7, 3, 5], batchSize: 2 })).toEqual([[7, 3], [5]]);
    expect(
      run({ indices: [7, 3, 5], random: random(3) })
        .flat()
        .toSorted(),
    ).toEqual([3, 5, 7]);
    expect(run({ indices: [] })).toEqual([]);
  });

  test('images are converted only when their turn comes', () => {
    const stream = batches(sampleDigits(), { batchSize: 1 });
    stream.next().value!.images.dispose();
    expect(tf.memory().numTensors).toBe(before);
    stream.return();
  });

  test.each([[0], [-1], [1.5], [NaN]])('refuses batchSize %p, at once', async (batchSize) => {
    expect(await refused(() => batches(sampleDigits(), { batchSize }))).toMatchObject({ code: 'bad-option' });
  });

  test('refuses indices out of range', async () => {
    expect((await refused(() => [...batches(sampleDigits(), { indices: [10] })])).message).toMatch(
      'sample has no image 10; expected 0 to 9',
    );
  });
});
