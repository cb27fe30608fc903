import { checkedBy, checkNumber, choice, InterpError, number, optionsTable } from '@interp/checks';
import { argmax } from '@interp/core/internal';
import { notFinite } from '../array-classifier.js';
import type { AttackMethod } from '../attack-method.js';
import { isAdversarial, leadDirection, leadOf, pairOf, type ClassPair, type Goal } from '../criteria.js';
import { l2 } from '../norms/l2.js';
import { normOption, type Norm } from '../norms/norm.js';
import { allIndices, gatherImages, imageAt, type AttackTask } from '../task.js';

/**
 * The form of DeepFool:
 *
 * - `clipped`: each iterate is clip(x + (1 + overshoot) r), so that it stays an image (as in Foolbox)
 * - `authors`: the same without clipping, as in the authors' published code; may leave the bounds
 * - `paper`: Algorithm 2 exactly: iterates x + r, with the overshoot at the very end; may leave the bounds
 */
export type DeepFoolForm = 'clipped' | 'authors' | 'paper';

/** Options of {@link deepFool}. */
export interface DeepFoolOptions {
  /** The norm to minimise: {@link l2} or {@link linf}. Default {@link l2}. */
  readonly norm?: Norm;
  /** Which form. Default `clipped`. */
  readonly form?: DeepFoolForm;
  /** The most iterations. Default 50. */
  readonly steps?: number;
  /** How far beyond the boundary each step goes, as a fraction of the step. Default 0.02. */
  readonly overshoot?: number;
  /** Number of likeliest classes to consider, its own included; 2 or more. Where each class is decided by itself, of the nearest decisions. Default all. */
  readonly candidates?: number;
}

const anyNorm = normOption(l2);

/** Checks and defaults of {@link DeepFoolOptions}. */
export const deepFoolOptions = optionsTable<DeepFoolOptions>()({
  norm: checkedBy<Norm>(
    (name, value) => {
      anyNorm.check(name, value);
      const norm = (value as Norm).name;
      if (norm !== 'l2' && norm !== 'linf')
        throw new InterpError('bad-option', `DeepFool is not defined for the norm ${norm}; expected l2 or linf`);
    },
    { default: l2 },
  ),
  form: choice(['clipped', 'authors', 'paper'], { default: 'clipped' }),
  steps: number({ min: 1, integer: true, default: 50 }),
  overshoot: number({ min: 0, default: 0.02 }),
  candidates: checkedBy<number>(
    (name, value) => {
      if (value !== Infinity) checkNumber(name, value, { min: 2, integer: true });
    },
    { default: Infinity },
  ),
});

/** After so many of a step's gradients it can be stopped, and says how far it is: networks of ten classes have fewer. */
const GRADIENTS_AT_ONCE = 10;

/** The nearest decision boundary of the linearised classifier. */
interface Boundary {
  /** Distance, in units of the input. */
  readonly distance: number;
  /** The gradient of the difference of the two classes' logits. */
  readonly gradient: Float32Array;
  /** The dual norm of that gradient. */
  readonly dualLength: number;
}

/** The norms dual to L2 and L∞; separate from those in `norms/`, so that they are compiled for float32 only. */
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

/** The classes whose boundaries are considered: the target, or the likeliest ones; of decisions, those nearest to changing. */
const otherClasses = (logits: Float32Array, goal: Goal, candidates: number): readonly number[] => {
  const { label, target, decisions } = goal;
  if (target !== undefined) return [target];
  const all = Array.from(logits.keys());
  if (decisions) {
    const near = all.filter((k) => decisions[k] !== 0).sort((a, b) => Math.abs(logits[a]) - Math.abs(logits[b]));
    return near.slice(0, candidates);
  }
  const order = all.sort((a, b) => logits[b] - logits[a] || a - b);
  return order.filter((k) => k !== label).slice(0, candidates - 1);
};

/** The boundary to another class from the label or, for a target, from the class that leads; or that of one decision. */
const boundaryTo = ({ label, target, decisions }: Goal, other: number, logits: Float32Array): ClassPair =>
  decisions ? pairOf(decisions, other) : { up: other, down: target === undefined ? label : argmax(logits) };

/**
 * The nearest boundary of each image, from the gradients of all classes after one forward pass; none if all gradients
 * are zero. The classes considered are the `candidates` likeliest of the original image, its own included. Yields the share that is done; undefined
 * where it is stopped.
 */
