import type { MeasuredDrift } from '@interp/adversarial';
import type { Images } from '@interp/images';
import { table } from '../../shell/terminal/table.js';
import type { DriftOptions } from './options.js';

/** What an attack did to a network's answers and to its reasons. */
export interface NetworkDrift extends MeasuredDrift {
  /** The network as people called it. */
  readonly model: string;
  /** What the attack made of the images, as pixels from -1 to 1. */
  readonly shown: Float32Array;
  /** The names of its classes, where they have any. */
  readonly labels?: readonly string[];
}

const format = (value: number | null): string => (value === null ? '–' : value.toFixed(3));

/** How many answers an attack changed. */
export const countChanged = ({ items }: MeasuredDrift): number =>
  items.filter(({ before, after }) => before.class !== after.class).length;

/** How well the maps of both agree, as a table. */
export const driftText = (networks: readonly NetworkDrift[], epsilon: number): string => {
  const rows = networks.flatMap((network) =>
    Object.entries(network.explanations).map(([method, { rankCorrelation, topOverlap, cosine }], i) => {
      const answers = i === 0 ? [network.model, `${countChanged(network)} of ${network.n}`] : ['', ''];
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

/** The first images, what the attack on each network made of them, and the maps of both. */
export const drawDrift = async (
  images: Images,
  shape: readonly number[],
  networks: readonly NetworkDrift[],
  { epsilon, top }: Pick<DriftOptions, 'epsilon' | 'top'>,
): Promise<string> => {
  const { driftPicture, firstImages } = await import('@interp/viz');
  const drawn = networks.map(({ model, n: all, items, shown, explanations, labels }) => {
    const n = Math.min(all, mostDrawn);
    const batch = (data: Float32Array) => firstImages({ data, shape: [all, ...shape] }, n);
    const first = items.slice(0, n);
    const says = (c: number): string => `says ${labels?.[c] ?? c}`;
    return {
      name: model,
      title: `${model}: PGD, ε = ${epsilon}`,
      images: batch(images.shown(0, all)),
      adversarial: batch(shown),
      before: first.map(({ before }) => says(before.class)),
      after: first.map(({ after }) => says(after.class)),
      explanations: Object.fromEntries(
        Object.entries(explanations).map(([method, drift]) => [
          titles[method],
          { ...drift, before: batch(drift.before), after: batch(drift.after) },
        ]),
      ),
    };
  });
  const title = `How well the maps of image and attacked agree, ${networks[0].n} images`;
  return driftPicture(drawn, { title, top });
};
