import { imagesOf, lenet } from './lenet.mjs';

/** Gradients of the predicted class' logit, by `tf.grad`. */
export function benchmark(tf, tensors) {
  const model = lenet(tf, tensors);
  const images = imagesOf(tf, tensors);
  const highest = tf.grad((x) => tf.sum(tf.max(model.apply(x), 1)));
  const run = async () => {
    const map = tf.tidy(() => highest(images));
    const values = await map.data();
    map.dispose();
    return values;
  };
  return {
    check: run,
    run,
    dispose: () => {
      images.dispose();
      model.dispose();
    },
  };
}
