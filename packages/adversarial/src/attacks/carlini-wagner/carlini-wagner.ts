import { boolean, checkedBy, InterpError, number, optionsTable } from '@interp/checks';
import { finiteBounds } from '@interp/core/internal';
import { adamArrayStep } from '@interp/training/internal';
import type { AttackMethod } from '../../attack-method.js';
import { isAdversarial, leadDirection, margin, type Goal } from '../../criteria.js';
import { l2 } from '../../norms/l2.js';
import { normOption, type Norm } from '../../norms/norm.js';
import { allIndices, imageAt, type AttackTask } from '../../task.js';
import { nextSearch, startSearch } from './constant-search.js';
import { tanhSpace } from './tanh-space.js';

/** Options of {@link carliniWagner}. */
export interface CarliniWagnerOptions {
  /** The norm to minimise; only {@link l2} is supported. Default {@link l2}. */
  readonly norm?: Norm;
  /** Number of values of the constant to try for each image. Default 6. */
  readonly searches?: number;
  /** The most steps for each value. Default 200. */
  readonly steps?: number;
  /** Learning rate of Adam, in units of the tanh space. Default 0.05. */
  readonly rate?: number;
  /** The first value of the constant c, the weight of the margin in the loss. Default 1. */
  readonly constant?: number;
  /** The margin by which the target logit must lead. Default 0. */
  readonly confidence?: number;
  /** Whether to abandon a value if the loss has not fallen for a tenth of the steps. Default true. */
  readonly abortEarly?: boolean;
}

const anyNorm = normOption(l2);

/** Checks and defaults of {@link CarliniWagnerOptions}. */
export const carliniWagnerOptions = optionsTable<CarliniWagnerOptions>()({
  norm: checkedBy<Norm>(
    (name, value) => {
      anyNorm.check(name, value);
      const norm = (value as Norm).name;
      if (norm !== 'l2')
        throw new InterpError('bad-option', `Carlini-Wagner is not defined for the norm ${norm}; expected l2`);
    },
    { default: l2 },
  ),
  searches: number({ min: 1, integer: true, default: 6 }),
  steps: number({ min: 1, integer: true, default: 200 }),
  rate: number({ above: 0, default: 0.05 }),
  constant: number({ above: 0, default: 1 }),
  confidence: number({ min: 0, default: 0 }),
  abortEarly: boolean({ default: true }),
});

type Settings = Required<CarliniWagnerOptions>;

/** The search for one image, which does not depend on the others. */
interface ImageSearch {
  /** The image whose logits and gradient it needs next. */
  readonly image: Float32Array;
  /** The shortest perturbed image that met the criterion, if any. */
  readonly best: Float32Array | undefined;
  /** Writes the start of the gradient into zeros: that of the margin; unchanged if the goal is met. */
  start(logits: Float32Array, out: Float32Array): void;
  /** Takes one step, given the logits of the image and the gradient from `start`; returns whether to go on. */
  step(logits: Float32Array, gradient: Float32Array): boolean;
}

