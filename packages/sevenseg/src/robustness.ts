import { type Classifier, drive, type DriveOptions, InterpError } from '@interp/core';
import { checkedOptions, checkList } from '@interp/core/internal';
import { classifySegments } from './classify-segments.js';
import { digitStates } from './digit-segments.js';
import { digitTable, type DigitRow } from './digit-table.js';
import { fitGeometry, type SegmentGeometry } from './geometry.js';
import type { DigitRobustness, Robustness, RobustnessCell, RobustnessOptions } from './robustness-options.js';
import { segmentImages } from './segment-images.js';

const defaultShifts = [-2, 0, 2].flatMap((down) => [-2, 0, 2].map((right) => [right, down] as const));
const defaultSlants = [-0.2, -0.1, 0, 0.1, 0.2];

const usualOf = (rows: readonly DigitRow[]): number => {
  const counts = new Map<number, number>();
  for (const { class: predicted } of rows) counts.set(predicted, (counts.get(predicted) ?? 0) + 1);
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
};

const summary = (cells: readonly RobustnessCell[]): DigitRobustness[] =>
  (cells[0]?.table ?? []).map(({ digit }) => {
    const rows = cells.map(({ table }) => table[digit]);
    return {
      digit,
      correct: rows.filter((row) => row.class === digit).length / rows.length,
      right: rows.reduce((sum, row) => sum + row.right, 0) / rows.length,
      least: Math.min(...rows.map((row) => row.right)),
      usual: usualOf(rows),
    };
  });

/**
 * {@link robustness} as a generator of steps, one for each geometry. All geometries are checked before the first one is drawn.
 *
 * @param classifier - a classifier of digits
 * @param options - thicknesses, shifts, slants
 * @returns the work; it yields the cell that is done
 * @throws InterpError `bad-option` for a list that is empty and a geometry that leaves the image, `bad-class`, `bad-shape`
 */
export function* robustnessSteps(
  classifier: Classifier,
  options: RobustnessOptions = {},
): Generator<RobustnessCell, Robustness, boolean> {
  const { inputShape, bounds } = classifier;
  const side = Math.min(...inputShape.slice(0, 2));
  const {
    thicknesses = [0.05, 0.075, 0.1, 0.125, 0.15].map((part) => part * side),
    shifts = defaultShifts,
    slants = defaultSlants,
    ...drawing
  } = checkedOptions(options);
  for (const [name, list] of Object.entries({ thicknesses, shifts, slants })) {
    checkList(name, list);
    if (list.length === 0) throw new InterpError('bad-option', `${name} is empty; expected at least one`);
  }
  const geometries = Array.from(thicknesses).flatMap((thickness) =>
    Array.from(shifts).flatMap((shift) => Array.from(slants, (slant) => ({ thickness, shift, slant }))),
  );
  const whole = (geometry: SegmentGeometry): SegmentGeometry => ({ ...drawing, ...geometry });
  for (const geometry of geometries) fitGeometry(whole(geometry), inputShape[0], inputShape[1]);

  const cells: RobustnessCell[] = [];
  for (const geometry of geometries) {
    const images = segmentImages({ ...drawing, ...geometry, states: digitStates, inputShape, bounds });
    try {
      const table = digitTable(classifySegments(classifier, images, digitStates));
      cells.push({ ...geometry, table, correct: table.filter((row) => row.class === row.digit).length });
    } finally {
      images.dispose();
    }
    if (yield cells[cells.length - 1]) break;
  }
  return { cells, digits: summary(cells) };
}

/**
 * Whether the answers hang on how the digits are drawn: the table of the digits for every combination of thickness, shift and slant.
 *
 * @param classifier - a classifier of digits
 * @param options - thicknesses, shifts, slants, and how the work is driven: `onStep`, `signal`
 * @returns a table for each geometry and a summary for each digit; after an abort what it has by then
 * @throws InterpError `bad-option` for a list that is empty and a geometry that leaves the image, `bad-class`, `bad-shape`
 *
 * @example
 * ```ts
 * import { classifier } from '@interp/core';
 * import { robustness } from '@interp/sevenseg';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const model = sequential({
 *   layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 10 })],
 * });
 * const { digits } = await robustness(classifier(model), { thicknesses: [2, 3], slants: [0, 0.2] });
 * console.log(digits[8]); // { digit: 8, correct: …, right: …, least: …, usual: … }
 * ```
 */
export const robustness = (
  classifier: Classifier,
  options: RobustnessOptions & DriveOptions<RobustnessCell> = {},
): Promise<Robustness> => drive(robustnessSteps(classifier, options), options);
