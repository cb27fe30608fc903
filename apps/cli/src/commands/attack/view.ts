import type { AttackedImage, AttackSummary, RobustCurve } from '@interp/adversarial';
import { brief, percent, table } from '../../shell/text.js';

/** An attacked image with what people call it. */
export interface AttackRow extends AttackedImage {
  /** The input that it was. */
  readonly input: string;
}

const count = (n: number, what: string): string => `${n} ${what}`;

/**
 * Attacked images for people.
 *
 * @param rows - what became of each
 * @param summary - of all together
 * @returns a table and a line or two
 */
export const attackText = (rows: readonly AttackRow[], summary: AttackSummary): string => {
  const lines = table([
    ['input', 'before', 'after', 'outcome', 'l2', 'linf', 'steps'],
    ...rows.map(({ input, before, after, outcome, masked, l2, linf, steps }) => [
      input,
      `${before.class} (${percent(before.probability)})`,
      `${after.class} (${percent(after.probability)})`,
      masked ? 'masked' : outcome,
      brief(l2),
      brief(linf),
      String(steps),
    ]),
  ]);
  const { succeeded, failed, masked, alreadyWrong, medianL2, rhoL2 } = summary;
  const right = summary.count - alreadyWrong;
  const counts = [
    `${succeeded} of ${right} fooled`,
    ...(alreadyWrong > 0 ? [count(alreadyWrong, 'wrong before')] : []),
    ...(failed > 0 ? [count(failed, 'withstood')] : []),
    ...(masked > 0 ? [count(masked, 'without any slope: masked, not robust')] : []),
  ].join(', ');
  const sizes =
    medianL2 === null || rhoL2 === null
      ? ''
      : `\nmedian l2 ${brief(medianL2)} in units of the input; mean |r|/|x| ${brief(rhoL2)} on pixels from 0 to 1`;
  const outside = rows.filter(({ inBounds }) => !inBounds).length;
  return `${lines}\n${counts}${sizes}${outside > 0 ? `\n${outside} returned beyond the bounds, and judged there` : ''}`;
};

/**
 * A curve for people.
 *
 * @param curve - accuracy for each length
 * @returns a table and a line
 */
export const curveText = ({ points, cleanAccuracy, alreadyWrong, count: all }: RobustCurve): string => {
  const lines = table([
    ['epsilon', 'accuracy', 'fooled', 'masked'],
    ['0', percent(cleanAccuracy), '0', '0'],
    ...points.map(({ epsilon, accuracy, fooled, masked }) => [
      brief(epsilon),
      percent(accuracy),
      String(fooled),
      String(masked),
    ]),
  ]);
  return `${lines}\n${all} images, ${alreadyWrong} of them wrong before`;
};
