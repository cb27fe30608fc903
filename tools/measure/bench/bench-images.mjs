import { random } from '@interp/core';
import { imageSet } from '@interp/mnist';
import { findMnist, loadMnist } from '@interp/mnist/node';

const noise = (size, stream) =>
  imageSet({
    pixels: Uint8Array.from({ length: size * 784 }, () => stream.integer(256)),
    labels: Uint8Array.from({ length: size }, () => stream.integer(10)),
    name: 'random',
  });

/** The first images of a set, as one. */
export const firstOf = (set, size) => {
  const shape = set.pixels.length / set.size;
  return imageSet({
    pixels: set.pixels.subarray(0, size * shape),
    labels: set.labels.subarray(0, size),
    name: set.name,
  });
};

/**
 * What the benchmarks look at: MNIST where it is found, else random pixels, which take as long.
 *
 * @param {{ data?: string, quick?: boolean }} options - where MNIST is; whether a few images are enough
 * @returns {Promise<{ train: object, test: object, epoch: object, batch: number, source: string }>} `train` is the first part of `epoch`;
 *   `batch` is how many images the slower methods take
 */
export async function benchImages({ data, quick }) {
  const found = await findMnist({ data }).catch(() => undefined);
  const [trained, tested, batch] = quick ? [256, 500, 10] : [12_800, 10_000, 100];
  if (!found) {
    const stream = random(1);
    const train = noise(trained, stream);
    return { train, test: noise(tested, stream), epoch: train, batch, source: 'random pixels' };
  }
  const { train, test } = await loadMnist(found);
  const part = firstOf(train, trained);
  return { train: part, test: firstOf(test, tested), epoch: quick ? part : train, batch, source: 'MNIST' };
}