const searchImage = (
  original: Float32Array,
  goal: Goal,
  bounds: readonly [number, number],
  { searches, steps, rate, constant, confidence, abortEarly }: Settings,
): ImageSearch => {
  const space = tanhSpace(original, bounds);
  const size = original.length;
  const adam = { values: space.start.slice(), mean: new Float32Array(size), square: new Float32Array(size) };
  const lossGradient = new Float64Array(size);
  const [image, derivative, r] = [original.slice(), new Float32Array(size), new Float32Array(size)];
  const patience = Math.max(1, Math.floor(steps / 10));
  let best: Float32Array | undefined;
  let shortest = Infinity;
  let search = startSearch(constant);
  let tried = 0;
  let step = 0;
  let worked = false;
  let lossBefore = Infinity;
  space.imageOf(adam.values, image, derivative);

  /** Restarts from the original with the next constant. */
  const restart = (): boolean => {
    search = nextSearch(search, worked);
    adam.values.set(space.start);
    adam.mean.fill(0);
    adam.square.fill(0);
    [step, worked, lossBefore] = [0, false, Infinity];
    space.imageOf(adam.values, image, derivative);
    return ++tried < searches;
  };

  return {
    image,
    get best() {
      return best;
    },
    start: (logits, out) => {
      const missed = margin(goal, logits);
      if (missed.lead > -confidence) leadDirection(missed, 1, out);
    },
    step: (logits, gradient) => {
      for (let i = 0; i < size; i++) r[i] = image[i] - original[i];
      const length = l2.length(r);
      const { lead } = margin(goal, logits);
      if (isAdversarial(goal, logits) && lead <= -confidence) {
        worked = true;
        if (length < shortest) {
          shortest = length;
          best = best ?? new Float32Array(size);
          best.set(image);
        }
      }
      if (step === steps) return restart();
      if (abortEarly && step % patience === 0) {
        const loss = length * length + search.constant * Math.max(lead + confidence, 0);
        if (loss > 0.9999 * lossBefore) return restart();
        lossBefore = loss;
      }
      step++;
      for (let i = 0; i < size; i++) lossGradient[i] = (2 * r[i] + search.constant * gradient[i]) * derivative[i];
      adamArrayStep(adam, lossGradient, { rate, step });
      space.imageOf(adam.values, image, derivative);
      return true;
    },
  };
};

/** Number of searches in a batch; a finished one is replaced by the next image. */
const MOST_AT_ONCE = 200;

interface ActiveSearch {
  readonly index: number;
  readonly search: ImageSearch;
}

const storeBest = ({ candidates, size }: AttackTask, { index, search }: ActiveSearch): void => {
  if (search.best) imageAt(candidates, size, index).set(search.best);
};

/** One step of all active searches; returns those that go on. */
const stepAll = (task: AttackTask, searches: readonly ActiveSearch[]): ActiveSearch[] => {
  const { classifier, size, stepsTaken, hadGradient } = task;
  const images = new Float32Array(searches.length * size);
  searches.forEach(({ search }, i) => {
    images.set(search.image, i * size);
  });
  const { logits, gradients } = classifier.gradients(images, searches.length, (i, row, out) => {
    searches[i].search.start(row, out);
  });
  return searches.filter((active, i) => {
    const { index, search } = active;
    const gradient = imageAt(gradients, size, i);
    if (hadGradient[index] === 0 && gradient.some((value) => value !== 0)) hadGradient[index] = 1;
    stepsTaken[index]++;
    if (search.step(imageAt(logits, classifier.classes, i), gradient)) return true;
    storeBest(task, active);
    return false;
  });
};

/**
 * The attack of Carlini & Wagner (2017) for the Euclidean norm: Adam on ‖r‖² + c · margin, in the tanh space, where every
 * point is a valid image, for several values of c. Each image has its own search for c, so that its result does not
 * depend on the batch. Images that are already wrong or never fooled are returned unchanged.
 *
 * @param options - steps, values of c, rate
 * @returns the attack
 * @throws InterpError `bad-option` for another norm or a number out of its range
 */
export const carliniWagner = (options: CarliniWagnerOptions = {}): AttackMethod => {
  const settings = carliniWagnerOptions.withDefaults(options);
  return {
    name: 'carlini-wagner',
    norm: settings.norm,
    *steps(task) {
      const { goals, originals, size, bounds, classifier } = task;
      finiteBounds(task, 'the attack of Carlini and Wagner moves between them');
      const scores = task.scores();
      const waiting = allIndices(task).filter(
        (index) => !isAdversarial(goals[index], imageAt(scores, classifier.classes, index)),
      );
      let searches: ActiveSearch[] = [];
      let next = 0;
      while (searches.length > 0 || next < waiting.length) {
        while (searches.length < MOST_AT_ONCE && next < waiting.length) {
          const index = waiting[next++];
          const search = searchImage(imageAt(originals, size, index), goals[index], bounds, settings);
          searches.push({ index, search });
        }
        searches = stepAll(task, searches);
        const active = searches.length + waiting.length - next;
        const succeeded = waiting.length - active + searches.filter(({ search }) => search.best).length;
        if (yield { active, succeeded }) break;
      }
      for (const active of searches) storeBest(task, active);
    },
  };
};
