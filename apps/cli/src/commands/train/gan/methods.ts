import { InterpError } from '@interp/core';
import {
  convolutionalDiscriminator,
  convolutionalGenerator,
  discriminator,
  generator,
  gradientPenalty,
  hinge,
  minimax,
  nonSaturating,
  noPenalty,
  r1,
  thesisLoss,
  trainGanOptions,
  wganGp,
  type GanLoss,
  type GradientPenalty,
  type TrainGanOptions,
} from '@interp/gan';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainOptions } from './options.js';

/** What the names on the command line stand for. */
const losses: Readonly<Record<TrainOptions['loss'], (smoothing?: number) => GanLoss>> = {
  'non-saturating': (smoothing) => nonSaturating({ smoothing }),
  minimax: (smoothing) => minimax({ smoothing }),
  thesis: (smoothing) => thesisLoss({ smoothing }),
  'wgan-gp': () => wganGp(),
  hinge,
};

const lossOf = ({ loss, smoothing }: TrainOptions): GanLoss => {
  if (smoothing && (loss === 'wgan-gp' || loss === 'hinge'))
    throw new InterpError(
      'bad-option',
      `--smoothing moves a target of probability, which ${loss} has not; leave it out, or take another --loss`,
    );
  return losses[loss](smoothing);
};

const penaltyOf = ({ penalty, gamma }: TrainOptions, loss: GanLoss): GradientPenalty => {
  const chosen = penalty ?? (loss.penalty.name === 'r1' ? 'r1' : 'gradient');
  if (gamma !== undefined && chosen !== 'r1')
    throw new InterpError('bad-option', `--gamma is the weight of r1 and the penalty is ${chosen}; leave it out`);
  if (chosen === 'r1') return r1({ gamma });
  return chosen === 'none' ? noPenalty : gradientPenalty();
};

/** Steps at which snapshots are kept: few at first, as many more again and again, and the last one. */
const snapshotSteps = (last: number): readonly number[] => [
  ...new Set([0, 100, 300, 1000, 3000, 9000, 27_000, 81_000].filter((step) => step < last)),
  last,
];

/**
 * What the options mean to the training.
 *
 * @throws InterpError `bad-option` for options that mean nothing together
 */
export const trainingOf = (options: TrainOptions, size: number): TrainGanOptions & { readonly epochs: number } => {
  const { epochs, batch, rate, beta1, discriminatorSteps, average, seed, checkpointEvery } = options;
  const loss = lossOf(options);
  const penalty = penaltyOf(options, loss);
  const given = { epochs, batch, rate, beta1, discriminatorSteps, average, seed, checkpointEvery, loss, penalty };
  const training = trainGanOptions.withDefaults(given);
  const perEpoch = Math.max(1, Math.floor(size / (training.batch * training.discriminatorSteps)));
  return { ...training, snapshots: { at: snapshotSteps(perEpoch * training.epochs), count: 10 } };
};

/** Both networks of a GAN. */
export interface Networks {
  /** Makes images of latent codes. */
  readonly generator: LayersModel;
  /** Tells them from real ones. */
  readonly discriminator: LayersModel;
}

/** Both networks, from the seed and the one after it. */
export const networksOf = ({ architecture, latent: latentSize, seed }: TrainOptions): Networks =>
  architecture === 'dense'
    ? { generator: generator({ latentSize, seed }), discriminator: discriminator({ seed: seed + 1 }) }
    : {
        generator: convolutionalGenerator({ latentSize, seed }),
        discriminator: convolutionalDiscriminator({ seed: seed + 1 }),
      };
