import { checkedBy, checkNumber, number, optionsTable } from '@interp/checks';
import { repeatable } from '@interp/training/internal';
import * as tf from '@tensorflow/tfjs-core';

/** A penalty's mean and its derivative. */
export interface MeanPenalty {
  /** The mean over the images. */
  readonly value: tf.Scalar;
  /** Its derivative with respect to each squared norm, `[n]`. */
  readonly gradient: tf.Tensor1D;
}

/**
 * A penalty on the discriminator's gradient: a function of ‖∇ₓ logit(x)‖² at some images. It runs inside a `tf.tidy`. A new
 * penalty is a function that returns one of these.
 */
export interface GradientPenalty {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number>>;
  /** The images where it is evaluated: real ones, or random interpolations of real and generated ones; `none` is no penalty. */
  readonly at: 'real' | 'interpolated' | 'none';
  /** The mean penalty of squared norms, `[n]`. */
  readonly of: (squaredNorms: tf.Tensor1D) => MeanPenalty;
}

/** Options of {@link r1}. */
export interface R1Options {
  /** Its weight γ. Default 2: on MNIST with the thesis' networks every digit is covered from 1 to 5. */
  readonly gamma?: number;
}

/** Checks and defaults of {@link R1Options}. */
export const r1Options = optionsTable<R1Options>()({ gamma: number({ above: 0, default: 2 }) });

/**
 * The R1 penalty: ½γ E‖∇ₓ logit(x)‖² at real images (Mescheder, Geiger & Nowozin 2018, equation 9). It stabilises training
 * near convergence; without it, the thesis' small networks omit whole digits.
 *
 * @param options - its weight
 * @returns the penalty
 * @throws InterpError `bad-option` for a weight of 0 or less
 */
export const r1 = (options: R1Options = {}): GradientPenalty => {
  const { gamma } = r1Options.withDefaults(options);
  return repeatable<GradientPenalty>({
    name: 'r1',
    settings: { gamma },
    at: 'real',
    of: (squaredNorms) => ({
      value: tf.mul(tf.mean(squaredNorms), gamma / 2),
      gradient: tf.fill(squaredNorms.shape, gamma / 2 / squaredNorms.size),
    }),
  });
};

/** Options of {@link gradientPenalty}. */
export interface GradientPenaltyOptions {
  /** Its weight λ. Default 10, the paper's. */
  readonly weight?: number;
}

/** Checks and defaults of {@link GradientPenaltyOptions}. */
export const gradientPenaltyOptions = optionsTable<GradientPenaltyOptions>()({
  weight: checkedBy(
    (_, value) => {
      checkNumber('the weight of the gradient penalty', value, { above: 0 });
    },
    { default: 10 },
  ),
});

/** Keeps the derivative of a norm finite at 0. */
const least = 1e-12;

/**
 * The penalty of WGAN-GP: weight · E(‖∇ₓ logit(x)‖ - 1)² at images x = t · real + (1 - t) · generated, t uniform in [0, 1] for each
 * pair (Gulrajani et al. 2017, algorithm 1).
 *
 * @param options - its weight
 * @returns the penalty
 * @throws InterpError `bad-option` for a weight of 0 or less
 */
export const gradientPenalty = (options: GradientPenaltyOptions = {}): GradientPenalty => {
  const { weight } = gradientPenaltyOptions.withDefaults(options);
  return repeatable<GradientPenalty>({
    name: 'gradient-penalty',
    settings: { weight },
    at: 'interpolated',
    of: (squaredNorms) => {
      const norms = tf.sqrt(tf.maximum(squaredNorms, least));
      const above = tf.sub(norms, 1);
      return {
        value: tf.mul(tf.mean(tf.square(above)), weight),
        gradient: tf.mul(tf.div(above, norms), weight / squaredNorms.size),
      };
    },
  });
};

/** No penalty, as in the thesis. */
export const noPenalty: GradientPenalty = repeatable<GradientPenalty>({
  name: 'none',
  settings: {},
  at: 'none',
  of: (squaredNorms) => ({ value: tf.scalar(0), gradient: tf.zerosLike(squaredNorms) }),
});
