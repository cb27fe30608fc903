import { number, optionsTable, text } from '@interp/checks';
import { checkPixels, type Pixels } from '../images/image-batch.js';
import { imageGrid } from './image-grid.js';
import { gridRules, type GridOptions } from './options.js';

/** Options of {@link filterGrid}. */
export interface FilterGridOptions extends GridOptions {
  /** How many are drawn, the first ones. Default all. */
  readonly most?: number;
}

const filterGridOptions = optionsTable<FilterGridOptions>()({
  ...gridRules,
  title: text(),
  scale: { ...gridRules.scale, default: 2 },
  gap: { ...gridRules.gap, default: 4 },
  most: number({ min: 1, integer: true }),
});

/**
 * Draws the weights of units as images, one for each unit: mid-grey is a weight of 0, black and white are the strongest that are drawn.
 *
 * @param weights - `[units, height, width, channels]`, such as `pixelsOf(filters(model))` of an RBM
 * @param options - how many, title, scale; the default title says how many units there are and how strong the strongest weight is
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` or `bad-value` for weights that are no images, `bad-option` for an option out of range
 *
 * @example
 * ```ts
 * import { filterGrid } from '@interp/viz';
 *
 * const svg = filterGrid({ data: Float32Array.of(-0.5, 0, 0.25, 0), shape: [1, 2, 2, 1] });
 * console.log(svg.includes('1 filters, weights up to ±0.50')); // true
 * ```
 */
export const filterGrid = (weights: Pixels, options: FilterGridOptions = {}): string => {
  const { count: units } = checkPixels('weights', weights);
  const { most = units, title, ...settings } = filterGridOptions.withDefaults(options);
  const count = Math.min(most, units);
  const data = Float32Array.from(weights.data).subarray(0, (count * weights.data.length) / units);
  const strongest = data.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  return imageGrid(
    { data, shape: [count, ...weights.shape.slice(1)], range: [-strongest, strongest] },
    { title: title ?? `${units} filters, weights up to ±${strongest.toPrecision(2)}`, ...settings },
  );
};
