import { checkedBy, checkList, InterpError, optionsTable } from '@interp/checks';
import { type Classifier, drive, type DriveOptions } from '@interp/core';
import { checkedClassifier, mean, splitDriveOptions } from '@interp/core/internal';
import { classifySegments } from './classify-segments.js';
import { digitStates } from './segments.js';
import { digitTable, type DigitRow } from './digit-table.js';
import { fitGeometry, type SegmentGeometry } from './geometry.js';
import { segmentImageOptions, segmentImages, type SegmentImageOptions } from './segment-images.js';

/** Options of {@link robustness}: it draws the digits in every combination of the three lists. */
export interface RobustnessOptions extends Pick<SegmentImageOptions, 'length' | 'antialias' | 'noise' | 'seed'> {
  /** Thicknesses in pixels. Default 5, 7.5, 10, 12.5 and 15 hundredths of the image's shorter side: 1.4 to 4.2 of 28. */
  readonly thicknesses?: readonly number[];
  /** Shifts in pixels. Default the nine of -2, 0 and 2 to the right and downwards. */
  readonly shifts?: readonly (readonly [right: number, down: number])[];
  /** Slants. Default -0.2, -0.1, 0, 0.1 and 0.2. */
  readonly slants?: readonly number[];
}

/** The predictions in one geometry. */
export interface RobustnessCell extends Required<Pick<SegmentGeometry, 'thickness' | 'shift' | 'slant'>> {
  /** The table of the digits. */
  readonly table: readonly DigitRow[];
  /** How many of the ten are classified correctly. */
  readonly correct: number;
}

/** The predictions for one digit over all geometries. */
export interface DigitRobustness {
  /** The digit. */
  readonly digit: number;
  /** The fraction of geometries in which it is classified correctly. */
  readonly correct: number;
  /** Mean probability of the right class. */
  readonly right: number;
  /** The lowest probability of the right class. */
  readonly least: number;
  /** Its most frequent predicted class. */
  readonly usual: number;
}

/** Result of {@link robustness}. */
export interface Robustness {
  /** One cell for each geometry: thicknesses outermost, slants innermost. After an abort, those that are done. */
  readonly cells: readonly RobustnessCell[];
  /** The ten digits. */
  readonly digits: readonly DigitRobustness[];
}

const checkFilled = (name: string, value: unknown): void => {
  checkList(name, value);
  if (value.length === 0) throw new InterpError('bad-option', `${name} is empty; expected at least one`);
};

const { rules } = segmentImageOptions;

/** Checks and defaults of {@link RobustnessOptions}. */
const robustnessOptions = optionsTable<RobustnessOptions>()({
  length: rules.length,
  antialias: rules.antialias,
  noise: rules.noise,
  seed: rules.seed,
  thicknesses: checkedBy<readonly number[]>(checkFilled),
  shifts: checkedBy<readonly (readonly [number, number])[]>(checkFilled, {
    default: [-2, 0, 2].flatMap((down) => [-2, 0, 2].map((right) => [right, down] as const)),
  }),
  slants: checkedBy<readonly number[]>(checkFilled, { default: [-0.2, -0.1, 0, 0.1, 0.2] }),
});

const mostFrequentClass = (rows: readonly DigitRow[]): number => {
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
      right: mean(rows.map(({ right }) => right)),
      least: Math.min(...rows.map((row) => row.right)),
      usual: mostFrequentClass(rows),
    };
  });

/**
 * {@link robustness} as a generator of steps, one for each geometry. All geometries are checked before the first one is drawn.
 *
 * @param classifier - a classifier of digits
 * @param options - thicknesses, shifts, slants
 * @returns the steps; each yields its cell
 * @throws InterpError `bad-option` for a list that is empty and a geometry that leaves the image, `bad-class`, `bad-shape`
 */
export function* robustnessSteps(
  classifier: Classifier,
  options: RobustnessOptions = {},
): Generator<RobustnessCell, Robustness, boolean> {
  const { inputShape, bounds } = checkedClassifier(classifier);
  const side = Math.min(...inputShape.slice(0, 2));
  const {
    thicknesses = [0.05, 0.075, 0.1, 0.125, 0.15].map((part) => part * side),
    shifts,
    slants,
    ...drawing
  } = robustnessOptions.withDefaults(options);
  const geometries = Array.from(thicknesses).flatMap((thickness) =>
    Array.from(shifts).flatMap((shift) => Array.from(slants, (slant) => ({ thickness, shift, slant }))),
  );
  const { length, antialias } = drawing;
  for (const geometry of geometries) fitGeometry({ length, antialias, ...geometry }, inputShape[0], inputShape[1]);

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
 * Measures how predictions depend on the drawing: the digit table for every combination of thickness, shift and slant.
 *
 * @param classifier - a classifier of digits
 * @param options - thicknesses, shifts, slants, and `onStep` and `signal` of `drive`
 * @returns a table for each geometry and a summary for each digit; after an abort, of the geometries done
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
export const robustness = async (
  classifier: Classifier,
  options: RobustnessOptions & DriveOptions<RobustnessCell> = {},
): Promise<Robustness> => {
  const [own, driving] = splitDriveOptions<RobustnessOptions, RobustnessCell>(options);
  return drive(robustnessSteps(classifier, own), driving);
};
