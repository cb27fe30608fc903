import { measureRobustness, standardAttacks, type Robustness } from '@interp/adversarial';
import type { Classifier, LabelledImages } from '@interp/core';
import type { EvaluateOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';
import type { Job } from '../../shell/job.js';
import { withClassifier } from '../../models/classifier.js';
import { percent, table } from '../../shell/text.js';

/** A network with what it came to under attack. */
export interface RobustRow {
  /** The network as people called it. */
  readonly model: string;
  /** How it does. */
  readonly robustness: Robustness;
}

const part = (value: number | null | undefined): string => (typeof value === 'number' ? percent(value) : '–');
const ratio = (value: number | null | undefined): string => (typeof value === 'number' ? value.toFixed(3) : '–');

/**
 * Refuses options that mean nothing without attacks.
 *
 * @param options - what the command was told
 * @throws UsageError
 */
export const checkRobust = ({ robust, epsilon, against }: EvaluateOptions): void => {
  if (robust) return;
  if (epsilon !== undefined) throw new UsageError('--epsilon is for --robust; leave it out, or add that');
  if (against !== undefined) throw new UsageError('--against is for --robust; leave it out, or add that');
};

/**
 * Attacks a network by FGSM, PGD of 40 steps from a random start, and DeepFool.
 *
 * @param model - the network as people called it, for the progress
 * @param classifier - the network; borrowed
 * @param data - labelled images; borrowed
 * @param how - how far the first two may move each value, and how many images there are
 * @param job - the command at work
 * @returns accuracies and DeepFool's ρ
 */
const robustnessOf = async (
  model: string,
  classifier: Classifier,
  data: LabelledImages,
  how: { readonly epsilon: number; readonly limit: number },
  job: Job<EvaluateOptions>,
): Promise<RobustRow> => {
  const { epsilon, limit } = how;
  const view = job.progress(`attack ${model}`, limit);
  const robustness = await measureRobustness(classifier, data, {
    attacks: standardAttacks(epsilon),
    limit,
    seed: job.options.seed,
    signal: job.signal,
    onStep: ({ value }) => view.update(value.done, value.attack),
  }).finally(() => view.stop());
  if (robustness.n < limit) job.note(`interrupted: ${robustness.n} of ${limit} images were attacked`);
  return { model, robustness };
};

/**
 * Attacks the network of a job, and the one to stand beside it where there is one.
 *
 * @param classifier - the network; borrowed
 * @param data - labelled images; borrowed
 * @param job - the command at work
 * @returns the numbers, and the table as text
 */
export const robustRows = async (
  classifier: Classifier,
  data: LabelledImages,
  job: Job<EvaluateOptions>,
): Promise<{ readonly json: object; readonly text: string }> => {
  const { model, against, epsilon = 0.6, limit = 1000 } = job.options;
  const all = { epsilon, limit: Math.min(limit, data.size) };
  const rows = [await robustnessOf(model, classifier, data, all, job)];
  if (against !== undefined && !job.signal.aborted)
    rows.unshift(await withClassifier(against, (other) => robustnessOf(against, other, data, all, job)));
  return {
    json: { epsilon, models: rows.map(({ model: name, robustness }) => ({ model: name, ...robustness })) },
    text: robustTable(rows, epsilon),
  };
};

/**
 * The table of one network, or of several side by side.
 *
 * @param rows - the networks
 * @param epsilon - how far values were moved
 * @returns text
 */
const robustTable = (rows: readonly RobustRow[], epsilon: number): string => {
  const cells = rows.map(({ model, robustness: { clean, attacks } }) => [
    model,
    part(clean),
    part(attacks['fgsm']?.accuracy),
    part(attacks['pgd-40']?.accuracy),
    ratio(attacks['deepfool']?.rhoL2),
  ]);
  const masked = rows.filter(({ robustness }) => Object.values(robustness.attacks).some((attack) => attack.masked > 0));
  return [
    `under attack, ε = ${epsilon} (${Number((epsilon / 2).toPrecision(4))} of pixels on [0, 1]), ${rows[0]?.robustness.n ?? 0} images:`,
    table([['', 'clean', 'FGSM', 'PGD-40', 'DeepFool ρ'], ...cells]),
    ...masked.map(({ model }) => `${model}: some images give attacks no slope; they do not count as robust`),
  ].join('\n');
};
