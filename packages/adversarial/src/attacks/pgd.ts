import { boolean, InterpError, number, optionsTable } from '@interp/checks';
import type { AttackMethod, AttackStep } from '../attack-method.js';
import { isAdversarial, margin } from '../criteria.js';
import { allIndices, gatherImages, imageAt, type AttackTask } from '../task.js';
import {
  ballOptions,
  projectedGradientAscent,
  projectedStep,
  type AscentSettings,
  type BallOptions,
} from './projected-gradient.js';

/** Options of {@link bim}. */
export interface BimOptions extends BallOptions {
  /** Steps. Default 10. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default 0.2 ε. */
  readonly stepSize?: number;
  /** Whether an image that meets the criterion is left as it is, which saves work. Default false: all steps are taken. */
  readonly stopOnSuccess?: boolean;
}

/** Checks and defaults of {@link BimOptions}. */
export const bimOptions = optionsTable<BimOptions>()({
  ...ballOptions.rules,
  steps: number({ min: 1, integer: true, default: 10 }),
  stepSize: number({ min: 0 }),
  stopOnSuccess: boolean({ default: false }),
});

/** Options of {@link pgd}. */
export interface PgdOptions extends BallOptions {
  /** Steps of each run. Default 40 for the L∞ norm, 50 for others. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default 0.033 ε for the L∞ norm, 0.025 ε for others. */
  readonly stepSize?: number;
  /** Whether each run starts at a random point of the ball, as in the paper, rather than at the image itself. Default true. */
  readonly randomStart?: boolean;
  /**
   * Number of runs, each from another random start; of each image the run nearest to success is kept. More than 1 needs `randomStart`.
   * Default 1.
   */
  readonly restarts?: number;
  /** Whether an image that meets the criterion is left as it is, which saves work. Default false: all steps are taken. */
  readonly stopOnSuccess?: boolean;
}

/** Checks and defaults of {@link PgdOptions}. */
export const pgdOptions = optionsTable<PgdOptions>()({
  ...ballOptions.rules,
  steps: number({ min: 1, integer: true }),
  stepSize: number({ min: 0 }),
  randomStart: boolean({ default: true }),
  restarts: number({ min: 1, max: 1e6, integer: true, default: 1 }),
  stopOnSuccess: boolean({ default: false }),
});

/** Options of {@link momentumPgd}. */
export interface MomentumPgdOptions extends BallOptions {
  /** Steps of each run. Default 10. */
  readonly steps?: number;
  /** Length of a step, in units of the input. Default ε over the number of steps. */
  readonly stepSize?: number;
  /** μ: the share of the earlier gradients that each step keeps. Default 1. */
  readonly momentum?: number;
  /** Whether each run starts at a random point of the ball rather than at the image itself. Default false, as in the paper. */
  readonly randomStart?: boolean;
  /**
   * Number of runs, each from another random start; of each image the run nearest to success is kept. More than 1 needs `randomStart`.
   * Default 1.
   */
  readonly restarts?: number;
  /** Whether an image that meets the criterion is left as it is, which saves work. Default false: all steps are taken. */
  readonly stopOnSuccess?: boolean;
}

/** Checks and defaults of {@link MomentumPgdOptions}. */
export const momentumPgdOptions = optionsTable<MomentumPgdOptions>()({
  ...pgdOptions.rules,
  steps: number({ min: 1, integer: true, default: 10 }),
  momentum: number({ min: 0, default: 1 }),
  randomStart: boolean({ default: false }),
});

