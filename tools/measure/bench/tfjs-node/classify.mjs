import { imagesOf, lenet } from './lenet.mjs';

/** Classes of all images; of three sizes of batch the fastest is taken. */
export async function benchmark(tf, tensors) {
  const model = lenet(tf, tensors);
  const images = imagesOf(tf, tensors);
  const size = images.shape[0];
  const inParts = async (batch, work) => {
    const parts = [];
    for (let from = 0; from < size; from += batch) {
      const found = tf.tidy(() => work(model.predictOnBatch(tf.slice(images, from, Math.min(batch, size - from)))));
      parts.push(await found.data());
      found.dispose();
    }
    return parts;
  };
  const classesBy = (batch) => inParts(batch, (logits) => tf.argMax(logits, 1));
  const timed = [];
  for (const batch of [250, 1000, size]) {
    await classesBy(batch);
    const begin = performance.now();
    await classesBy(batch);
    timed.push({ batch, taken: performance.now() - begin });
  }
  const { batch } = timed.sort((a, b) => a.taken - b.taken)[0];
  return {
    check: async () => (await inParts(1000, (logits) => tf.clone(logits))).flatMap((part) => Array.from(part)),
    run: () => classesBy(batch),
    dispose: () => {
      images.dispose();
      model.dispose();
    },
  };
}
