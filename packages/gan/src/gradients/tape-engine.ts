import { withCorrectedGradients } from '@interp/tape';
import { applied } from '@interp/tape/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import {
  latentClasses,
  logitOf,
  type DiscriminatorExtras,
  type DiscriminatorGradients,
  type GanEngine,
} from './engine.js';
import type { GanLoss, MeanLoss } from '../losses/loss.js';
import type { GradientPenalty } from '../losses/penalties.js';
import { withSecondDerivatives } from './second-derivatives.js';

/** Puts a mean with a given derivative on the tape. */
const customValue = (of: (x: tf.Tensor) => { readonly value: tf.Scalar; readonly gradient: tf.Tensor }, x: tf.Tensor) =>
  tf.customGrad((input, save) => {
    const { value, gradient } = of(input as tf.Tensor);
    (save as tf.GradSaveFunc)([gradient]);
    return { value, gradFunc: (dy: tf.Scalar, [saved]: tf.Tensor[]) => tf.mul(saved, dy) };
  })(x);

const run = (model: LayersModel, x: tf.Tensor): tf.Tensor2D =>
  applied(model, [x], { training: true })[0] as tf.Tensor2D;

const regularised = (model: LayersModel, loss: tf.Scalar): tf.Scalar =>
  model.calculateLosses().reduce<tf.Scalar>((sum, penalty) => tf.add(sum, penalty), loss);

/** The gradient of a loss for each trainable weight; zeros if it does not depend on it. */
const gradientsOf = (model: LayersModel, loss: () => tf.Scalar): tf.Tensor[] => {
  const variables = model.trainableWeights.map((weight) => weight.read());
  const { grads } = tf.engine().gradients(() => regularised(model, loss()), variables, undefined, true);
  return variables.map((variable, i) => (grads[i] as tf.Tensor | undefined) ?? tf.zerosLike(variable));
};

/**
 * Gradients by TensorFlow.js' tape, for any pair of models; the penalty is a gradient of a gradient.
 *
 * @param generator - the generator
 * @param discriminator - the discriminator
 * @param loss - the loss of both
 * @param penalty - on the discriminator's gradient
 * @param classes - logits of the discriminator: 1, or one for each class
 * @returns the engine
 */
export const tapeEngine = (
  generator: LayersModel,
  discriminator: LayersModel,
  loss: GanLoss,
  penalty: GradientPenalty,
  classes = 1,
): GanEngine => {
  const meanOf = (of: (logits: tf.Tensor2D) => MeanLoss, logits: tf.Tensor): tf.Scalar =>
    customValue((x) => of(x as tf.Tensor2D), logits);

  const penaltyAt = (at: tf.Tensor, chosen: tf.Tensor2D | undefined): tf.Scalar => {
    const gradient = tf.grad((x) => tf.sum(logitOf(run(discriminator, x), chosen)))(at);
    const squares = tf.sum(tf.reshape(tf.square(gradient), [at.shape[0], -1]), 1);
    return customValue((x) => penalty.of(x as tf.Tensor1D), squares);
  };

  const discriminatorGradients = (
    real: tf.Tensor,
    fake: tf.Tensor,
    { between, classes: known }: DiscriminatorExtras = {},
  ): DiscriminatorGradients => {
    let found!: Omit<DiscriminatorGradients, 'gradients'>;
    const lookAt = penalty.at === 'none' ? (work: () => tf.Tensor[]) => work() : withSecondDerivatives;
    const look = (): tf.Scalar => {
      const ofReal = logitOf(run(discriminator, real), known?.real);
      const ofFake = logitOf(run(discriminator, fake), known?.fake);
      const both = tf.add<tf.Scalar>(meanOf(loss.real, ofReal), meanOf(loss.fake, ofFake));
      const extra = penalty.at === 'none' ? tf.scalar(0) : penaltyAt(between ?? real, known?.real);
      found = { loss: tf.keep(both), penalty: tf.keep(extra), real: tf.keep(ofReal), fake: tf.keep(ofFake) };
      return tf.add(both, extra);
    };
    const gradients = withCorrectedGradients(() => lookAt(() => gradientsOf(discriminator, look)));
    const { loss: total, penalty: extra, real: ofReal, fake: ofFake } = found;
    const handed = {
      loss: tf.clone(total),
      penalty: tf.clone(extra),
      real: tf.clone(ofReal),
      fake: tf.clone(ofFake),
      gradients,
    };
    tf.dispose([total, extra, ofReal, ofFake]);
    return handed;
  };

  return {
    kind: 'tape',
    generate: (z) => ({ images: run(generator, z), made: [z] }),
    discriminatorGradients,
    generatorGradients: ({ made: [z] }, known) => {
      let kept!: tf.Scalar;
      const wanted = classes > 1 ? (known ?? latentClasses(z, classes)) : undefined;
      const generatorLoss = (): tf.Scalar => {
        const value = meanOf(loss.generator, logitOf(run(discriminator, run(generator, z)), wanted));
        kept = tf.keep(value);
        return value;
      };
      const gradients = withCorrectedGradients(() => gradientsOf(generator, generatorLoss));
      const value = tf.clone(kept);
      kept.dispose();
      return { loss: value, gradients };
    },
  };
};
