import { checkRecords, InterpError, number, optionsTable, text } from '@interp/checks';
import { barChart } from '../charts/bar-chart.js';
import { stackCharts } from '../charts/stack-charts.js';
import type { ImageBatch, Pixels } from '../images/image-batch.js';
import { heatmapGrid } from './heatmap-grid.js';

/** How the maps of one method of explanation moved; `measureDrift` of `@interp/adversarial` measures it. */
export interface DrawnDrift {
  /** Maps of the images. */
  readonly before: Pixels;
  /** Maps of what an attack made of them. */
  readonly after: Pixels;
  /** Mean rank correlation of both; null, drawn as 0, where there is none. */
  readonly rankCorrelation: number | null;
  /** Mean overlap of their top values. */
  readonly topOverlap: number | null;
  /** Mean cosine similarity of both; null, drawn as 0, where there is none. */
  readonly cosine: number | null;
}

/** What an attack did to a network's explanations, as plain values. */
export interface DriftPictureData {
  /** The network's name in the legend. Default its number from 1. */
  readonly name?: string;
  /** Written above its images. Default none. */
  readonly title?: string;
  /** The images that are drawn. */
  readonly images: ImageBatch;
  /** What the attack made of them. */
  readonly adversarial: ImageBatch;
  /** Written under each image, such as its class. Default none. */
  readonly before?: readonly string[];
  /** Written under each adversarial image. Default none. */
  readonly after?: readonly string[];
  /** What happened to the explanations, by the name of their method: the same for all networks. */
  readonly explanations: Readonly<Record<string, DrawnDrift>>;
}

/** Options of {@link driftPicture}. */
export interface DriftPictureOptions {
  /** Written above the chart of how well the maps agree. Default none. */
  readonly title?: string;
  /** The fraction of the values of a map that counts as its top, to be named in the chart. Default 0.1. */
  readonly top?: number;
}

const driftPictureOptions = optionsTable<DriftPictureOptions>()({
  title: text(),
  top: number({ above: 0, max: 1, default: 0.1 }),
});

/**
 * Draws how far explanations move when images are attacked: for each network the images, what the attack made of them, and the maps of both by
 * each method; below, how well the maps agree. Vega is loaded at the first call.
 *
 * @param networks - one, or several side by side in the chart
 * @param options - title, what counts as top
 * @returns an SVG document; `svgToPng` of `@interp/viz/node` makes a PNG of it
 * @throws InterpError `bad-shape` for no networks or methods, and as {@link heatmapGrid} and {@link barChart}; `bad-option` for networks with other
 * methods than the first
 *
 * @example
 * ```ts
 * import { driftPicture } from '@interp/viz';
 *
 * const pixels = (...values: number[]) => ({ data: Float32Array.from(values), shape: [1, 2, 2, 1] });
 * const lrp = { before: pixels(1, 0, 0, 1), after: pixels(0, 1, 0, 1), rankCorrelation: 0, topOverlap: 0.5, cosine: 0.5 };
 * const svg = await driftPicture([
 *   { name: 'lenet', images: pixels(1, -1, -1, 1), adversarial: pixels(0.8, -0.8, -1, 1), explanations: { LRP: lrp } },
 * ]);
 * console.log(svg.includes('LRP of image')); // true
 * ```
 */
export const driftPicture = async (
  networks: readonly DriftPictureData[],
  options: DriftPictureOptions = {},
): Promise<string> => {
  checkRecords('the networks', networks, { explanations: 'object' });
  const { title, top } = driftPictureOptions.withDefaults(options);
  if (networks.length === 0) throw new InterpError('bad-shape', 'there are no networks; expected at least one');
  const methods = Object.keys(networks[0].explanations);
  const other = networks.find(({ explanations }) => Object.keys(explanations).join() !== methods.join());
  if (other)
    throw new InterpError(
      'bad-option',
      `one network has the explanations ${Object.keys(other.explanations).join(', ')} and another ${methods.join(', ')}; expected the same of all`,
    );
  const grids = networks.map(({ title: above, images, adversarial, before, after, explanations }) =>
    heatmapGrid(
      [
        { images, title: 'image', captions: before },
        { images: adversarial, title: 'attacked', captions: after },
        ...Object.entries(explanations).flatMap(([name, maps]) => [
          { maps: maps.before, title: `${name} of image` },
          { maps: maps.after, title: 'of attacked' },
        ]),
      ],
      { arrange: 'columns', title: above },
    ),
  );
  const topName = `top ${Number((100 * top).toPrecision(3))} %`;
  const chart = await barChart(
    methods.flatMap((name) => ['ranks', topName, 'cosine'].map((measure) => `${name}: ${measure}`)),
    networks.map(({ name, explanations }) => ({
      name,
      values: Object.values(explanations).flatMap(({ rankCorrelation, topOverlap, cosine }) =>
        [rankCorrelation, topOverlap, cosine].map((value) => value ?? 0),
      ),
    })),
    { title, yRange: [0, 1], width: 860 },
  );
  return stackCharts([...grids, chart]);
};
