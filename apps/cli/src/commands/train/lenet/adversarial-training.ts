import { fgsmTraining, pgdTraining, tradesTraining } from '@interp/adversarial';
import type { AdversarialTraining } from '@interp/core';
import type { TrainLenetOptions } from './command.js';
import { UsageError } from '../../../shell/failure.js';

/** ε = 0.3 of pixels on [0, 1], where inputs go from -1 to 1. */
const usualEpsilon = 0.6;

const refuse = (flag: string, given: unknown, wanted: string): void => {
  if (given !== undefined) throw new UsageError(`${flag} is for ${wanted}; leave it out, or add that`);
};

/**
 * What `--adversarial` and its companions stand for.
 *
 * @param options - what the command was told
 * @returns a value for the training; nothing where the network is trained on the images as they are
 * @throws UsageError for an option that means nothing with the others
 */
export const adversarialTraining = (options: TrainLenetOptions): AdversarialTraining | undefined => {
  const { adversarial, epsilon = usualEpsilon, attackSteps: steps, ramp, tradesBeta: beta } = options;
  if (adversarial === undefined) {
    refuse('--epsilon', options.epsilon, '--adversarial');
    refuse('--ramp', ramp, '--adversarial');
  }
  if (adversarial !== 'pgd' && adversarial !== 'trades')
    refuse('--attack-steps', steps, '--adversarial pgd or --adversarial trades');
  if (adversarial !== 'trades') refuse('--trades-beta', beta, '--adversarial trades');
  const ball = { epsilon, ...(ramp !== undefined && { ramp }) };
  const attack = { ...ball, ...(steps !== undefined && { steps }) };
  switch (adversarial) {
    case undefined:
      return undefined;
    case 'fgsm':
      return fgsmTraining(ball);
    case 'pgd':
      return pgdTraining(attack);
    case 'trades':
      return tradesTraining({ ...attack, ...(beta !== undefined && { beta }) });
  }
};
