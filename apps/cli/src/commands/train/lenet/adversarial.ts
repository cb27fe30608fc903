import { fgsmTraining, pgdTraining, tradesTraining } from '@interp/adversarial';
import type { AdversarialTraining } from '@interp/training';
import { UsageError } from '../../../shell/failure.js';
import { flagOf } from '../../../shell/flags.js';
import { defaultEpsilon } from '../../evaluate/options.js';
import type { TrainOptions } from './options.js';

/** Of which methods options of attacks are; of all where none is named. */
const takers = { epsilon: [], ramp: [], attackSteps: ['pgd', 'trades'], tradesBeta: ['trades'] } as const;

/** What `--adversarial` and its companions stand for; nothing where the network is trained on the images as they are. */
export const adversarialOf = (options: TrainOptions): AdversarialTraining | undefined => {
  const { adversarial, epsilon = defaultEpsilon, attackSteps: steps, ramp, tradesBeta: beta } = options;
  for (const [name, methods] of Object.entries(takers) as [keyof typeof takers, readonly string[]][]) {
    const isTaken = methods.length === 0 ? adversarial !== undefined : methods.includes(adversarial ?? '');
    const wanted = methods.map((method) => `--adversarial ${method}`).join(' or ') || '--adversarial';
    if (options[name] !== undefined && !isTaken)
      throw new UsageError(`${flagOf(name)} is for ${wanted}; leave it out, or add that`);
  }
  const ball = { epsilon, ramp };
  if (adversarial === 'trades') return tradesTraining({ ...ball, steps, beta });
  return adversarial && (adversarial === 'pgd' ? pgdTraining({ ...ball, steps }) : fgsmTraining(ball));
};
