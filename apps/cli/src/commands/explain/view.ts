import { mean } from '@interp/core/internal';
import { mapsOnPictures, type Images } from '@interp/images';
import type { ImageComparison, ImageExplanation } from '@interp/open';
import { brief } from '@interp/report';
import type { Job } from '../../shell/job.js';
import { table } from '../../shell/terminal/table.js';
import type { ExplainOptions } from './options.js';

/** More images than these are not drawn where methods are compared. */
const mostCompared = 20;

/** The explained class, and the one that it is told from, by their names; or the value that is explained. */
const explainedOf = (row: ImageExplanation, between: string, labels?: readonly string[]): string => {
  const { class: explained, versus, output, index } = row;
  if (index !== undefined) return `${output ?? ''} ${index}`;
  return [explained, ...(versus === undefined ? [] : [versus])].map((c) => labels?.[c] ?? c).join(between);
};

/** A compared image with the measures of each method by its name: a row of a table. */
export const measuresByMethod = ({ methods, ...row }: ImageComparison): object => ({
  ...row,
  ...Object.fromEntries(methods.map(({ method, ...measures }) => [method, measures])),
});

/** Explained images as a table; of one image also its ledger. */
export const explanationText = (rows: readonly ImageExplanation[], labels?: readonly string[]): string => {
  if (rows.length === 0) return '';
  const errors = rows.some(({ conservationError }) => conservationError !== undefined);
  const lines = table([
    ['input', 'class', 'score', 'total', ...(errors ? ['conservation error'] : [])],
    ...rows.map((row) => [
      row.input,
      explainedOf(row, ' rather than ', labels),
      brief(row.score),
      brief(row.total),
      ...(errors ? [(row.conservationError ?? 0).toExponential(1)] : []),
    ]),
  ]);
  const [{ ledger }] = rows;
  if (rows.length > 1 || !ledger) return lines;
  const heads = ['in', 'out', 'bias', 'stabiliser', 'empty'] as const;
  const balance = ledger.map((row) => [row.layer, ...heads.map((head) => brief(row[head]))]);
  return `${lines}\n\n${table([['layer', ...heads], ...balance])}`;
};

/** The methods side by side: means over all images. */
export const comparisonText = (rows: readonly ImageComparison[]): string => {
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

/** The maps over the pictures that the images are parts of, where they are, and below them the images with their maps. */
export const explanationPicture = async (
  images: Images,
  rows: readonly ImageExplanation[],
  maps: Float32Array,
  { method, scale: limit }: ExplainOptions,
  job: Job,
  labels?: readonly string[],
): Promise<string> => {
  const viz = await import('@interp/viz');
  const shape = [rows.length, ...images.inputShape];
  const data = {
    images: { data: images.shown(0, rows.length), shape },
    maps: { data: maps, shape },
    captions: rows.map((row) => `${explainedOf(row, ' not ', labels)}: ${brief(row.score)}`),
    pictures: mapsOnPictures(images, maps),
  };
  return viz.explanationPicture(data, { title: method, limit, most: job.drawn(rows.length) });
};

/** Images with the maps of several methods beside. */
export const comparisonPicture = async (
  images: Images,
  maps: Readonly<Record<string, Float32Array>>,
  rows: readonly ImageComparison[],
  { scale: limit }: ExplainOptions,
  job: Job,
): Promise<string> => {
  const { firstImages, heatmapGrid } = await import('@interp/viz');
  const shape = [rows.length, ...images.inputShape];
  const some = rows.slice(0, Math.min(job.drawn(rows.length), mostCompared));
  const first = (data: Float32Array) => firstImages({ data, shape }, some.length);
  const explained = some.map((row) => `explained: ${row.name ?? row.class}`);
  const series = Object.entries(maps).map(([title, data], i) => ({
    title,
    maps: first(data),
    captions: some.map(({ methods }) => `area ${brief(methods[i].area)}`),
  }));
  const shown = { images: first(images.shown(0, rows.length)), title: 'input', captions: explained };
  return heatmapGrid([shown, ...series], { arrange: 'columns', limit });
};
