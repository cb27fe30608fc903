import { random } from '@interp/core';
import { adam, oneCycleRate, type Optimizer } from '@interp/training';
import { allOrNothing } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';

/**
 * A layer of hidden units (ReLU) and one output for each class and one for outliers, over inner values of a classifier, each of which is
 * first brought to mean 0 and standard deviation 1.
 */
export interface OutlierHead {
  /** The mean of each inner value, `[values]`. */
  readonly mean: tf.Tensor1D;
  /** What each is divided by, `[values]`. */
  readonly scale: tf.Tensor1D;
  /** Weights and biases: `[values, hidden]`, `[hidden]`, `[hidden, classes + 1]`, `[classes + 1]`. */
  readonly weights: readonly [tf.Tensor2D, tf.Tensor1D, tf.Tensor2D, tf.Tensor1D];
}

/** Inputs, hidden units, each times its share where there is one, and logits. */
const forward = (
  { mean, scale, weights: [first, firstBias, last, lastBias] }: OutlierHead,
  values: tf.Tensor2D,
  shares?: tf.Tensor2D,
) => {
  const inputs = tf.div<tf.Tensor2D>(tf.sub(values, mean), scale);
  const active = tf.relu<tf.Tensor2D>(tf.add(tf.matMul(inputs, first), firstBias));
  const hidden = shares ? tf.mul<tf.Tensor2D>(active, shares) : active;
  return { inputs, hidden, logits: tf.add<tf.Tensor2D>(tf.matMul(hidden, last), lastBias) };
};

/**
 * The log-odds of an outlier, z_outlier - log Σ_c exp(z_c).
 *
 * @param head - borrowed
 * @param values - inner values, `[n, values]`; borrowed
 * @returns `[n]`, which belongs to the caller
 */
export const outlierLogOdds = (head: OutlierHead, values: tf.Tensor2D): tf.Tensor1D =>
  tf.tidy(() => {
    const { logits } = forward(head, values);
    const [n, outputs] = logits.shape;
    const outlier = tf.reshape<tf.Rank.R1>(tf.slice2d(logits, [0, outputs - 1], [n, 1]), [n]);
    return tf.sub(outlier, tf.logSumExp(tf.slice2d(logits, [0, 0], [n, outputs - 1]), 1));
  });

/** A head in training. */
export interface HeadTraining {
  /** The head; its weights are replaced by each step. */
  readonly head: OutlierHead;
  /**
   * One step of Adam down the cross-entropy (Hendrycks et al. 2019, with a class for outliers).
   *
   * @param values - inner values, `[n, values]`; borrowed
   * @param labels - the class of each, the number of classes for outliers
   * @returns the loss before the step, which belongs to the caller
   */
  step(values: tf.Tensor2D, labels: Int32Array): tf.Scalar;
  /** Disposes of what the optimizer remembers, not of the head. */
  dispose(): void;
}

/**
 * Begins the training of a head.
 *
 * @param sizes - inner values, hidden units and classes
 * @param standard - mean and scale of each inner value; kept
 * @param options - the share of hidden units that a step leaves out, the rate at its peak, the number of steps, the seed of the first
 *   weights and of what is left out
 * @returns the training, whose head belongs to the caller
 */
export const trainHead = (
  { values: inputs, hidden, classes }: { readonly values: number; readonly hidden: number; readonly classes: number },
  standard: Pick<OutlierHead, 'mean' | 'scale'>,
  {
    dropout,
    rate,
    steps,
    seed,
  }: { readonly dropout: number; readonly rate: number; readonly steps: number; readonly seed: number },
): HeadTraining => {
  const stream = random(seed);
  const kernel = (from: number, to: number): tf.Tensor2D => {
    const limit = Math.sqrt(6 / (from + to));
    return tf.keep(tf.tensor2d(stream.uniforms(from * to, -limit, limit), [from, to]));
  };
  const zeros = (n: number): tf.Tensor1D => tf.keep(tf.zeros([n]));
  const optimizer: Optimizer = adam();
  const schedule = oneCycleRate();
  let [weights, slots] = allOrNothing((): [OutlierHead['weights'], tf.Tensor[][]] => {
    const first: OutlierHead['weights'] = [
      kernel(inputs, hidden),
      zeros(hidden),
      kernel(hidden, classes + 1),
      zeros(classes + 1),
    ];
    return [first, first.map((weight) => optimizer.slots.map(() => tf.keep(tf.zerosLike(weight))))];
  });
  let done = 0;

  const dropped = stream.split();
  /** What each hidden unit of each image is multiplied by, so that its mean stays: 0 for those left out. */
  const sharesOf = (n: number): tf.Tensor2D | undefined =>
    dropout === 0
      ? undefined
      : tf.tensor2d(
          dropped.uniforms(n * hidden).map((value) => (value < dropout ? 0 : 1 / (1 - dropout))),
          [n, hidden],
        );

  const gradientsOf = (given: tf.Tensor2D, labels: Int32Array) => {
    const shares = sharesOf(labels.length);
    const { inputs: x, hidden: h, logits } = forward({ ...standard, weights }, given, shares);
    const wanted = tf.oneHot(tf.tensor1d(labels, 'int32'), classes + 1);
    const logs = tf.sub(logits, tf.logSumExp(logits, 1, true));
    const loss = tf.neg<tf.Scalar>(tf.div(tf.sum(tf.mul(wanted, logs)), labels.length));
    const atLogits = tf.div<tf.Tensor2D>(tf.sub(tf.exp(logs), wanted), labels.length);
    const open = tf.cast<tf.Tensor2D>(tf.greater(h, 0), 'float32');
    const atHidden = tf.mul<tf.Tensor2D>(
      tf.matMul(atLogits, weights[2], false, true),
      shares ? tf.mul(open, shares) : open,
    );
    return {
      loss,
      gradients: [tf.matMul(x, atHidden, true), tf.sum(atHidden, 0), tf.matMul(h, atLogits, true), tf.sum(atLogits, 0)],
    };
  };

  return {
    get head() {
      return { ...standard, weights };
    },
    step: (given, labels) =>
      tf.tidy(() => {
        const { loss, gradients } = gradientsOf(given, labels);
        const at = { rate: rate * schedule.factor(done / steps, 1), step: ++done };
        const [oldWeights, oldSlots] = [weights, slots];
        const changes = gradients.map((gradient, i) => optimizer.change(gradient, slots[i], at));
        const moved = weights.map((weight, i) => tf.sub(weight, changes[i].change));
        weights = moved.map((weight) => tf.keep(weight)) as unknown as OutlierHead['weights'];
        slots = changes.map((change) => change.slots.map((slot) => tf.keep(slot)));
        tf.dispose([...oldWeights, ...oldSlots.flat()]);
        return loss;
      }),
    dispose: () => {
      tf.dispose(slots);
    },
  };
};
