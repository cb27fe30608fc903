import { checkedBy, checkFunctions, checkObject, InterpError, number, optionsTable, shownValue } from '@interp/checks';
import { type Classifier, drive, type DriveOptions, type LabelledImages } from '@interp/core';
import { checkedImages, splitDriveOptions } from '@interp/core/internal';
import type { AttackMethod } from '../attack-method.js';
import { attackSteps } from '../attack.js';
import { deepFool } from '../attacks/deep-fool.js';
import { fgsm } from '../attacks/fgsm.js';
import { pgd } from '../attacks/pgd.js';
import { misclassified } from '../criteria.js';
import { linf } from '../norms/linf.js';
import type { Norm } from '../norms/norm.js';
import { attackSummary, type AttackedImage } from '../result.js';

/** Options of {@link measureRobustness}. */
export interface RobustnessOptions {
  /** The attacks by name, such as {@link standardAttacks}; the result has the same names. */
  readonly attacks: Readonly<Record<string, AttackMethod>>;
  /** The number of images to use, from the first. Default all. */
  readonly limit?: number;
  /** Images in one pass. Default 100. */
  readonly batch?: number;
  /** Seed of random starts. Default 0. */
  readonly seed?: number;
}

/** Checks and defaults of {@link RobustnessOptions}. */
export const robustnessOptions = optionsTable<RobustnessOptions>()({
  attacks: checkedBy<Readonly<Record<string, AttackMethod>>>(
    (name, value) => {
      checkObject(name, value);
      const methods = Object.entries(value as object);
      for (const [key, method] of methods) checkFunctions(`the attack ${shownValue(key)}`, method, ['steps']);
      if (methods.length > 0) return;
      throw new InterpError('bad-option', 'there are no attacks; expected at least one, as standardAttacks(0.2) gives');
    },
    { required: true },
  ),
  limit: number({ min: 1, integer: true }),
  batch: number({ min: 1, integer: true, default: 100 }),
  seed: number({ integer: true, default: 0 }),
});

/** Robustness under one attack. */
export interface RobustAccuracy {
  /**
   * Fraction of all images that are classified correctly before and after the attack; masked ones do not count. Null
   * if the work was stopped before the first batch was done.
   */
  readonly accuracy: number | null;
  /** Images on which the attack failed because every gradient was zero; not counted as robust. */
  readonly masked: number;
  /** Mean of ‖r‖₂ over ‖x‖₂ of the attack's successes, of values on [0, 1]: DeepFool's ρ; null without one. */
  readonly rhoL2: number | null;
  /** The same with the L∞ norm. */
  readonly rhoLinf: number | null;
}

/** Accuracy on clean images and under attacks. */
export interface Robustness {
  /** Images done. */
  readonly n: number;
  /** Fraction of them that is classified correctly without an attack; null if the work was stopped before the first batch was done. */
  readonly clean: number | null;
  /** Under each attack, by the name that it was given. */
  readonly attacks: Readonly<Record<string, RobustAccuracy>>;
  /** Wall-clock seconds. */
  readonly seconds: number;
}

/** Yielded after each step of each attack. */
export interface RobustnessStep {
  /** Images done with all attacks. */
  readonly done: number;
  /** Images in all. */
  readonly n: number;
  /** Name of the current attack. */
  readonly attack: string;
}

/**
 * The standard attacks for a robustness table: FGSM, PGD with 40 steps from a random start, and DeepFool, which searches the
 * smallest perturbation independent of the radius.
 *
 * @param epsilon - the radius of the first two, in units of the input
 * @param norm - the norm of their ball. Default {@link linf}
 * @returns the attacks by name: `fgsm`, `pgd-40`, `deepfool`
 * @throws InterpError `bad-option` for a negative radius
 */
export const standardAttacks = (epsilon: number, norm: Norm = linf): Readonly<Record<string, AttackMethod>> => ({
  fgsm: fgsm({ epsilon, norm }),
  'pgd-40': pgd({ epsilon, norm, steps: 40, randomStart: true, stopOnSuccess: true }),
  deepfool: deepFool(),
});