/** Runs from random points. Images that one run fooled are left out of the next; for the others, the run nearest to success is kept. */
function* ascentsFromRandomStarts(
  task: AttackTask,
  settings: AscentSettings,
  restarts: number,
): Generator<AttackStep, void, boolean> {
  const { size, goals, classifier, originals, candidates, streams } = task;
  const best = new Map<number, { readonly lead: number; readonly image: Float32Array }>();
  let active = allIndices(task);
  for (let restart = 0; restart < restarts && active.length > 0; restart++) {
    for (const index of active) {
      imageAt(candidates, size, index).set(imageAt(originals, size, index));
      const start = settings.norm.random(streams[index], size, settings.epsilon);
      projectedStep(task, index, start, { ...settings, stepSize: 1 });
    }
    const stopped = yield* projectedGradientAscent(task, active, settings, false);
    if (restarts > 1) {
      const logits = classifier.logits(gatherImages(candidates, size, active), active.length);
      active = active.filter((index, i) => {
        const row = imageAt(logits, classifier.classes, i);
        const { lead } = margin(goals[index], row);
        const before = best.get(index);
        const image = imageAt(candidates, size, index);
        if (!before || lead < before.lead) best.set(index, { lead, image: image.slice() });
        else image.set(before.image);
        return !isAdversarial(goals[index], row);
      });
    }
    if (stopped) return;
  }
}

/** The number of runs and their starts. */
interface Starts {
  readonly randomStart: boolean;
  readonly restarts: number;
}

const checkStarts = ({ randomStart, restarts }: Starts): void => {
  if (!randomStart && restarts > 1)
    throw new InterpError(
      'bad-option',
      `${restarts} restarts from the image itself would all be the same; expected 1; set randomStart for more`,
    );
};

/** An attack of several steps within a ball. */
const iterative = (
  name: string,
  settings: AscentSettings,
  { randomStart, restarts }: Starts,
  within: (epsilon: number) => AttackMethod,
): AttackMethod => ({
  name,
  norm: settings.norm,
  epsilon: settings.epsilon,
  within,
  *steps(task) {
    if (randomStart) yield* ascentsFromRandomStarts(task, settings, restarts);
    else yield* projectedGradientAscent(task, allIndices(task), settings, true);
  },
});

/**
 * Projected gradient descent (PGD): steps that increase the cross-entropy, each projected onto the ball and the bounds, from a random point
 * of the ball, optionally several times, or from the image itself (Madry et al. 2018).
 *
 * @param options - radius, norm, steps, starts
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range, or several restarts without random starts
 *
 * @example
 * ```ts
 * import { l2, pgd } from '@interp/adversarial';
 *
 * const method = pgd({ epsilon: 3, norm: l2, restarts: 2 });
 * console.log(method.norm.name); // l2
 * ```
 */
export const pgd = (options: PgdOptions): AttackMethod => {
  const settings = pgdOptions.withDefaults(options);
  const { epsilon, norm } = settings;
  const [usualSteps, usualSize] = norm.name === 'linf' ? [40, 0.033] : [50, 0.025];
  const { steps = usualSteps, stepSize = usualSize * epsilon } = settings;
  checkStarts(settings);
  return iterative('pgd', { ...settings, steps, stepSize }, settings, (other) => pgd({ ...options, epsilon: other }));
};

/**
 * The basic iterative method (BIM): FGSM in several steps, each projected onto the ball and the bounds, from the image itself
 * (Kurakin, Goodfellow & Bengio 2017).
 *
 * @param options - radius, norm, steps
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range
 */
export const bim = (options: BimOptions): AttackMethod => {
  const settings = bimOptions.withDefaults(options);
  const { stepSize = 0.2 * settings.epsilon } = settings;
  const starts = { randomStart: false, restarts: 1 };
  return iterative('bim', { ...settings, stepSize }, starts, (other) => bim({ ...options, epsilon: other }));
};

/**
 * The momentum iterative method: each step goes along the decayed sum of the gradients so far, each divided by its L1 norm, which stabilises the
 * direction and makes examples transfer better to other networks (Dong et al. 2018, Algorithm 1).
 *
 * @param options - radius, norm, steps, momentum, starts
 * @returns the attack
 * @throws InterpError `bad-option` for a number out of its range, or several restarts without random starts
 */
export const momentumPgd = (options: MomentumPgdOptions): AttackMethod => {
  const settings = momentumPgdOptions.withDefaults(options);
  const { stepSize = settings.epsilon / settings.steps } = settings;
  checkStarts(settings);
  return iterative('momentum-pgd', { ...settings, stepSize }, settings, (other) =>
    momentumPgd({ ...options, epsilon: other }),
  );
};
