import type { AttackMethod } from '../attack-method.js';
import { nearestBorders, type Border } from '../border.js';
import { isAdversarial } from '../criteria.js';
import { deepFoolSettings, type DeepFoolOptions, type DeepFoolSettings } from '../deep-fool-options.js';
import { largestAt } from '../logits.js';
import { gathered, imageAt, type AttackTask } from '../task.js';

/** Lengths of gradients in the norms dual to L2 and L∞; apart from those of the norms, so that they are compiled for float32 alone. */
const euclidean = (gradient: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += gradient[i] * gradient[i];
  return Math.sqrt(sum);
};

const absolute = (gradient: Float32Array): number => {
  let sum = 0;
  for (let i = 0; i < gradient.length; i++) sum += Math.abs(gradient[i]);
  return sum;
};

/** Adds the way to a border and a little more to what was gone so far. */
const goTo = (
  { distance, gradient, steepness }: Border,
  total: Float32Array,
  { norm, margin }: DeepFoolSettings,
): void => {
  const length = distance + margin;
  if (norm.name === 'l2') for (let i = 0; i < total.length; i++) total[i] += (length * gradient[i]) / steepness;
  else for (let i = 0; i < total.length; i++) total[i] += length * Math.sign(gradient[i]);
};

/** Sets a candidate to x + factor · r, within the bounds where the form asks for that. */
const placeAt = (
  task: AttackTask,
  index: number,
  total: Float32Array,
  factor: number,
  form: DeepFoolSettings['form'],
): void => {
  const [low, high] = form === 'clipped' ? task.bounds : [-Infinity, Infinity];
  const original = imageAt(task.originals, task.size, index);
  const candidate = imageAt(task.candidates, task.size, index);
  for (let i = 0; i < candidate.length; i++) {
    const value = original[i] + factor * total[i];
    candidate[i] = value < low ? low : value > high ? high : value;
  }
};

/**
 * DeepFool: again and again to the nearest border of the classes as it would be were the classifier linear, until it is crossed
 * (Moosavi-Dezfooli, Fawzi & Frossard 2016, Algorithm 2; thesis 4.2). Each image leaves the batch when it has crossed. An image that is
 * wrong before is returned as it is.
 *
 * @param options - norm, form, iterations, how many classes
 * @returns the attack
 * @throws InterpError `bad-option` for a norm that it is not defined for, or a number out of its range
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { attack, deepFool } from '@interp/adversarial';
 * import { classifier } from '@interp/core';
 *
 * const net = classifier((x) => tf.matMul(tf.reshape(x, [-1, 2]), tf.tensor2d([[1, -1], [0, 0]])), { inputShape: [2], classes: 2 });
 * const { items } = await attack(net, tf.tensor2d([[0.5, 0]]), deepFool());
 * console.log(items[0].l2.toFixed(2), items[0].steps); // 0.51 1
 * ```
 */
export const deepFool = (options: DeepFoolOptions = {}): AttackMethod => {
  const settings = deepFoolSettings(options);
  const { norm, form, steps, overshoot, candidates } = settings;
  const steepness = norm.name === 'l2' ? euclidean : absolute;
  return {
    name: 'deepfool',
    norm,
    unbounded: form !== 'clipped',
    *steps(task) {
      const { size, classifier, goals } = task;
      const { classes } = classifier;
      const unmet = (indices: readonly number[], logits: Float32Array): number[] =>
        indices.filter(
          (index, i) => !isAdversarial(goals[index], largestAt(logits.subarray(i * classes, (i + 1) * classes))),
        );
      const all = Array.from({ length: task.count }, (_, index) => index);
      const totals = new Map<number, Float32Array>();
      let going = unmet(all, task.scores());
      for (let step = 0; step < steps && going.length > 0; step++) {
        const images = gathered(task.candidates, size, going);
        const borders = nearestBorders(task, images, going, candidates, steepness);
        going = going.filter((index, i) => {
          const border = borders[i];
          if (!border) return false;
          const total = totals.get(index) ?? new Float32Array(size);
          totals.set(index, total);
          task.hadGradient[index] = 1;
          task.stepsTaken[index]++;
          goTo(border, total, settings);
          placeAt(task, index, total, form === 'paper' ? 1 : 1 + overshoot, form);
          return true;
        });
        const logits = classifier.logits(gathered(task.candidates, size, going), going.length);
        going = unmet(going, logits);
        if (yield { active: going.length, succeeded: task.count - going.length }) break;
      }
      if (form === 'paper') for (const [index, total] of totals) placeAt(task, index, total, 1 + overshoot, form);
    },
  };
};