const accuracyOf = (items: readonly AttackedImage[]): RobustAccuracy => {
  const { count, failed, masked, rhoL2, rhoLinf } = attackSummary(items);
  return { accuracy: count === 0 ? null : failed / count, masked, rhoL2, rhoLinf };
};

/**
 * {@link measureRobustness} as a generator of steps, for `drive` or a loop of your own; stopped early it returns what the finished batches gave.
 *
 * @param classifier - the network; borrowed
 * @param data - images and labels; borrowed
 * @param options - attacks, how many images
 * @returns the steps; their result is the table
 * @throws InterpError as {@link measureRobustness} does, at the first step
 */
export function* measureRobustnessSteps(
  classifier: Classifier,
  data: LabelledImages,
  options: RobustnessOptions,
): Generator<RobustnessStep, Robustness, boolean> {
  const own = robustnessOptions.withDefaults(options);
  const images = checkedImages('the data', data);
  const { attacks, limit = images.size, batch, seed } = own;
  const methods = Object.entries(attacks);
  const begun = performance.now();
  const n = Math.min(limit, images.size);
  const items = new Map<string, AttackedImage[]>(methods.map(([name]) => [name, []]));
  let done = 0;
  for (let stop = false; done < n && !stop;) {
    const indices = Array.from({ length: Math.min(batch, n - done) }, (_, i) => done + i);
    const criterion = misclassified(indices.map((index) => images.labelSets?.[index] ?? images.labels[index]));
    const x = images.images(indices);
    const results: [string, readonly AttackedImage[]][] = [];
    try {
      for (const [name, method] of methods) {
        const work = attackSteps(classifier, x, method, { criterion, seed, batchSize: batch });
        let next = work.next(false);
        while (!next.done) {
          stop ||= yield { done, n, attack: name };
          next = work.next(stop);
        }
        const { adversarial, perturbation, items: attacked } = next.value;
        adversarial.dispose();
        perturbation.dispose();
        if (stop) break;
        results.push([name, attacked]);
      }
    } finally {
      x.dispose();
    }
    if (stop && results.length < methods.length) break;
    for (const [name, attacked] of results) items.get(name)!.push(...attacked);
    done += indices.length;
  }
  const first = items.get(methods[0][0])!;
  const right = first.filter(({ outcome }) => outcome !== 'already-wrong').length;
  return {
    n: done,
    clean: done === 0 ? null : right / done,
    attacks: Object.fromEntries(methods.map(([name]) => [name, accuracyOf(items.get(name)!)])),
    seconds: (performance.now() - begun) / 1000,
  };
}

/**
 * Measures accuracy on clean images and under attacks, for a table before and after adversarial training (thesis 4.2).
 *
 * @param classifier - the network; borrowed
 * @param data - images and labels, within the classifier's bounds; borrowed
 * @param options - attacks, how many images, and `onStep` and `signal` of `drive`
 * @returns the table, of the finished batches only after an abort
 * @throws InterpError `bad-option` without attacks, and what {@link attack} throws
 *
 * @example
 * ```ts
 * import { measureRobustness, standardAttacks } from '@interp/adversarial';
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { sampleDigits } from '@interp/mnist';
 * import { pretrained } from '@interp/pretrained';
 *
 * await startBackend('wasm');
 * const model = await pretrained('lenet');
 * const { clean, attacks } = await measureRobustness(classifier(model), sampleDigits(), { attacks: standardAttacks(0.2) });
 * console.log(clean, attacks['pgd-40'].accuracy, attacks.deepfool.rhoL2);
 * model.dispose();
 * ```
 */
export const measureRobustness = async (
  classifier: Classifier,
  data: LabelledImages,
  options: RobustnessOptions & DriveOptions<RobustnessStep>,
): Promise<Robustness> => {
  const [own, driving] = splitDriveOptions<RobustnessOptions, RobustnessStep>(options);
  return drive(measureRobustnessSteps(classifier, data, own), driving);
};
