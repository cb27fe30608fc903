import { boolean, checkedBy, InterpError, number, optionsTable } from '@interp/checks';
import { random, type LabelledImages } from '@interp/core';
import { pixelStatistics } from './density/pixel-statistics.js';
import { rbm, type Rbm } from './rbm.js';
import { checkVariant, cho, type Variant } from './variants.js';

/** Options of {@link initialRbm}. */
export interface InitialRbmOptions {
  /** Number of hidden units, N. Default 100. */
  readonly hidden?: number;
  /** Its energy. Default `cho`, the thesis' one. */
  readonly variant?: Variant;
  /** The initial σ, in units of the pixels, for variants that have one. Default 0.5. */
  readonly sigma?: number;
  /** Whether each visible unit has its own σ, if the variant allows it. Default true. */
  readonly perPixel?: boolean;
  /** Standard deviation of the initial weights. Default 0.01. */
  readonly weightScale?: number;
  /** The initial logits of the hidden units for the mean image. Default 0: each is on half of the time. */
  readonly hiddenBias?: number;
  /** Seed of the initial weights, an integer. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link InitialRbmOptions}. */
export const initialRbmOptions = optionsTable<InitialRbmOptions>()({
  hidden: number({ min: 1, integer: true, default: 100 }),
  variant: checkedBy((_, value) => checkVariant(value as Variant), { default: cho }),
  sigma: number({ above: 0, default: 0.5 }),
  perPixel: boolean({ default: true }),
  weightScale: number({ min: 0, default: 0.01 }),
  hiddenBias: number({ default: 0 }),
  seed: number({ integer: true, default: 0 }),
});

const logit = (p: number): number => Math.log(p / (1 - p));

/**
 * An untrained RBM for a set of images. Its visible biases are the images' mean (for binary units, its logit; Hinton 2010, section 8.1).
 * Its hidden biases are set so that each hidden unit is on with probability ½ for the mean image: with pixels from -1 to 1 and other biases,
 * all hidden units die in the first steps.
 *
 * @param data - the images, for their mean; borrowed
 * @param options - sizes, energy, initial parameters
 * @returns the RBM, which belongs to the caller
 * @throws InterpError `bad-option` for an option out of range, `bad-shape` for no images, `bad-value` for pixels that do not fit
 */
export const initialRbm = async (data: LabelledImages, options?: InitialRbmOptions): Promise<Rbm> => {
  const { hidden, variant, sigma, perPixel, weightScale, hiddenBias, seed } = initialRbmOptions.withDefaults(options);
  const { mean } = await pixelStatistics(data);
  const outside = mean.find((value) => !variant.continuous && (value < 0 || value > 1));
  if (outside !== undefined)
    throw new InterpError(
      'bad-value',
      `the images have a mean of ${outside.toPrecision(3)} at a pixel; expected 0 to 1 for binary visible units; use binarised()`,
    );
  const M = mean.length;
  const first = variant.sigma === 'none' ? 1 : sigma;
  const sigmas = new Float32Array(variant.sigma === 'one-or-per-pixel' && perPixel ? M : 1).fill(first);
  const weights = random(seed).normals(M * hidden, 0, weightScale);
  const biases = new Float64Array(hidden).fill(hiddenBias);
  const gain = variant.inputGain(first) / variant.hiddenGain(first);
  for (let i = 0; i < M; i++) for (let j = 0; j < hidden; j++) biases[j] -= gain * mean[i] * weights[i * hidden + j];
  const halfOn = (i: number): number => {
    let sum = 0;
    for (let j = 0; j < hidden; j++) sum += weights[i * hidden + j];
    return 0.5 * variant.outputGain(first) * sum;
  };
  return rbm({
    variant,
    inputShape: data.inputShape,
    parameters: {
      weights,
      visibleBias: Float32Array.from(
        mean,
        (value, i) => (variant.continuous ? value : logit(Math.min(Math.max(value, 0.001), 0.999))) - halfOn(i),
      ),
      hiddenBias: Float32Array.from(biases),
      sigma: sigmas,
    },
  });
};
