import { InterpError } from '@interp/core';
import * as gan from '@interp/gan';
import { schedules } from '@interp/training';
import { sameFlags, type FlagsOf } from '../flags.js';
import type { TrainOptions } from './options.js';

type LossName = NonNullable<TrainOptions['loss']>;

/** What the names on the command line stand for. */
const losses: Readonly<Record<LossName, (smoothing?: number) => gan.GanLoss>> = {
  'non-saturating': (smoothing) => gan.nonSaturating({ smoothing }),
  minimax: (smoothing) => gan.minimax({ smoothing }),
  thesis: (smoothing) => gan.thesisLoss({ smoothing }),
  'wgan-gp': () => gan.wganGp(),
  hinge: gan.hinge,
};

const lossOf = ({
  loss = gan.trainGanOptions.defaults.loss.name as LossName,
  smoothing,
}: TrainOptions): gan.GanLoss => {
  if (smoothing && (loss === 'wgan-gp' || loss === 'hinge'))
    throw new InterpError(
      'bad-option',
      `--smoothing softens a target probability and ${loss} has none; leave it out, or take another --loss`,
    );
  return losses[loss](smoothing);
};

const penaltyOf = ({ penalty, gamma }: TrainOptions, loss: gan.GanLoss): gan.GradientPenalty => {
  const chosen = penalty ?? (loss.penalty.name === 'r1' ? 'r1' : 'gradient');
  if (gamma !== undefined && chosen !== 'r1')
    throw new InterpError('bad-option', `--gamma is the weight of r1 and the penalty is ${chosen}; leave it out`);
  if (chosen === 'r1') return gan.r1({ gamma });
  return chosen === 'none' ? gan.noPenalty : gan.gradientPenalty();
};

/** What the options mean to the training; throws InterpError `bad-option` for options that mean nothing together. */
export const trainingOf = (options: TrainOptions): gan.TrainGanOptions => {
  const { epochs, batch, rate, beta1, discriminatorSteps, average, seed, checkpointEvery } = options;
  const loss = lossOf(options);
  const numbers = { epochs, batch, rate, beta1, discriminatorSteps, average, seed, checkpointEvery };
  const schedule = options.schedule && schedules[options.schedule]();
  return { ...numbers, loss, schedule, penalty: penaltyOf(options, loss), snapshots: {} };
};

/** The flags of what a checkpoint depends on. */
export const flags: FlagsOf = {
  ...sameFlags('loss loss.smoothing penalty penalty.gamma discriminatorSteps schedule beta1 average'),
  model: '--architecture, --conditional, --latent',
  data: '--data, --drawn, --limit',
  discriminatorRate: '',
  'snapshots.at': '',
};

/** Both networks, from the seed and the one after it. */
export const networksOf = ({ architecture, conditional, latent: latentSize, seed }: TrainOptions): gan.GanNetworks => {
  const classes = conditional ? 10 : undefined;
  const [makeGenerator, makeDiscriminator] =
    architecture === 'dense'
      ? [gan.generator, gan.discriminator]
      : [gan.convolutionalGenerator, gan.convolutionalDiscriminator];
  return {
    generator: makeGenerator({ latentSize, classes, seed }),
    discriminator: makeDiscriminator({ classes, seed: seed + 1 }),
  };
};
