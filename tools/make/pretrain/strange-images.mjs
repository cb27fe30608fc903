// Images that are no digit, to measure novelty with.
import { prototypes } from '@interp/am';
import { random } from '@interp/core';
import { digitStates, segmentImages } from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';

const count = 1000;

/** Images of a set or of a tensor scored some at a time, as an array of float32. */
export const scored = async (data, indices = Array.from({ length: data.size }, (_, i) => i), score) => {
  const values = new Float32Array(indices.length);
  for (let start = 0; start < indices.length; start += 500) {
    const images = data.images(indices.slice(start, start + 500));
    values.set(await score(images), start);
    images.dispose();
  }
  return values;
};

const imageSource = (tensor) => ({
  size: tensor.shape[0],
  images: (indices) => tf.tidy(() => tf.gather(tensor, tf.tensor1d(Int32Array.from(indices), 'int32'))),
});

const createImages = (n, value) =>
  imageSource(tf.tensor(Float32Array.from({ length: n * 784 }, value), [n, 28, 28, 1]));

/** Noise, digits spoilt, seven-segment images, prototypes of a classifier, and the even images, one kind after the other. */
export async function* strangeImages(test, indices, network) {
  const stream = random(1);
  yield { name: 'uniform noise', images: createImages(count, () => stream.uniform(-1, 1)) };
  yield { name: 'a tenth of the pixels white', images: createImages(count, () => (stream.uniform() < 0.1 ? 1 : -1)) };
  const digits = (change) => ({
    size: count,
    images: (some) =>
      tf.tidy(() => change(test.images(Array.from(some, (i) => indices[Math.floor((i * indices.length) / count)])))),
  });
  yield { name: 'inverted digits', images: digits((x) => tf.neg(x)) };
  yield { name: 'digits turned by 90°', images: digits((x) => tf.reverse(tf.transpose(x, [0, 2, 1, 3]), 1)) };
  const states = Array.from({ length: 128 }, (_, state) => state).filter((state) => !digitStates.includes(state));
  yield { name: 'seven-segment images that are no digit', images: imageSource(segmentImages({ states })) };
  const classes = Array.from({ length: 10 }, (_, digit) => digit);
  const parts = [];
  for (let seed = 1; seed <= 10; seed++) parts.push((await prototypes(network, { classes, steps: 200, seed })).images);
  yield { name: 'prototypes of lenet by activation maximisation', images: imageSource(tf.concat(parts)) };
  for (const [name, value] of Object.entries({ black: -1, grey: 0, white: 1 }))
    yield { name: `the ${name} image`, images: createImages(1, () => value) };
}
