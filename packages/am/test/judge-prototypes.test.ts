import { classifier } from '@interp/core';
import { refusal } from '@interp/testing/refusal';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { decoderPrototypes, judgePrototypes, prototypes } from '../src/index.js';
import { tinyDecoder } from './tiny-decoder.js';
import { leaving, shape, size, slowLogits, slowProbability, tiny } from './tiny.js';

beforeAll(async () => {
  await tf.setBackend('cpu');
  Object.assign(tf.backend(), { firstUse: false });
});

test('records come with what the judge says; tensors become numbers and are let go', async () => {
  await leaving(0, async () => {
    const found = await prototypes(tiny(), { classes: [2, 0, 1, 1], steps: 4, seed: 3 });
    const pixels = Array.from(found.images.dataSync());
    // A judge that sees the image upside down.
    const judge = classifier((x) => tiny().logits(tf.neg(x)), { inputShape: shape, classes: 3, bounds: [-1, 1] });
    const judged = await judgePrototypes(found, judge);
    expect(Array.from(judged.images)).toEqual(pixels);
    expect([judged.shape, judged.stopped, judged.latents]).toEqual([[4, ...shape], false, undefined]);
    let agreed = 0;
    for (const [i, { judge: said, ...item }] of judged.items.entries()) {
      expect(item).toEqual(found.items[i]);
      const image = pixels.slice(i * size, (i + 1) * size).map((value) => -value);
      const logits = slowLogits(image);
      expect(said.class).toBe(logits.indexOf(Math.max(...logits)));
      expect(said.probability).toBeCloseTo(slowProbability(image, said.class), 5);
      if (said.class === item.class) agreed++;
    }
    expect(judged.agreed).toBe(agreed);
  });
});

test('latent codes come along', async () => {
  await leaving(0, async () => {
    const found = await decoderPrototypes(tiny(), tinyDecoder(), { classes: [0, 1], steps: 2, restarts: 1 });
    const codes = Array.from(found.latents.dataSync());
    const { latents, agreed, items } = await judgePrototypes(found, tiny());
    expect(Array.from(latents!)).toEqual(codes);
    expect(agreed).toBe(items.filter((item) => item.judge.class === item.class).length);
  });
});

test('a judge of other images, or of none, is refused, and the images are let go', async () => {
  await leaving(0, async () => {
    const of = async (judge: unknown): Promise<string | undefined> =>
      refusal(async () => judgePrototypes(await prototypes(tiny(), { classes: [0], steps: 1 }), judge as never));
    expect(await of(classifier((x) => tf.sub(x, 5), { inputShape: [3], classes: 3, bounds: [0, 1] }))).toBe(
      'bad-shape',
    );
    expect(await of(null)).toBe('bad-option');
  });
});
