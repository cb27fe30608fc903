import { type Classifier, drive, type DriveOptions, InterpError, type LabelledImages } from '@interp/core';
import { checkedOptions, checkFunctions, checkNumber, checkObject, shownValue } from '@interp/core/internal';
import type { AttackMethod } from '../attack-method.js';
import type { AttackedImage } from '../result.js';
import { attackSteps } from '../attack.js';
import { misclassified } from '../criteria.js';
import { attackSummary } from '../summary.js';
import type { RobustAccuracy, Robustness, RobustnessStep } from '../training/robustness.js';

/** How {@link measureRobustness} measures. */
export interface RobustnessOptions {
  /** The attacks by the names that the result has them under, such as {@link standardAttacks}. */
  readonly attacks: Readonly<Record<string, AttackMethod>>;
  /** Only the first so many images. Default all. */
  readonly limit?: number;
  /** Images that go through together. Default 100. */
  readonly batch?: number;
  /** Seed of random starts. Default 0. */
  readonly seed?: number;
}

const accuracyOf = (items: readonly AttackedImage[]): RobustAccuracy => {
  const { count, failed, masked, rhoL2, rhoLinf } = attackSummary(items);
  return { accuracy: count === 0 ? null : failed / count, masked, rhoL2, rhoLinf };
};

/**
 * The steps of {@link measureRobustness}, for a driver of your own; stopped early it returns what the finished batches gave.
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
  const { attacks, limit = data.size, batch = 100, seed = 0 } = checkedOptions(options);
  checkNumber('limit', limit, { min: 1, integer: true });
  checkNumber('batch', batch, { min: 1, integer: true });
  checkNumber('the seed', seed, { integer: true });
  checkObject('attacks', attacks);
  const methods = Object.entries(attacks);
  for (const [name, method] of methods) checkFunctions(`the attack ${shownValue(name)}`, method, ['steps']);
  if (methods.length === 0)
    throw new InterpError('bad-option', 'there are no attacks; expected at least one, as standardAttacks(0.2) gives');
  if (data.size < 1) throw new InterpError('bad-shape', 'there are no images; expected at least one');
  const begun = performance.now();
  const n = Math.min(limit, data.size);
  const items = new Map<string, AttackedImage[]>(methods.map(([name]) => [name, []]));
  let done = 0;
  for (let stop = false; done < n && !stop;) {
    const indices = Array.from({ length: Math.min(batch, n - done) }, (_, i) => done + i);
    const criterion = misclassified(indices.map((index) => data.labels[index]));
    const x = data.images(indices);
    const found: [string, readonly AttackedImage[]][] = [];
    try {
      for (const [name, method] of methods) {
        const work = attackSteps(classifier, x, method, { criterion, seed: seed + done, batchSize: batch });
        let next = work.next(false);
        while (!next.done) {
          stop ||= yield { done, n, attack: name };
          next = work.next(stop);
        }
        const { adversarial, perturbation, items: judged } = next.value;
        adversarial.dispose();
        perturbation.dispose();
        if (stop) break;
        found.push([name, judged]);
      }
    } finally {
      x.dispose();
    }
    if (stop && found.length < methods.length) break;
    for (const [name, judged] of found) items.get(name)!.push(...judged);
    done += indices.length;
  }
  const first = items.get(methods[0][0])!;
  const right = first.filter(({ label, before }) => before.class === label).length;
  return {
    n: done,
    clean: done === 0 ? null : right / done,
    attacks: Object.fromEntries(methods.map(([name]) => [name, accuracyOf(items.get(name)!)])),
    seconds: (performance.now() - begun) / 1000,
  };
}

/**
 * Accuracy as it is and under attacks: the rows of a table before and after adversarial training (thesis 4.2).
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
  const { onStep, signal, total, yieldEvery, ...rest } = checkedOptions(options);
  return drive(measureRobustnessSteps(classifier, data, rest), {
    ...(onStep && { onStep }),
    ...(signal && { signal }),
    ...(total !== undefined && { total }),
    ...(yieldEvery !== undefined && { yieldEvery }),
  });
};
