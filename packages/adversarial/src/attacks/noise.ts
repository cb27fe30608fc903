import { choice, number, optionsTable } from '@interp/checks';
import type { Random } from '@interp/core';
import type { AttackMethod } from '../attack-method.js';
import { isAdversarial } from '../criteria.js';
import { allIndices, gatherImages, imageAt } from '../task.js';
import { ballOptions, projectedStep, type BallOptions } from './projected-gradient.js';

/** Options of {@link noise}. */
export interface NoiseOptions extends BallOptions {
  /** Distribution of each value, before the noise is scaled to length ε. Default `uniform`. */
  readonly distribution?: 'uniform' | 'gaussian';
  /** Draws for each image; the first that meets the criterion is kept, or else the last. Default 1. */
  readonly draws?: number;
}

/** Checks and defaults of {@link NoiseOptions}. */
export const noiseOptions = optionsTable<NoiseOptions>()({
  ...ballOptions.rules,
  distribution: choice(['uniform', 'gaussian'], { default: 'uniform' }),
  draws: number({ min: 1, max: 1e6, integer: true, default: 1 }),
});

const drawFrom: Readonly<Record<'uniform' | 'gaussian', (stream: Random, size: number) => Float32Array>> = {
  uniform: (stream, size) => stream.uniforms(size, -1, 1),
  gaussian: (stream, size) => stream.normals(size),
};

/**
 * Random noise of length ε, without gradients: the baseline for every attack.
 *
 * @param options - radius, norm, distribution, draws
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range or an unknown distribution
 */
export const noise = (options: NoiseOptions): AttackMethod => {
  const { epsilon, norm, distribution, draws } = noiseOptions.withDefaults(options);
  const draw = drawFrom[distribution];
  return {
    name: 'noise',
    norm,
    epsilon,
    within: (other) => noise({ ...options, epsilon: other }),
    *steps(task) {
      const { size, classifier, goals, candidates, originals, streams } = task;
      let active = allIndices(task);
      for (let turn = 0; turn < draws && active.length > 0; turn++) {
        for (const index of active) {
          imageAt(candidates, size, index).set(imageAt(originals, size, index));
          const pattern = draw(streams[index], size);
          projectedStep(task, index, pattern, { norm, epsilon, stepSize: epsilon / norm.length(pattern) });
          task.stepsTaken[index]++;
          task.hadGradient[index] = 1;
        }
        if (draws > 1) {
          const logits = classifier.logits(gatherImages(candidates, size, active), active.length);
          active = active.filter((index, i) => !isAdversarial(goals[index], imageAt(logits, classifier.classes, i)));
        }
        if (yield { active: active.length, succeeded: draws > 1 ? task.count - active.length : 0 }) return;
      }
    },
  };
};
