import type { AdversarialTraining } from '@interp/core';
import { checkedOptions, checkNumber } from '@interp/core/internal';
import { climbed, type Climb } from './training.js';
import { divergenceDirection } from '../training/divergence-direction.js';
import type { PgdTrainingOptions } from '../training/pgd-training.js';
import { tradesLoss } from '../training/trades-loss.js';
import { ballOf, ballSettings } from '../training/training-ball.js';

/** How {@link tradesTraining} weighs and makes its examples. */
export interface TradesTrainingOptions extends PgdTrainingOptions {
  /** Weight of the divergence against the cross-entropy: more robust where it is larger, more accurate where it is smaller. Default 6. */
  readonly beta?: number;
}

/** Standard deviation of the start, as a part of the width of the bounds: at the image itself there is no gradient. */
const nearby = 0.001;

/**
 * TRADES (Zhang et al. 2019): the cross-entropy of the images as they are, and β times how far the probabilities of an example
 * differ from those of its image, KL(P(x) ‖ P(x')), x' being what some steps up that divergence find in the ball. The network is to
 * be right on the images, and to say the same around each.
 *
 * @param options - radius, norm, ramp, steps, β
 * @returns a value for the option `adversarial` of `train` of `@interp/lenet`, which brings its own loss
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { tradesTraining } from '@interp/adversarial';
 *
 * const adversarial = tradesTraining({ epsilon: 0.6, steps: 7, beta: 3 });
 * console.log(adversarial.name, adversarial.settings);
 * ```
 */
export const tradesTraining = (options: TradesTrainingOptions): AdversarialTraining => {
  const { beta = 6, steps = 10, relativeStep: part, ...given } = checkedOptions(options);
  const ball = ballOf(given);
  checkNumber('steps', steps, { min: 1, integer: true });
  const relativeStep = part === undefined ? 2.5 / steps : part;
  checkNumber('beta', beta, { min: 0 });
  checkNumber('relativeStep', relativeStep, { above: 0 });
  const width = ball.bounds[1] - ball.bounds[0];
  const climb: Climb = {
    ball,
    steps,
    relativeStep,
    from: ({ streams, size }, index) => streams[index].normals(size, 0, nearby * width),
    up: (task) => {
      const clean = task.scores();
      const { classes } = task.classifier;
      return (index, logits, out) =>
        divergenceDirection(clean.subarray(index * classes, (index + 1) * classes), logits, out);
    },
  };
  return {
    name: 'trades',
    settings: { ...ballSettings(ball), steps, relativeStep, beta },
    examples: (classifier, x, labels, moment) => climbed(climb, classifier, x, labels, moment),
    loss: tradesLoss(beta),
  };
};
