import { table } from '../../shell/text.js';

/** How one method explains one image. */
export interface Verdict {
  /** The method, with the rule of LRP. */
  readonly method: string;
  /** The explained score. */
  readonly score: number;
  /** Sum of the map, in units of the score. */
  readonly total: number;
  /** Area over the curve of pixel flipping, in units of probability. */
  readonly area: number;
  /** The same for pixels in random order. */
  readonly randomArea: number;
  /** Gini index of the map, from 0 to 1. */
  readonly sparseness: number;
  /** Entropy of the map, in nats. */
  readonly complexity: number;
}

/** One image and what all methods make of it. */
export interface ComparedImage {
  /** What people call it. */
  readonly input: string;
  /** What it is, where that is known. */
  readonly label?: number;
  /** The explained class. */
  readonly class: number;
  /** One verdict for each method that is done. */
  readonly methods: readonly Verdict[];
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/**
 * The methods side by side: means over all images.
 *
 * @param rows - the images, all with the same methods
 * @returns a table and what it shows
 */
export const comparisonText = (rows: readonly ComparedImage[]): string => {
  const line = (name: string, verdicts: readonly Verdict[]): string[] => [
    name,
    ...(['area', 'sparseness', 'complexity'] as const).map((key) =>
      mean(verdicts.map((verdict) => verdict[key])).toFixed(4),
    ),
  ];
  const names = rows[0].methods.map(({ method }) => method);
  const random = mean(rows.map((row) => row.methods[0].randomArea));
  return [
    table([
      ['method', 'area over the curve', 'sparseness', 'complexity'],
      ...names.map((name, i) =>
        line(
          name,
          rows.map((row) => row.methods[i]),
        ),
      ),
      ['random order', random.toFixed(4), '', ''],
    ]),
    'area over the curve: how fast the probability falls as pixels are taken away, the most relevant first',
  ].join('\n');
};