function* nearestBoundaries(
  task: AttackTask,
  indices: readonly number[],
  candidates: number,
  dualLength: (gradient: Float32Array) => number,
): Generator<number, readonly (Boundary | undefined)[] | undefined, boolean> {
  const { classes } = task.classifier;
  const images = gatherImages(task.candidates, task.size, indices);
  const scores = task.scores();
  const goals = indices.map((index) => task.goals[index]);
  const others = indices.map((index, i) => otherClasses(imageAt(scores, classes, index), goals[i], candidates));
  const nearest: (Boundary | undefined)[] = indices.map(() => undefined);
  const work = task.classifier.gradientSteps(
    images,
    indices.length,
    Math.max(...others.map(({ length }) => length)),
    (turn) => (i, logits, out) => {
      if (turn >= others[i].length) return;
      leadDirection(boundaryTo(goals[i], others[i][turn], logits), -1, out);
    },
    (i, turn, gradient, logits) => {
      if (turn >= others[i].length) return;
      const length = dualLength(gradient);
      if (length === 0) return;
      if (!Number.isFinite(length)) throw notFinite("classifier's gradients");
      const distance = Math.abs(leadOf(boundaryTo(goals[i], others[i][turn], logits), logits)) / length;
      const before = nearest[i];
      if (before && before.distance <= distance) return;
      const kept = before?.gradient ?? new Float32Array(gradient.length);
      kept.set(gradient);
      nearest[i] = { distance, gradient: kept, dualLength: length };
    },
  );
  let done = 0;
  for (let next = work.next(); !next.done; next = work.next(false))
    if (++done % GRADIENTS_AT_ONCE === 0 && next.value < 1 && (yield next.value)) {
      work.return();
      return undefined;
    }
  return nearest;
}

/** Adds the step to a boundary, and a margin beyond it, to the perturbation. */
const stepTo = (
  { distance, gradient, dualLength }: Boundary,
  total: Float32Array,
  norm: Norm,
  margin: number,
): void => {
  const length = distance + margin;
  if (norm.name === 'l2') for (let i = 0; i < total.length; i++) total[i] += (length * gradient[i]) / dualLength;
  else for (let i = 0; i < total.length; i++) total[i] += length * Math.sign(gradient[i]);
};

/** Sets a candidate to x + factor · r, clipped to the bounds if the form requires it. */
const setCandidate = (
  task: AttackTask,
  index: number,
  total: Float32Array,
  factor: number,
  form: DeepFoolForm,
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
 * DeepFool: repeated steps to the nearest decision boundary of the linearised classifier, until it is
 * crossed (Moosavi-Dezfooli, Fawzi & Frossard 2016, Algorithm 2; thesis 4.2). An image that is already
 * wrong is returned unchanged.
 *
 * @param options - norm, form, iterations, number of classes
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
  const { norm, form, steps, overshoot, candidates } = deepFoolOptions.withDefaults(options);
  const dualLength = norm.name === 'l2' ? euclidean : absolute;
  const margin = form === 'paper' ? 0 : 1e-4;
  return {
    name: 'deepfool',
    norm,
    unbounded: form !== 'clipped',
    *steps(task) {
      const { size, classifier, goals } = task;
      const unfooled = (indices: readonly number[], logits: Float32Array): number[] =>
        indices.filter((index, i) => !isAdversarial(goals[index], imageAt(logits, classifier.classes, i)));
      const totals = new Map<number, Float32Array>();
      let active = unfooled(allIndices(task), task.scores());
      for (let step = 0; step < steps && active.length > 0; step++) {
        const succeeded = task.count - active.length;
        const work = nearestBoundaries(task, active, candidates, dualLength);
        let next = work.next();
        while (!next.done)
          next = work.next(yield { active: active.length, succeeded, within: { step: step + 1, share: next.value } });
        const boundaries = next.value;
        if (!boundaries) break;
        active = active.filter((index, i) => {
          const boundary = boundaries[i];
          if (!boundary) return false;
          const total = totals.get(index) ?? new Float32Array(size);
          totals.set(index, total);
          task.hadGradient[index] = 1;
          task.stepsTaken[index]++;
          stepTo(boundary, total, norm, margin);
          setCandidate(task, index, total, form === 'paper' ? 1 : 1 + overshoot, form);
          return true;
        });
        const logits = classifier.logits(gatherImages(task.candidates, size, active), active.length);
        active = unfooled(active, logits);
        if (yield { active: active.length, succeeded: task.count - active.length }) break;
      }
      if (form === 'paper') for (const [index, total] of totals) setCandidate(task, index, total, 1 + overshoot, form);
    },
  };
};
