import { imagesOf, lenet } from './lenet.mjs';

const batch = 64;
const checkedSteps = 5;

/** One training step of the LeNet by `trainOnBatch`; the batches are gathered by shuffled indices. */
export function benchmark(tf, tensors) {
  const images = imagesOf(tf, tensors);
  const labels = tf.oneHot(tf.tensor1d(tensors.get('labels').data, 'int32'), 10);
  const compiled = () => {
    const model = lenet(tf, tensors);
    model.compile({
      optimizer: tf.train.adam(0.001),
      loss: (y, logits) => tf.losses.softmaxCrossEntropy(y, logits),
    });
    return model;
  };
  const model = compiled();
  const size = images.shape[0];
  const order = tf.util.createShuffledIndices(size);
  let at = 0;
  return {
    check: async () => {
      const fresh = compiled();
      const [x, y] = [tf.slice(images, 0, batch), tf.slice(labels, 0, batch)];
      const losses = [];
      for (let step = 0; step < checkedSteps; step++) losses.push(await fresh.trainOnBatch(x, y));
      tf.dispose([x, y]);
      fresh.dispose();
      return losses;
    },
    run: async () => {
      if (at + batch > size) at = 0;
      const picked = tf.tensor1d(Int32Array.from(order.subarray(at, at + batch)), 'int32');
      const [x, y] = [tf.gather(images, picked), tf.gather(labels, picked)];
      at += batch;
      await model.trainOnBatch(x, y);
      tf.dispose([picked, x, y]);
    },
    dispose: () => {
      tf.dispose([images, labels]);
      model.dispose();
    },
  };
}
