import { meanDrift } from '@interp/adversarial';
import type { Images } from '../../inputs/images.js';
import type { NetworkDrift } from './measure.js';
import { stackedCharts } from '../../shell/stacked-charts.js';

/** More images than this make a picture that nobody can look at. */
const mostDrawn = 4;

const titles: Readonly<Record<string, string>> = { lrp: 'LRP', sensitivity: 'sensitivity' };

/**
 * Draws images, what attacks on each network made of them, and the maps of both; below, how well the maps agree.
 *
 * @param images - the images
 * @param shape - height, width and channels
 * @param networks - what was found of each
 * @param how - how far values were moved, and the share of a map that counts as its top
 * @returns an SVG document
 */
export const driftPicture = async (
  images: Images,
  shape: readonly number[],
  networks: readonly NetworkDrift[],
  how: { readonly epsilon: number; readonly top: number },
): Promise<string> => {
  const { epsilon, top } = how;
  const { barChart, heatmapGrid } = await import('@interp/viz');
  const size = shape.reduce((product, n) => product * n, 1);
  const grids = networks.map(({ model, done, classes, adversarial, methods }) => {
    const n = Math.min(done, mostDrawn);
    const batch = (data: Float32Array) => ({ data: data.subarray(0, n * size), shape: [n, ...shape] });
    const captions = (which: 'before' | 'after'): string[] =>
      classes.slice(0, n).map((answer) => `says ${answer[which]}`);
    return heatmapGrid(
      [
        { images: batch(images.pixels(0, n)), title: 'image', captions: captions('before') },
        { images: batch(adversarial), title: 'attacked', captions: captions('after') },
        ...methods.flatMap(({ method, before, after }) => [
          { maps: batch(before), title: `${titles[method]} of image` },
          { maps: batch(after), title: 'of attacked' },
        ]),
      ],
      { arrange: 'columns', title: `${model}: PGD, ε = ${epsilon}` },
    );
  });
  const [first] = networks;
  const measures = first.methods.flatMap(({ method }) => [
    { method, name: `${titles[method]}: ranks`, of: 'rankCorrelation' as const },
    { method, name: `${titles[method]}: top ${Number((100 * top).toPrecision(3))} %`, of: 'topOverlap' as const },
    { method, name: `${titles[method]}: cosine`, of: 'cosine' as const },
  ]);
  const chart = await barChart(
    measures.map(({ name }) => name),
    networks.map(({ model, methods }) => ({
      name: model,
      values: measures.map(({ method, of }) => meanDrift(methods.find((one) => one.method === method)!.items)[of] ?? 0),
    })),
    { title: `How well the maps of image and attacked agree, ${first.done} images`, yRange: [0, 1], width: 860 },
  );
  return stackedCharts([...grids, chart]);
};
