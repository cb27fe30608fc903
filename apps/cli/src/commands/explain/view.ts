import { mean } from '@interp/core/internal';
import { int32Entry } from '@interp/files';
import { mapsOnPictures, type Images } from '@interp/images';
import type { ExplainedImage, ExplanationMeasures } from '@interp/lrp';
import { brief } from '@interp/report';
import type { preparedOf } from '../../inputs/rows.js';
import type { Job } from '../../shell/job.js';
import { firstImages } from '../../shell/pictures.js';
import { table } from '../../shell/terminal/table.js';
import type { ExplainOptions } from './options.js';

/** More pictures than these are not drawn, nor more images for which methods are compared. */
const mostDrawn = 20;

/** The explained class, and the one that it is told from, by their numbers. */
export interface ExplainedClasses {
  /** The explained class. Default the predicted one. */
  readonly target?: number;
  /** The class that it is told from. Default none. */
  readonly versus?: number;
}

/** An explained image, and what people call it. */
export interface ExplainedRow extends ExplainedImage, ReturnType<typeof preparedOf>, Pick<ExplainedClasses, 'versus'> {
  /** The input that it was. */
  readonly input: string;
  /** Its class, where that is known. */
  readonly label?: number;
  /** The name of the explained class, where it has one. */
  readonly name?: string;
  /** The name of the class that it is told from, where it has one. */
  readonly versusName?: string;
  /** The output that is looked at, where the model has several or it has no classes. */
  readonly output?: string;
  /** Which of its values is explained, where it is no class. */
  readonly index?: string;
  /** The sum of the map of each input by its name, where there are several. */
  readonly totals?: Readonly<Record<string, number>>;
}

/** The explained classes as a tensor of a file. */
export const targetsOf = (rows: readonly { readonly class: number }[]) =>
  ['targets', int32Entry([rows.length], rows.map((row) => row.class))] as const; // prettier-ignore

/** One image and what all methods make of it. */
export interface ComparedRow extends Pick<ExplainedRow, 'input' | 'label' | 'class' | 'name'> {
  /** What each method that is done makes of it. */
  readonly methods: readonly (ExplanationMeasures & { readonly method: string })[];
}

/** The explained class, and the one that it is told from, by their names. */
const contrastOf = (
  { class: explained, versus, output, index }: Pick<ExplainedRow, 'class' | 'versus' | 'output' | 'index'>,
  between: string,
  labels?: readonly string[],
): string =>
  index !== undefined
    ? `${output ?? ''} ${index}`
    : [explained, ...(versus === undefined ? [] : [versus])].map((c) => labels?.[c] ?? c).join(between);

/** What stands below the map of an explained image. */
export const captionOf = (row: ExplainedRow, labels?: readonly string[]): string =>
  `${contrastOf(row, ' not ', labels)}: ${brief(row.score)}`;

/** A compared image with the measures of each method by its name: a row of a table. */
export const measuresByMethod = ({ methods, ...row }: ComparedRow): object => ({
  ...row,
  ...Object.fromEntries(methods.map(({ method, ...measures }) => [method, measures])),
});

/** Explained images as a table; of one image also its ledger. */
export const explanationText = (rows: readonly ExplainedRow[], labels?: readonly string[]): string => {
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

/** The methods side by side: means over all images. */
export const comparisonText = (rows: readonly ComparedRow[]): string => {
  const meanOf = (i: number, measure: 'area' | 'sparseness' | 'complexity' | 'randomArea'): string =>
    mean(rows.map((row) => row.methods[i][measure])).toFixed(4);
  return [
    table([
      ['method', 'area over the curve', 'sparseness', 'complexity'],
      ...rows[0].methods.map(({ method }, i) => [
        method,
        ...(['area', 'sparseness', 'complexity'] as const).map((measure) => meanOf(i, measure)),
      ]),
      ['random order', meanOf(0, 'randomArea'), '', ''],
    ]),
    'area over the curve: how fast the probability falls as pixels are taken away, the most relevant first',
  ].join('\n');
};

/** The maps of a method, and what stands below each. */
interface DrawnMaps {
  readonly title: string;
  readonly maps: Float32Array;
  readonly captions: readonly string[];
}

/** The maps over the pictures that the images are parts of, where they are, and below them the images with their maps. */
export const explanationPicture = async (
  images: Images,
  { title, maps, captions }: DrawnMaps,
  { scale: limit }: ExplainOptions,
  job: Job,
): Promise<string> => {
  const { heatmapGrid, heatmapOverPicture, stackCharts } = await import('@interp/viz');
  const drawings: string[] = [];
  for await (const { name, picture, maps: placed } of mapsOnPictures(images, maps)) {
    const named = placed.map(({ index, ...map }) => ({ ...map, caption: captions[index] }));
    drawings.push(heatmapOverPicture(picture, named, { title: name.split(/[/\\]/).at(-1), limit }));
    if (drawings.length === mostDrawn) break;
  }
  const [all, n] = [captions.length, job.drawn(captions.length)];
  const first = firstImages(n, all, images.inputShape);
  const series = [
    { images: first(images.shown(0, all)), title: 'input' },
    { title, maps: first(maps), captions: captions.slice(0, n) },
  ];
  const drawn = [...drawings, heatmapGrid(series, { limit })];
  return drawn.length === 1 ? drawn[0] : stackCharts(drawn);
};

/** Images with the maps of several methods beside. */
export const comparisonPicture = async (
  images: Images,
  values: Readonly<Record<string, Float32Array>>,
  rows: readonly ComparedRow[],
  { scale: limit }: ExplainOptions,
  job: Job,
): Promise<string> => {
  const { heatmapGrid } = await import('@interp/viz');
  const n = Math.min(job.drawn(rows.length), mostDrawn);
  const first = firstImages(n, rows.length, images.inputShape);
  const some = rows.slice(0, n);
  const captions = some.map((row) => `explained: ${row.name ?? row.class}`);
  return heatmapGrid(
    [
      { images: first(images.shown(0, rows.length)), title: 'input', captions },
      ...Object.entries(values).map(([title, maps], i) => ({
        title,
        maps: first(maps),
        captions: some.map(({ methods }) => `area ${brief(methods[i].area)}`),
      })),
    ],
    { arrange: 'columns', limit },
  );
};
