import { mean } from '@interp/core/internal';
import type { Images } from '@interp/images';
import type { ExplanationMeasures, LedgerRow } from '@interp/lrp';
import type { preparedOf } from '../../inputs/rows.js';
import type { LoadedModel } from '../../models/loaded-model.js';
import type { Job } from '../../shell/job.js';
import { brief, table } from '../../shell/text.js';
import type { ExplainedClasses } from './methods.js';
import type { ExplainOptions } from './options.js';

/** More pictures than these are not drawn. */
const mostPictures = 20;

/** An explained image. */
export interface ExplainedImage extends Pick<ExplainedClasses, 'versus'>, ReturnType<typeof preparedOf> {
  /** What people call it. */
  readonly input: string;
  /** Its class, where that is known. */
  readonly label?: number;
  /** The explained class. */
  readonly class: number;
  /** Its name, where it has one. */
  readonly name?: string;
  /** The explained score. */
  readonly score: number;
  /** Sum of the map, in units of the score. */
  readonly total: number;
  /** Σ|R| of the map over |score|; null where the score is 0. */
  readonly ratio: number | null;
  /** Where relevance went, layer by layer (LRP). */
  readonly ledger?: readonly LedgerRow[];
  /** The worst row of the ledger. */
  readonly conservationError?: number;
  /** What the sum of the map lacks (integrated gradients). */
  readonly completenessError?: number;
}

/** One image and what all methods make of it. */
export interface ComparedImage extends Pick<ExplainedImage, 'input' | 'label' | 'class'> {
  /** What each method that is done makes of it. */
  readonly methods: readonly (ExplanationMeasures & { readonly method: string })[];
}

/** The explained class, and the one that it is told from, by their names. */
const contrastOf = (
  { class: explained, versus }: Pick<ExplainedImage, 'class' | 'versus'>,
  between: string,
  labels?: readonly string[],
): string => [explained, ...(versus === undefined ? [] : [versus])].map((c) => labels?.[c] ?? c).join(between);

/** A compared image with the measures of each method by its name: a row of a table. */
export const measuresByMethod = ({ methods, ...row }: ComparedImage): object => ({
  ...row,
  ...Object.fromEntries(methods.map(({ method, ...measures }) => [method, measures])),
});

/** Explained images as a table; of one image also its ledger. */
export const explanationText = (rows: readonly ExplainedImage[], labels?: readonly string[]): string => {
  if (rows.length === 0) return '';
  const errors = rows.some(({ conservationError }) => conservationError !== undefined);
  const lines = table([
    ['input', 'class', 'score', 'total', ...(errors ? ['conservation error'] : [])],
    ...rows.map((row) => [
      row.input,
      contrastOf(row, ' rather than ', labels),
      brief(row.score),
      brief(row.total),
      ...(errors ? [(row.conservationError ?? 0).toExponential(1)] : []),
    ]),
  ]);
  const [{ ledger }] = rows;
  if (rows.length > 1 || !ledger) return lines;
  const balance = ledger.map((row) => [
    row.layer,
    ...[row.in, row.out, row.bias, row.stabiliser, row.empty].map(brief),
  ]);
  return `${lines}\n\n${table([['layer', 'in', 'out', 'bias', 'stabiliser', 'empty'], ...balance])}`;
};

/** Images with the maps of one or several methods beside. */
export const heatmaps = async (
  images: Float32Array,
  [done, ...shape]: readonly number[],
  methods: readonly { readonly title: string; readonly maps: Float32Array; readonly captions: readonly string[] }[],
  captions: readonly string[] | undefined,
  { compare, scale: limit }: ExplainOptions,
  job: Job,
): Promise<string> => {
  const { heatmapGrid } = await import('@interp/viz');
  const n = Math.min(job.drawn(done), compare ? 20 : Infinity);
  const first = (data: Float32Array) => ({ data: data.subarray(0, (n * data.length) / done), shape: [n, ...shape] });
  return heatmapGrid(
    [
      { images: first(images), title: 'input', captions: captions?.slice(0, n) },
      ...methods.map(({ title, maps, captions: own }) => ({ title, maps: first(maps), captions: own.slice(0, n) })),
    ],
    { arrange: compare ? 'columns' : undefined, limit },
  );
};

/** The maps over the pictures that the images are parts of, where they are; one drawing for each picture. */
export const overPictures = async (
  images: Images,
  maps: Float32Array,
  rows: readonly ExplainedImage[],
  { inputShape: shape, settings: { labels } }: LoadedModel,
  { scale: limit }: ExplainOptions,
): Promise<readonly string[]> => {
  const { heatmapOverPicture } = await import('@interp/viz');
  const area = maps.length / rows.length;
  const drawings: string[] = [];
  for (let from = 0, to = 1; from < rows.length && drawings.length < mostPictures; from = to++) {
    const picture = await images.picture(from);
    if (!picture) continue;
    while (to < rows.length && images.preparation(to) && rows[to].input === rows[from].input) to++;
    const placed = rows.slice(from, to).map((row, i) => {
      const [x, y, width, height] = images.preparation(from + i)!.frame;
      const { scale } = picture;
      const frame = [scale * x, scale * y, scale * width, scale * height] as const;
      const map = { data: maps.subarray((from + i) * area, (from + i + 1) * area), shape: [1, ...shape] };
      return { map, frame, caption: captionOf(row, labels) };
    });
    const title = rows[from].input.split(/[/\\]/).at(-1);
    drawings.push(heatmapOverPicture(picture, placed, { title, limit }));
  }
  return drawings;
};

/** One drawing, or several below each other. */
export const stacked = async (drawings: readonly string[]): Promise<string> =>
  drawings.length === 1 ? drawings[0] : (await import('@interp/viz')).stackCharts(drawings);

/** What stands below the map of an explained image. */
export const captionOf = (row: ExplainedImage, labels?: readonly string[]): string =>
  `${contrastOf(row, ' not ', labels)}: ${brief(row.score)}`;

/** The methods side by side: means over all images. */
export const comparisonText = (rows: readonly ComparedImage[]): string => {
  const measures = ['area', 'sparseness', 'complexity'] as const;
  const random = mean(rows.map((row) => row.methods[0].randomArea));
  return [
    table([
      ['method', 'area over the curve', 'sparseness', 'complexity'],
      ...rows[0].methods.map(({ method }, i) => [
        method,
        ...measures.map((measure) => mean(rows.map((row) => row.methods[i][measure])).toFixed(4)),
      ]),
      ['random order', random.toFixed(4), '', ''],
    ]),
    'area over the curve: how fast the probability falls as pixels are taken away, the most relevant first',
  ].join('\n');
};
