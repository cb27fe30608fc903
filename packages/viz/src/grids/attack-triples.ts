import { checkFields, optionsTable } from '@interp/checks';
import { formatNumber } from '../svg/text.js';
import { gridRules, type GridOptions } from './options.js';
import { heatmapGrid, heatmapGridOptions } from './heatmap-grid.js';
import type { ImageBatch, Pixels } from '../images/image-batch.js';
import { signedMaps } from './heatmap-rasters.js';

/** The images of attacks, as plain values. */
export interface AttackTriplesData {
  /** The original images, x. */
  readonly images: ImageBatch;
  /** The perturbations, r, of the same shape. Default the adversarial images minus the original ones. */
  readonly perturbations?: Pixels;
  /** The adversarial images, x + r. */
  readonly adversarial: ImageBatch;
  /** Written under each x, such as its class and probability; a newline begins another line. Default none. */
  readonly before?: readonly string[];
  /** Written under each r, above the largest change that is drawn in full colour. Default none. */
  readonly changes?: readonly string[];
  /** Written under each x + r. Default none. */
  readonly after?: readonly string[];
}

/** Options of {@link attackTriples}. */
export interface AttackTriplesOptions extends GridOptions {
  /** Attacks side by side before rows wrap. Default 10. */
  readonly columns?: number;
}

const attackTriplesOptions = optionsTable<AttackTriplesOptions>()({
  ...gridRules,
  columns: heatmapGridOptions.rules.columns,
});

const difference = (a: ImageBatch, b: ImageBatch): Pixels => ({
  data: Float32Array.from(a.data, (value, i) => value - b.data[i]),
  shape: a.shape,
});

/**
 * Draws attacks as triples, one below the other: the image, the perturbation (red where brighter, blue where darker, scaled so
 * that its largest value, written below, has full colour), and the sum.
 *
 * @param data - images, perturbations, sums and what is written under them
 * @param options - columns, title, scale
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` for data that are no batches of images of one size, `bad-value` for a NaN or an infinity,
 * `bad-option` for an option out of range or a number of texts that does not fit
 *
 * Thesis: Figure 4.3.
 *
 * @example
 * ```ts
 * import { attackTriples } from '@interp/viz';
 *
 * const shape = [1, 2, 2, 1];
 * const svg = attackTriples({
 *   images: { data: Float32Array.of(-1, 1, 1, -1), shape },
 *   adversarial: { data: Float32Array.of(-0.9, 1, 0.8, -1), shape },
 *   before: ['7: 99.9 %'],
 *   after: ['2: 57.1 %'],
 * });
 * console.log(svg.includes('x + r')); // true
 * ```
 */
export const attackTriples = (data: AttackTriplesData, options: AttackTriplesOptions = {}): string => {
  checkFields('the data', data, { images: 'object', adversarial: 'object' });
  const { images, adversarial, before, changes, after } = data;
  const { perturbations = difference(adversarial, images) } = data;
  const largest = signedMaps(perturbations).map((map) => `±${formatNumber(map.largest)}`);
  const captions = largest.map((text, i) => (changes?.[i] === undefined ? text : `${changes[i]}\n${text}`));
  return heatmapGrid(
    [
      { images, title: 'x', captions: before },
      { maps: perturbations, title: 'r', captions },
      { images: adversarial, title: 'x + r', captions: after },
    ],
    { ...attackTriplesOptions.withDefaults(options), limit: 'own', colourBar: false },
  );
};
