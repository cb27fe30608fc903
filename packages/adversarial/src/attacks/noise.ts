import type { Random } from '@interp/core';
import { checkChoice, checkedOptions, checkNumber } from '@interp/core/internal';
import { moved } from '../moved.js';
import type { AttackMethod } from '../attack-method.js';
import { isAdversarial } from '../criteria.js';
import { checkBall, type BallOptions } from '../fixed-options.js';
import { linf } from '../norms/linf.js';
import { largestAt } from '../logits.js';
import { gathered, imageAt } from '../task.js';

/** What {@link noise} is made of. */
export interface NoiseOptions extends BallOptions {
  /** How each value is drawn before the whole is given the length ε. Default `uniform`. */
  readonly distribution?: 'uniform' | 'gaussian';
  /** Draws for each image; the first that fools is kept, or else the last. Default 1. */
  readonly draws?: number;
}

const drawing: Readonly<Record<'uniform' | 'gaussian', (stream: Random, size: number) => Float32Array>> = {
  uniform: (stream, size) => stream.uniforms(size, -1, 1),
  gaussian: (stream, size) => stream.normals(size),
};

/**
 * Noise that looks at nothing: what a perturbation of length ε does by chance. Every attack is to be compared with it.
 *
 * @param options - radius, norm, distribution, draws
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range or an unknown distribution
 */
export const noise = (options: NoiseOptions): AttackMethod => {
  const { epsilon, norm = linf, distribution = 'uniform', draws = 1 } = checkedOptions(options);
  checkBall(epsilon, norm);
  checkNumber('the number of draws', draws, { min: 1, integer: true });
  checkChoice('the distribution', distribution, Object.keys(drawing));
  const draw = drawing[distribution];
  return {
    name: 'noise',
    norm,
    epsilon,
    within: (other) => noise({ ...options, epsilon: other }),
    *steps(task) {
      const { size, classifier, goals, candidates, originals, streams } = task;
      let going = Array.from({ length: task.count }, (_, index) => index);
      for (let turn = 0; turn < draws && going.length > 0; turn++) {
        for (const index of going) {
          imageAt(candidates, size, index).set(imageAt(originals, size, index));
          const pattern = draw(streams[index], size);
          moved(task, index, pattern, { norm, epsilon, stepSize: epsilon / norm.length(pattern) });
          task.stepsTaken[index]++;
          task.hadGradient[index] = 1;
        }
        if (draws > 1) {
          const logits = classifier.logits(gathered(candidates, size, going), going.length);
          going = going.filter(
            (index, i) =>
              !isAdversarial(
                goals[index],
                largestAt(logits.subarray(i * classifier.classes, (i + 1) * classifier.classes)),
              ),
          );
        }
        if (yield { active: going.length, succeeded: draws > 1 ? task.count - going.length : 0 }) return;
      }
    },
  };
};
