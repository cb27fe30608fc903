import type { AdversarialTraining } from '@interp/core';
import { checkedOptions, checkNumber } from '@interp/core/internal';
import { startTowards } from '../task.js';
import { anywhere, climbed, type Climb } from '../robustness/training.js';
import { ballOf, ballSettings, type TrainingBall } from './training-ball.js';

/** How {@link fgsmTraining} makes its examples. */
export interface FgsmTrainingOptions extends TrainingBall {
  /** Length of the one step as a part of the radius. Default 1.25. */
  readonly relativeStep?: number;
}

/**
 * Adversarial training on one step of the fast gradient sign method from a random start (Wong, Rice & Kolter 2020): a batch costs
 * one gradient more, and what comes out resists much stronger attacks nearly as well as after {@link pgdTraining}.
 *
 * @param options - radius, norm, ramp, step
 * @returns a value for the option `adversarial` of `train` of `@interp/lenet`
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { fgsmTraining } from '@interp/adversarial';
 * import { startBackend } from '@interp/backend';
 * import { lenet, train } from '@interp/lenet';
 * import { drawnDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const model = lenet({ activation: 'relu', seed: 1 });
 * const adversarial = fgsmTraining({ epsilon: 0.2, ramp: 1 });
 * const { history } = await train(model, drawnDigits({ seed: 1, count: 100 }), { epochs: 2, batch: 20, adversarial });
 * console.log(history[1].clean?.loss, history[1].adversarial?.loss);
 * model.dispose();
 * ```
 */
export const fgsmTraining = (options: FgsmTrainingOptions): AdversarialTraining => {
  const { relativeStep = 1.25, ...given } = checkedOptions(options);
  const ball = ballOf(given);
  checkNumber('relativeStep', relativeStep, { above: 0 });
  const climb: Climb = {
    ball,
    steps: 1,
    relativeStep,
    from: anywhere(ball),
    up: (task) => (index, logits, out) => startTowards(task.goals[index], logits, out),
  };
  return {
    name: 'fgsm',
    settings: { ...ballSettings(ball), relativeStep },
    examples: (classifier, x, labels, moment) => climbed(climb, classifier, x, labels, moment),
  };
};
