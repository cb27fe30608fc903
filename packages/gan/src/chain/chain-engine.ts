import * as tf from '@tensorflow/tfjs-core';
import type { DiscriminatorGradients, GanEngine } from '../engine.js';
import type { GanLoss } from '../loss.js';
import type { GradientPenalty } from '../penalty.js';
import type { Link } from './link.js';
import { back, firstWeighted, forward, weightGradients } from './passes.js';

/** The first rows of a tensor. */
const rows = (x: tf.Tensor, from: number, count: number): tf.Tensor =>
  tf.slice(x, [from, ...x.shape.slice(1).map(() => 0)], [count, ...x.shape.slice(1)]);

/** A factor for each image, made to fit a tensor of images. */
const perImage = (factors: tf.Tensor, x: tf.Tensor): tf.Tensor =>
  tf.reshape(factors, [x.shape[0], ...x.shape.slice(1).map(() => 1)]);

/** A penalty with its gradients for kernels; biases have none. */
interface PenaltyGradients {
  readonly value: tf.Scalar;
  readonly kernels: readonly (tf.Tensor | undefined)[];
}

/**
 * The penalty of the first `n` rows and its gradients. Where masks are fixed, g = ∇ₓ logit is a product of the kernels with the
 * derivatives δ on the way down, so that the penalty's gradient for a kernel is that of the kernel's own step with δ at its output and,
 * at its input, u = ∂penalty/∂g carried up through the same masks.
 */
const penalised = (
  links: readonly Link[],
  values: readonly tf.Tensor[],
  deltas: readonly tf.Tensor[],
  penalty: GradientPenalty,
  n: number,
): PenaltyGradients => {
  const of = (x: tf.Tensor): tf.Tensor => (x.shape[0] === n ? x : rows(x, 0, n));
  const seen = values.map(of);
  const lowest = firstWeighted(links);
  const below = back(links.slice(0, lowest + 1), seen, of(deltas[lowest]), 0);
  const downs = links.map((_, i) => (i < lowest ? below[i] : of(deltas[i])));
  const gradient = links[0].back(downs[0], seen[0], seen[1]);
  const squares = tf.sum<tf.Tensor1D>(tf.reshape(tf.square(gradient), [n, -1]), 1);
  const { value, slope } = penalty.of(squares);
  let up = tf.mul(gradient, perImage(tf.mul(slope, 2), gradient));
  const kernels = links.map((link, i) => {
    const kernel = link.kernelGradient?.(up, downs[i]);
    if (i < links.length - 1) up = link.push!(up, seen[i + 1]);
    return kernel;
  });
  return { value, kernels };
};

/**
 * Gradients by passes that are written out, for two chains: one pass forward and one back for real and generated images together, and
 * for the penalty one more pass up.
 *
 * @param generator - the generator's links
 * @param discriminator - the discriminator's links, each with a `push` where there is a penalty
 * @param loss - what both minimise
 * @param penalty - on the discriminator's slope
 * @returns the engine
 */
export const chainEngine = (
  generator: readonly Link[],
  discriminator: readonly Link[],
  loss: GanLoss,
  penalty: GradientPenalty,
): GanEngine => {
  const lowest = firstWeighted(discriminator);
  const lowestOfGenerator = firstWeighted(generator);

  const discriminate = (real: tf.Tensor, fake: tf.Tensor, between?: tf.Tensor): DiscriminatorGradients => {
    const groups = between ? [between, real, fake] : [real, fake];
    const [n, start] = [real.shape[0], between ? real.shape[0] : 0];
    const values = forward(discriminator, tf.concat(groups));
    const logits = values.at(-1) as tf.Tensor2D;
    const [ofReal, ofFake] = [rows(logits, start, n), rows(logits, start + n, n)] as [tf.Tensor2D, tf.Tensor2D];
    const [good, bad] = [loss.real(ofReal), loss.fake(ofFake)];
    const slopes = tf.concat([...(between ? [tf.zerosLike(good.slope)] : []), good.slope, bad.slope]);
    const found = { loss: tf.add<tf.Scalar>(good.value, bad.value), real: ofReal, fake: ofFake };
    if (penalty.at === 'nowhere') {
      const deltas = back(discriminator, values, slopes, lowest);
      return { ...found, penalty: tf.scalar(0), gradients: weightGradients(discriminator, values, deltas) };
    }
    const deltas = back(discriminator, values, tf.onesLike(logits), lowest);
    const scaled = deltas.map((delta) => tf.mul(delta, perImage(slopes, delta)));
    const gradients = weightGradients(discriminator, values, scaled);
    const { value, kernels } = penalised(discriminator, values, deltas, penalty, n);
    const added = discriminator.flatMap(({ weights }, i) => weights.map((_, k) => (k === 0 ? kernels[i] : undefined)));
    return {
      ...found,
      penalty: value,
      gradients: gradients.map((gradient, i) => (added[i] ? tf.add(gradient, added[i]) : gradient)),
    };
  };

  return {
    kind: 'chain',
    generate: (z) => {
      const made = forward(generator, z);
      return { images: made.at(-1)!, made };
    },
    discriminate,
    persuade: ({ images, made }) => {
      const values = forward(discriminator, images);
      const { value, slope } = loss.generator(values.at(-1) as tf.Tensor2D);
      const [lowestDelta] = back(discriminator, values, slope, 0);
      const atImages = discriminator[0].back(lowestDelta, values[0], values[1]);
      const deltas = back(generator, made, atImages, lowestOfGenerator);
      return { loss: value, gradients: weightGradients(generator, made, deltas) };
    },
  };
};
