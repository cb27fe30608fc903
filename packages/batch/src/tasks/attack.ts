import { attackMethodOf, type AttackMethodOptions } from '@interp/adversarial';
import { checkBoolean, InterpError } from '@interp/checks';
import { attackImages } from '@interp/open';
import { without } from '../without.js';
import { numberOfClass } from './class-number.js';
import { checkOneExample, taskOfImages, type TaskKind } from './task.js';

/** How images are attacked, as plain data: the attack and its options, and the class that they are to be mistaken for. */
export interface AttackTaskOptions extends Partial<AttackMethodOptions> {
  /** The class that an image is to be mistaken for, its number or name. Default any other. */
  readonly target?: number | string;
  /** Whether images are rounded to 8 bits before they are judged. Default false. */
  readonly round?: boolean;
}

const methodOf = (options: AttackTaskOptions) =>
  attackMethodOf({ method: 'deepfool', ...without(options, 'target', 'round') });

/** Attacking: perturbed images, as `interp attack` makes them. */
export const attackTask: TaskKind<AttackTaskOptions> = {
  check: (options) => {
    const { target, round } = options;
    if (!['number', 'string', 'undefined'].includes(typeof target))
      throw new InterpError('bad-option', 'the option target is no class; expected its number or its name');
    if (round !== undefined) checkBoolean('round', round);
    methodOf(options);
  },
  resolve: ({ target, ...others }, classifier) => {
    checkOneExample(classifier, 'attack');
    return { method: 'deepfool', ...others, target: numberOfClass(classifier, target) };
  },
  make: (options, classifier, seed) => {
    const { target, round } = options;
    const method = methodOf(options);
    return taskOfImages(async (images) => {
      const { rows, tensors } = await attackImages(classifier, images, method, {
        target: target as number | undefined,
        round,
        seed,
      });
      return { rows: rows.map((row) => ({ ...row })), tensors };
    });
  },
};
