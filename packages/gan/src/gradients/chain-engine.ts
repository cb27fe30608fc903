import {
  chainDeltas,
  chainGradients,
  chainWeightGradients,
  firstWeighted,
  runChain,
  type TrainingStep,
} from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { GanLoss } from '../losses/loss.js';
import type { GradientPenalty } from '../losses/penalties.js';
import {
  latentClasses,
  logitOf,
  type DiscriminatorExtras,
  type DiscriminatorGradients,
  type GanEngine,
} from './engine.js';

type Chain = readonly TrainingStep[];

/** The derivative at the input of a chain, given that at the output of its first step. */
const atInput = ([first]: Chain, [x, y]: readonly tf.Tensor[], dy: tf.Tensor): tf.Tensor => first.back(dy, x, y);

/** The first rows of a tensor. */
const rows = (x: tf.Tensor, from: number, count: number): tf.Tensor =>
  tf.slice(x, [from, ...x.shape.slice(1).map(() => 0)], [count, ...x.shape.slice(1)]);

/** A factor for each image, made to fit a tensor of images. */
const perImage = (factors: tf.Tensor, x: tf.Tensor): tf.Tensor =>
  tf.reshape(factors, [x.shape[0], ...x.shape.slice(1).map(() => 1)]);

/** A penalty with the factors of its kernel gradients; biases have none. */
interface PenaltyGradients {
  readonly value: tf.Scalar;
  /** For each step with weights, the factor of its kernel gradient at its input; the other is the derivative with respect to its output. */
  readonly ups: readonly tf.Tensor[];
}

/**
 * The penalty of the first `n` rows and what its gradients are made of. Where masks are fixed, g = ∇ₓ logit is a product of the kernels with
 * the derivatives δ on the way down, so that the penalty's gradient for a kernel is that of the kernel's own step with δ at its output and,
 * at its input, u = ∂penalty/∂g carried up through the same masks.
 */
const penalised = (
  chain: Chain,
  values: readonly tf.Tensor[],
  deltas: readonly tf.Tensor[],
  penalty: GradientPenalty,
  n: number,
): PenaltyGradients => {
  const of = (x: tf.Tensor): tf.Tensor => (x.shape[0] === n ? x : rows(x, 0, n));
  const lowest = firstWeighted(chain);
  const seen = values.slice(0, lowest + 2).map(of);
  const [delta] = chainDeltas(chain.slice(0, lowest + 1), seen, of(deltas[lowest]), 0);
  const gradient = atInput(chain, seen, delta);
  const squares = tf.sum<tf.Tensor1D>(tf.reshape(tf.square(gradient), [n, -1]), 1);
  const { value, gradient: atSquares } = penalty.of(squares);
  const ups = [tf.mul(gradient, perImage(tf.mul(atSquares, 2), gradient))];
  for (let i = 0; i < chain.length - 1; i++) ups.push(chain[i].push!(ups[i], of(values[i + 1])));
  return { value, ups };
};

/** A tensor with another one added to its first rows. */
const addedToFirst = (x: tf.Tensor, first: tf.Tensor): tf.Tensor => {
  const others = x.shape[0] - first.shape[0];
  return tf.add(x, others === 0 ? first : tf.concat([first, tf.zeros([others, ...first.shape.slice(1)])]));
};

/**
 * An engine with hand-written derivatives, for two chains: one forward and one backward pass for real and generated images together, and
 * one more forward pass for the penalty.
 *
 * @param generator - the generator
 * @param discriminator - the discriminator; with a penalty, each step needs `push`
 * @param loss - the loss of both
 * @param penalty - on the discriminator's gradient
 * @param classes - logits of the discriminator: 1, or one for each class
 * @returns the engine
 */
export const chainEngine = (
  generator: Chain,
  discriminator: Chain,
  loss: GanLoss,
  penalty: GradientPenalty,
  classes = 1,
): GanEngine => {
  const lowest = firstWeighted(discriminator);
  const lowestOfGenerator = firstWeighted(generator);

  const discriminatorGradients = (
    real: tf.Tensor,
    fake: tf.Tensor,
    { between, classes: known }: DiscriminatorExtras = {},
  ): DiscriminatorGradients => {
    const groups = between ? [between, real, fake] : [real, fake];
    const [n, start] = [real.shape[0], between ? real.shape[0] : 0];
    const values = runChain(discriminator, tf.concat(groups));
    const all = values.at(-1) as tf.Tensor2D;
    const chosen = known && tf.concat<tf.Tensor2D>([known.real, known.fake]);
    const logits = logitOf(all, chosen);
    const [ofReal, ofFake] = [rows(logits, start, n), rows(logits, start + n, n)] as [tf.Tensor2D, tf.Tensor2D];
    const [good, bad] = [loss.real(ofReal), loss.fake(ofFake)];
    const atLogits = tf.concat([...(between ? [tf.zerosLike(good.gradient)] : []), good.gradient, bad.gradient]);
    const found = { loss: tf.add<tf.Scalar>(good.value, bad.value), real: ofReal, fake: ofFake };
    if (penalty.at === 'none') {
      const deltas = chainDeltas(discriminator, values, chosen ? tf.mul(atLogits, chosen) : atLogits, lowest);
      return { ...found, penalty: tf.scalar(0), gradients: chainWeightGradients(discriminator, values, deltas) };
    }
    const deltas = chainDeltas(discriminator, values, chosen ?? tf.onesLike(logits), lowest);
    const { value, ups } = penalised(discriminator, values, deltas, penalty, n);
    // A kernel's gradient is linear in its input, so loss and penalty are one product: the factors of the images are applied to the input as well.
    const scaled = (x: tf.Tensor): tf.Tensor => tf.mul(x, perImage(atLogits, x));
    const gradients = chainGradients(
      discriminator,
      (i) => [addedToFirst(scaled(values[i]), ups[i]), deltas[i]],
      (i) => scaled(deltas[i]),
    );
    return { ...found, penalty: value, gradients };
  };

  return {
    kind: 'chain',
    generate: (z) => {
      const made = runChain(generator, z);
      return { images: made.at(-1)!, made };
    },
    discriminatorGradients,
    generatorGradients: ({ images, made }, known) => {
      const values = runChain(discriminator, images);
      const wanted = classes > 1 ? (known ?? latentClasses(made[0], classes)) : undefined;
      const { value, gradient } = loss.generator(logitOf(values.at(-1) as tf.Tensor2D, wanted));
      const [lowestDelta] = chainDeltas(discriminator, values, wanted ? tf.mul(gradient, wanted) : gradient, 0);
      const atImages = atInput(discriminator, values, lowestDelta);
      const deltas = chainDeltas(generator, made, atImages, lowestOfGenerator);
      return { loss: value, gradients: chainWeightGradients(generator, made, deltas) };
    },
  };
};
