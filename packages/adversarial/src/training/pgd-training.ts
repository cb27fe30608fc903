import type { AdversarialTraining } from '@interp/core';
import { checkedOptions, checkNumber } from '@interp/core/internal';
import { startTowards } from '../task.js';
import { anywhere, climbed, type Climb } from '../robustness/training.js';
import { ballOf, ballSettings, type TrainingBall } from './training-ball.js';

/** How {@link pgdTraining} makes its examples. */
export interface PgdTrainingOptions extends TrainingBall {
  /** Steps of the attack on each batch; each costs a gradient. Default 10. */
  readonly steps?: number;
  /** Length of a step as a part of the radius. Default 2.5 over `steps`. */
  readonly relativeStep?: number;
}

/**
 * Adversarial training on projected gradient descent from a random start (Madry et al. 2018): each batch is trained on the worst
 * images that some steps up the cross-entropy find near its own.
 *
 * @param options - radius, norm, ramp, steps
 * @returns a value for the option `adversarial` of `train` of `@interp/lenet`
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { pgdTraining } from '@interp/adversarial';
 *
 * const adversarial = pgdTraining({ epsilon: 0.6, steps: 7 }); // 0.3 of pixels on [0, 1]
 * console.log(adversarial.settings);
 * ```
 */
export const pgdTraining = (options: PgdTrainingOptions): AdversarialTraining => {
  const { steps = 10, relativeStep: part, ...given } = checkedOptions(options);
  const ball = ballOf(given);
  checkNumber('steps', steps, { min: 1, integer: true });
  const relativeStep = part === undefined ? 2.5 / steps : part;
  checkNumber('relativeStep', relativeStep, { above: 0 });
  const climb: Climb = {
    ball,
    steps,
    relativeStep,
    from: anywhere(ball),
    up: (task) => (index, logits, out) => startTowards(task.goals[index], logits, out),
  };
  return {
    name: 'pgd',
    settings: { ...ballSettings(ball), steps, relativeStep },
    examples: (classifier, x, labels, moment) => climbed(climb, classifier, x, labels, moment),
  };
};
