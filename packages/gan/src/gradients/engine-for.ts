import { networkOf } from '@interp/core';
import { outputNetwork } from '@interp/core/internal';
import { trainingChain, type TrainingStep } from '@interp/training/internal';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { classesOf } from '../networks/input-and-output.js';
import { chainEngine } from './chain-engine.js';
import type { GanEngine } from './engine.js';
import type { GanLoss } from '../losses/loss.js';
import type { GradientPenalty } from '../losses/penalties.js';
import { tapeEngine } from './tape-engine.js';

/** The chain of a network up to its output. */
const chainOf = (model: LayersModel): readonly TrainingStep[] | undefined => {
  const network = networkOf(model);
  return ['identity', 'sigmoid'].includes(network.outputs[0].scores)
    ? trainingChain(outputNetwork(network))
    : undefined;
};

/**
 * The fastest engine for a pair: {@link chainEngine} if both networks are chains of dense layers, convolutions and supported
 * activations (with a penalty, those of the discriminator piecewise linear), else {@link tapeEngine}.
 *
 * @param generator - the generator
 * @param discriminator - the discriminator
 * @param loss - the loss of both
 * @param penalty - on the discriminator's gradient
 * @returns the engine
 */
export const engineFor = (
  generator: LayersModel,
  discriminator: LayersModel,
  loss: GanLoss,
  penalty: GradientPenalty,
): GanEngine => {
  const generatorChain = chainOf(generator);
  const discriminatorChain = chainOf(discriminator);
  const isWrittenOut = penalty.at === 'none' || discriminatorChain?.every(({ push }) => push);
  const classes = classesOf(discriminator);
  return generatorChain && discriminatorChain && isWrittenOut
    ? chainEngine(generatorChain, discriminatorChain, loss, penalty, classes)
    : tapeEngine(generator, discriminator, loss, penalty, classes);
};
