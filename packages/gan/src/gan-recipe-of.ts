import { choice, InterpError, optionsTable, withoutDefaults } from '@interp/checks';
import { schedules } from '@interp/training';
import { overRecipe } from '@interp/training/internal';
import type { GanNetworks } from './gan-safetensors.js';
import {
  minimax,
  nonSaturating,
  smoothingOptions,
  thesisLoss,
  type SmoothingOptions,
} from './losses/cross-entropy-losses.js';
import { hinge } from './losses/hinge.js';
import type { GanLoss } from './losses/loss.js';
import { gradientPenalty, noPenalty, r1, r1Options, type GradientPenalty, type R1Options } from './losses/penalties.js';
import { wganGp } from './losses/wgan-gp.js';
import { convolutionalDiscriminator } from './networks/convolutional-discriminator.js';
import { convolutionalGenerator } from './networks/convolutional-generator.js';
import { discriminator } from './networks/discriminator.js';
import { generator, generatorOptions, type GeneratorOptions } from './networks/generator.js';
import { trainGanOptions, type TrainGanOptions } from './training/train-gan.js';

/** How a GAN is made. */
export interface GanRecipe {
  /**
   * Makes both networks, untrained.
   *
   * @returns the networks, which belong to the caller, who must `dispose()` both
   * @throws InterpError `bad-option` for sizes that do not fit together
   */
  readonly networks: () => GanNetworks;
  /** Options of {@link trainGan}. */
  readonly training: TrainGanOptions;
}

/** A GAN and its training as plain data: names in the place of functions, and the options that are not to have their defaults. */
export interface GanRecipeOptions
  extends
    SmoothingOptions,
    R1Options,
    Pick<GeneratorOptions, 'latentSize' | 'classes'>,
    Pick<TrainGanOptions, 'epochs' | 'batch' | 'rate' | 'discriminatorRate' | 'discriminatorSteps' | 'beta1' | 'beta2'>,
    Pick<TrainGanOptions, 'average' | 'checkpointEvery' | 'seed'> {
  /** The thesis' fully connected networks, or convolutional ones. Default `dense`. */
  readonly architecture?: 'dense' | 'convolutional';
  /** The loss, by its name. Default `non-saturating`. */
  readonly loss?: 'non-saturating' | 'minimax' | 'thesis' | 'wgan-gp' | 'hinge';
  /** The penalty on the discriminator's gradient, by its name. Default `gradient` for `wgan-gp`, else `r1`. */
  readonly penalty?: 'r1' | 'gradient' | 'none';
  /** The learning rate schedule with its defaults, by its name. Default `constant`. */
  readonly schedule?: keyof typeof schedules;
}

/** The name of a loss. */
export type GanLossName = NonNullable<GanRecipeOptions['loss']>;

const losses: Readonly<Record<GanLossName, (options: SmoothingOptions) => GanLoss>> = {
  'non-saturating': nonSaturating,
  minimax,
  thesis: thesisLoss,
  'wgan-gp': () => wganGp(),
  hinge,
};

const { epochs, batch, rate, discriminatorRate, discriminatorSteps, beta1, beta2, ...others } = trainGanOptions.rules;
const { average, checkpointEvery, seed } = others;
const { latentSize, classes } = generatorOptions.rules;

/** Checks of {@link GanRecipeOptions}; defaults are those of the networks, the losses and `trainGan`. */
export const ganRecipeOptions = optionsTable<GanRecipeOptions>()({
  ...withoutDefaults({ latentSize, classes, ...smoothingOptions.rules, ...r1Options.rules }),
  ...withoutDefaults({ epochs, batch, rate, discriminatorRate, discriminatorSteps, beta1, beta2 }),
  ...withoutDefaults({ average, checkpointEvery, seed }),
  architecture: choice(['dense', 'convolutional']),
  loss: choice(Object.keys(losses) as GanLossName[]),
  penalty: choice(['r1', 'gradient', 'none']),
  schedule: choice(Object.keys(schedules) as (keyof typeof schedules)[]),
});

const lossOf = ({ loss = trainGanOptions.defaults.loss.name as GanLossName, smoothing }: GanRecipeOptions): GanLoss => {
  if (smoothing && (loss === 'wgan-gp' || loss === 'hinge'))
    throw new InterpError(
      'bad-option',
      `the option smoothing softens a target probability and ${loss} has none; leave it out, or take another loss`,
    );
  return losses[loss]({ smoothing });
};

const penaltyOf = ({ penalty, gamma }: GanRecipeOptions, loss: GanLoss): GradientPenalty => {
  const chosen = penalty ?? (loss.penalty.name === 'r1' ? 'r1' : 'gradient');
  if (gamma !== undefined && chosen !== 'r1')
    throw new InterpError(
      'bad-option',
      `the option gamma is the weight of r1 and the penalty is ${chosen}; leave it out`,
    );
  if (chosen === 'r1') return r1({ gamma });
  return chosen === 'none' ? noPenalty : gradientPenalty();
};

/**
 * A GAN and its training of plain data, as a form, a file of settings or a job in a queue holds it: both networks, and what {@link trainGan} is given
 * besides them.
 *
 * @param options - names and numbers. The generator's weights and the training have the seed, the discriminator's weights the one after it
 * @returns what makes the networks, and the options of their training
 * @throws InterpError `bad-option` for an unknown name, a number out of range, and an option that means nothing to the others
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { ganRecipeOf, trainGan } from '@interp/gan';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const { networks, training } = ganRecipeOf(JSON.parse('{ "loss": "thesis", "penalty": "none", "epochs": 1, "batch": 5, "seed": 1 }'));
 * const { generator, discriminator } = networks();
 * const { history } = await trainGan(generator, discriminator, sampleDigits(), training);
 * console.log(history.length); // 1
 * generator.dispose();
 * discriminator.dispose();
 * ```
 */
export const ganRecipeOf = (options: GanRecipeOptions = {}): GanRecipe => {
  const given: GanRecipeOptions = ganRecipeOptions.withDefaults(options);
  const { epochs, batch, rate, discriminatorRate, discriminatorSteps, beta1, beta2, average, checkpointEvery } = given;
  const { latentSize, classes, schedule, seed } = given;
  const numbers = {
    epochs,
    batch,
    rate,
    discriminatorRate,
    discriminatorSteps,
    beta1,
    beta2,
    average,
    checkpointEvery,
  };
  const loss = lossOf(given);
  const [makeGenerator, makeDiscriminator] =
    given.architecture === 'convolutional'
      ? [convolutionalGenerator, convolutionalDiscriminator]
      : [generator, discriminator];
  return {
    networks: () => {
      const made = makeGenerator({ latentSize, classes, seed });
      try {
        return { generator: made, discriminator: makeDiscriminator({ classes, seed: (seed ?? 0) + 1 }) };
      } catch (error) {
        made.dispose();
        throw error;
      }
    },
    training: overRecipe<TrainGanOptions>(undefined, {
      ...{ ...numbers, seed, loss },
      penalty: penaltyOf(given, loss),
      schedule: schedule && schedules[schedule](),
    }),
  };
};
