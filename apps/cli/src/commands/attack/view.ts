import type { AttackMethod, AttackSummary, RobustCurve } from '@interp/adversarial';
import type { AttackedImages, ImageAttack, NamedPrediction, OpenedClassifier } from '@interp/open';
import { brief, percent } from '@interp/report';
import type { Job } from '../../shell/job.js';
import { table } from '../../shell/terminal/table.js';

/** What an image is predicted as; where each class is decided by itself, all of them, and how likely the attacked or likeliest one is. */
const verdictOf = (prediction: NamedPrediction): string => {
  const { class: shown, name = String(shown), probability, labels } = prediction;
  if (!labels) return `${name} (${percent(probability)})`;
  return `${labels.join(' ') || 'none'} (${name}: ${percent(probability)})`;
};

/** Attacked images as a table, with a line or two about all together. */
export const attackText = (rows: readonly ImageAttack[], summary: AttackSummary): string => {
  const lines = table([
    ['input', 'before', 'after', 'outcome', 'l2', 'linf', 'steps'],
    ...rows.map(({ input, before, after, outcome, masked, l2, linf, steps }) => {
      const verdicts = [verdictOf(before), verdictOf(after), masked ? 'masked' : outcome];
      return [input, ...verdicts, brief(l2), brief(linf), String(steps)];
    }),
  ]);
  const { succeeded, failed, masked, alreadyWrong, alreadyTarget, medianL2, rhoL2 } = summary;
  const counts = [
    `${succeeded} of ${summary.count - alreadyWrong - alreadyTarget} fooled`,
    alreadyWrong > 0 && `${alreadyWrong} wrong before`,
    alreadyTarget > 0 && `${alreadyTarget} of the target’s class already`,
    failed > 0 && `${failed} withstood`,
    masked > 0 && `${masked} without any gradient: masked, not robust`,
  ];
  const outside = rows.filter(({ inBounds }) => !inBounds).length;
  const all = [
    lines,
    counts.filter(Boolean).join(', '),
    medianL2 !== null &&
      rhoL2 !== null &&
      `median l2 ${brief(medianL2)} in units of the input; mean |r|/|x| ${brief(rhoL2)} on pixels from 0 to 1`,
    outside > 0 && `${outside} returned beyond the bounds, and judged there`,
  ];
  return all.filter((line) => line !== false).join('\n');
};

/** Images, perturbations and what they give, one below the other. */
export const attackPicture = async (
  { rows, images, adversarial }: AttackedImages,
  { inputShape, preprocessing: { toPicture } }: OpenedClassifier,
  job: Job,
): Promise<string> => {
  const { attackTriples, firstImages } = await import('@interp/viz');
  const some = rows.slice(0, job.drawn(rows.length));
  const first = (values: Float32Array) =>
    firstImages({ data: toPicture(values), shape: [rows.length, ...inputShape] }, some.length);
  return attackTriples({
    images: first(images),
    adversarial: first(adversarial),
    before: some.map(({ before }) => verdictOf(before)),
    changes: some.map(({ l2 }) => `|r| ${brief(l2)}`),
    after: some.map(({ after }) => verdictOf(after)),
  });
};

/** Accuracy for each length as a table. */
export const curveText = (curve: RobustCurve): string => {
  const { points, cleanAccuracy, alreadyWrong, alreadyTarget, count: all } = curve;
  const clean = { epsilon: 0, accuracy: cleanAccuracy, fooled: 0, masked: 0 };
  const lines = table([
    ['epsilon', 'accuracy', 'fooled', 'masked'],
    ...[clean, ...points].map(({ epsilon, accuracy, fooled, masked }) => [
      brief(epsilon),
      percent(accuracy),
      String(fooled),
      String(masked),
    ]),
  ]);
  const targets = alreadyTarget > 0 ? `, ${alreadyTarget} of the target’s class already` : '';
  return `${lines}\n${all} images, ${alreadyWrong} of them wrong before${targets}`;
};

const normNames: Readonly<Record<string, string>> = { linf: 'L∞', l2: 'L2', l1: 'L1' };

/** Accuracy for each length as a chart. */
export const curvePicture = async (
  { points, cleanAccuracy, count }: RobustCurve,
  { name, norm }: AttackMethod,
): Promise<string> => {
  const { robustnessChart } = await import('@interp/viz');
  return robustnessChart([{ name, cleanAccuracy, points }], {
    title: `Accuracy under ${name}, ${count} images`,
    xTitle: `ε (${normNames[norm.name] ?? norm.name})`,
  });
};
