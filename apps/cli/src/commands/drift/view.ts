import { driftOptions, meanDrift, type ImageDrift } from '@interp/adversarial';
import type { Images } from '@interp/images';
import { table } from '../../shell/text.js';
import type { DriftOptions } from './options.js';

/** What an attack did to a network's answers and to its reasons. */
export interface NetworkDrift {
  /** The network as people called it. */
  readonly model: string;
  /** Images done. */
  readonly done: number;
  /** What each image was taken for before and after the attack. */
  readonly classes: readonly { readonly before: number; readonly after: number }[];
  /** What the attack made of the images. */
  readonly adversarial: Float32Array;
  /** The same as pixels from -1 to 1, to be drawn. */
  readonly shown: Float32Array;
  /** For each method of explanation how far each map moved, and the maps of the images and of what the attack made of them. */
  readonly methods: readonly {
    readonly method: string;
    readonly items: readonly ImageDrift[];
    readonly before: Float32Array;
    readonly after: Float32Array;
  }[];
}

const format = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** How many answers an attack changed. */
export const countChanged = (classes: NetworkDrift['classes']): number =>
  classes.filter(({ before, after }) => before !== after).length;

/** How well the maps of both agree, as a table. */
export const driftText = (networks: readonly NetworkDrift[], epsilon: number): string => {
  const rows = networks.flatMap(({ model, classes, done, methods }) =>
    methods.map(({ method, items }, i) => {
      const { rankCorrelation, topOverlap, cosine } = meanDrift(items);
      const answers = i === 0 ? [model, `${countChanged(classes)} of ${done}`] : ['', ''];
      return [...answers, method, format(rankCorrelation), format(topOverlap), format(cosine)];
    }),
  );
  return [
    `explanations of the image and of what PGD with ε = ${epsilon} made of it agree by`,
    table([['', 'answers changed', 'method', 'ranks', 'top', 'cosine'], ...rows]),
  ].join('\n');
};

/** More images than this make a picture that nobody can look at. */
const mostDrawn = 4;

const titles: Readonly<Record<string, string>> = { lrp: 'LRP', sensitivity: 'sensitivity' };

/** Images, what attacks on each network made of them, and the maps of both; below, how well the maps agree. */
export const driftPicture = async (
  images: Images,
  shape: readonly number[],
  networks: readonly NetworkDrift[],
  { epsilon, top = driftOptions.defaults.top }: Pick<DriftOptions, 'epsilon' | 'top'>,
): Promise<string> => {
  const { barChart, heatmapGrid, stackCharts } = await import('@interp/viz');
  const grids = networks.map(({ model, done, classes, shown, methods }) => {
    const n = Math.min(done, mostDrawn);
    const batch = (data: Float32Array) => ({ data: data.subarray(0, (n * data.length) / done), shape: [n, ...shape] });
    const captions = (which: 'before' | 'after'): string[] =>
      classes.slice(0, n).map((answer) => `says ${answer[which]}`);
    return heatmapGrid(
      [
        { images: batch(images.shown(0, done)), title: 'image', captions: captions('before') },
        { images: batch(shown), title: 'attacked', captions: captions('after') },
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
  return stackCharts([...grids, chart]);
};
