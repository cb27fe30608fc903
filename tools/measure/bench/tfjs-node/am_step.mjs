import { lenet } from './lenet.mjs';

const [lambda, rate] = [0.001, 0.1];

/** Gradient ascent on log P(c|x) - λ‖x‖² by `tf.grads`, the probability of every step read. */
export function benchmark(tf, tensors) {
  const model = lenet(tf, tensors);
  const { data, shape } = tensors.get('start');
  const start = tf.tensor(data, [shape[0], 28, 28, 1]);
  const wanted = tf.oneHot(tf.tensor1d(tensors.get('classes').data, 'int32'), 10);
  const [steps] = tensors.get('steps').data;
  const ascend = async () => {
    let x = tf.clone(start);
    const history = [];
    for (let step = 0; step <= steps; step++) {
      /** @type {import('@tensorflow/tfjs-core').Tensor} */
      let scores;
      const objective = (y) => {
        scores = tf.keep(tf.sum(tf.mul(tf.logSoftmax(model.apply(y)), wanted), 1));
        return tf.sub(tf.sum(scores), tf.mul(lambda, tf.sum(tf.square(y))));
      };
      const next = tf.tidy(() => tf.clipByValue(tf.add(x, tf.mul(rate, tf.grad(objective)(x))), -1, 1));
      history.push(Array.from(await scores.data(), Math.exp));
      tf.dispose([x, scores]);
      x = next;
    }
    x.dispose();
    return history;
  };
  return {
    check: async () => {
      const history = await ascend();
      return Array.from({ length: shape[0] }, (_, i) => history.map((step) => step[i])).flat();
    },
    run: ascend,
    dispose: () => {
      tf.dispose([start, wanted]);
      model.dispose();
    },
  };
}
