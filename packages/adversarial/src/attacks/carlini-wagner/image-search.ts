import type { CarliniWagnerSettings } from '../../carlini-wagner-options.js';
import { searchFrom, searchOn } from '../../constant-search.js';
import { isAdversarial, type Goal } from '../../criteria.js';
import { l2 } from '../../norms/l2.js';
import { marginOf } from '../../margin.js';
import { largestAt } from '../../logits.js';
import { tanhSpace } from './tanh-space.js';

/** The search for one image, which knows nothing of the others. */
export interface CarliniWagnerRun {
  /** The image whose scores and gradient it waits for. */
  readonly image: Float32Array;
  /** The shortest perturbed image that was what is wanted, if any. */
  readonly best: Float32Array | undefined;
  /**
   * Writes where the gradient starts from: the lead of the wrong logit, or nothing where it is met.
   *
   * @param logits - of the image
   * @param out - zeros
   */
  start(logits: Float32Array, out: Float32Array): void;
  /**
   * Goes one step.
   *
   * @param logits - of the image
   * @param gradient - of what `start` wrote
   * @returns whether there is more to do
   */
  step(logits: Float32Array, gradient: Float32Array): boolean;
}

const [BETA1, BETA2, TINY] = [0.9, 0.999, 1e-8];

/**
 * Begins the search for one image.
 *
 * @param original - the image; borrowed
 * @param goal - what is wanted of it
 * @param bounds - the lowest and the highest value allowed
 * @param settings - how
 * @returns the search
 */
export const carliniWagnerRun = (
  original: Float32Array,
  goal: Goal,
  bounds: readonly [number, number],
  { searches, steps, rate, constant, confidence, abortEarly }: CarliniWagnerSettings,
): CarliniWagnerRun => {
  const space = tanhSpace(original, bounds);
  const size = original.length;
  const [w, mean, square] = [space.start.slice(), new Float32Array(size), new Float32Array(size)];
  const [image, inner, r] = [original.slice(), new Float32Array(size), new Float32Array(size)];
  const patience = Math.max(1, Math.floor(steps / 10));
  let best: Float32Array | undefined;
  let shortest = Infinity;
  let search = searchFrom(constant);
  let tried = 0;
  let step = 0;
  let worked = false;
  let lossBefore = Infinity;
  space.at(w, image, inner);

  /** Starts over from the original with the next constant. */
  const again = (): boolean => {
    search = searchOn(search, worked);
    w.set(space.start);
    mean.fill(0);
    square.fill(0);
    [step, worked, lossBefore] = [0, false, Infinity];
    space.at(w, image, inner);
    return ++tried < searches;
  };

  return {
    image,
    get best() {
      return best;
    },
    start: (logits, out) => {
      const { down, up, short } = marginOf(goal, logits);
      if (short <= -confidence) return;
      out[down] = 1;
      out[up] = -1;
    },
    step: (logits, gradient) => {
      for (let i = 0; i < size; i++) r[i] = image[i] - original[i];
      const length = l2.length(r);
      const { short } = marginOf(goal, logits);
      if (isAdversarial(goal, largestAt(logits)) && short <= -confidence) {
        worked = true;
        if (length < shortest) {
          shortest = length;
          best = best ?? new Float32Array(size);
          best.set(image);
        }
      }
      if (step === steps) return again();
      if (abortEarly && step % patience === 0) {
        const loss = length * length + search.constant * Math.max(short + confidence, 0);
        if (loss > 0.9999 * lossBefore) return again();
        lossBefore = loss;
      }
      step++;
      const [fade1, fade2] = [1 - BETA1 ** step, 1 - BETA2 ** step];
      for (let i = 0; i < size; i++) {
        const g = (2 * r[i] + search.constant * gradient[i]) * inner[i];
        mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
        square[i] = BETA2 * square[i] + (1 - BETA2) * g * g;
        w[i] -= (rate * (mean[i] / fade1)) / (Math.sqrt(square[i] / fade2) + TINY);
      }
      space.at(w, image, inner);
      return true;
    },
  };
};
