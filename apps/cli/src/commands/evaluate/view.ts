import type { Robustness } from '@interp/adversarial';
import type { Evaluation } from '@interp/lenet';
import { duration, percent } from '@interp/report';
import { table } from '../../shell/terminal/table.js';

/** A network as people called it, with what it came to under attack. */
export interface RobustRow extends Robustness {
  /** What people called it. */
  readonly model: string;
}

const format = (value: number | null | undefined, text = percent): string =>
  typeof value === 'number' ? text(value) : '–';

/** What accuracy means where each class has a probability of its own. */
const multiLabelText = ({ labels, exactMatch, binaryAccuracy }: NonNullable<Evaluation['multiLabel']>): string =>
  labels === 'all'
    ? `each class is decided by itself, and right are images for which exactly their labels are predicted; ${percent(binaryAccuracy)} of all decisions are right`
    : `each class is decided by itself, and right are images whose label is among those predicted; for ${percent(exactMatch)} it is the only one`;

/** More classes than these have no table of all pairs. */
const mostPaired = 20;

/** Accuracies, and the confusion matrix; of many classes what each is taken for most often. */
export const evaluationText = (found: Evaluation, names: readonly string[] = []): string => {
  const { accuracy, perClass, confusion, n, loss, calibration, multiLabel, seconds } = found;
  const nameOf = (c: number): string => names[c] ?? String(c);
  const right = (c: number): string => format(perClass[c]);
  const pairs = [
    ['true \\ said', ...perClass.map((_, c) => nameOf(c)), 'right'],
    ...confusion.map((row, c) => [nameOf(c), ...row.map((count) => (count === 0 ? '·' : String(count))), right(c)]),
  ];
  const most = (row: readonly number[]): string => nameOf(row.indexOf(Math.max(...row)));
  const seen = confusion.flatMap((row, c) =>
    row.some((count) => count > 0) ? [[nameOf(c), most(row), right(c)]] : [],
  );
  return [
    `accuracy ${percent(accuracy)} of ${n} images in ${duration(seconds)}`,
    ...(multiLabel ? [multiLabelText(multiLabel)] : []),
    `cross-entropy ${loss.toFixed(4)}, calibration error ${percent(calibration.error)}`,
    table(perClass.length > mostPaired ? [['true', 'most often said', 'right'], ...seen] : pairs),
  ].join('\n');
};

/** One network under attack, or several side by side, as a table. */
export const robustnessText = (
  { epsilon, models }: { readonly epsilon: number; readonly models: readonly RobustRow[] },
  [low, high]: readonly [number, number],
): string => {
  const cells = models.map(({ model, clean, attacks }) => [
    model,
    format(clean),
    format(attacks['fgsm']?.accuracy),
    format(attacks['pgd-40']?.accuracy),
    format(attacks['deepfool']?.rhoL2, (rho) => rho.toFixed(3)),
  ]);
  const masked = models.filter(({ attacks }) => Object.values(attacks).some((attack) => attack.masked > 0));
  return [
    `under attack, ε = ${epsilon} (${Number((epsilon / (high - low)).toPrecision(4))} of pixels on [0, 1]), ${models[0].n} images:`,
    table([['', 'clean', 'FGSM', 'PGD-40', 'DeepFool ρ'], ...cells]),
    ...masked.map(({ model }) => `${model}: some images give attacks no gradient; they do not count as robust`),
  ].join('\n');
};
