import { decoderPrototypes, expertPrototypes, prototypes } from '@interp/am';
import { alphaBeta, lrp, sparseness } from '@interp/lrp';
import { density } from '@interp/rbm';
import type { FigureContext } from '../context.js';
import { gather, toHost, withTensor, type HostTensor } from '../tensors.js';
import { firstOfEach, testDigits } from './digits.js';
import { amOptions, randomCodes } from './prototypes.js';

/** The three ways to prototypes. */
export const prototypeMethods = ['am', 'expert', 'decoder'] as const;

/** Prototypes by one method. */
export interface FoundPrototypes {
  /** The images. */
  readonly images: HostTensor;
  /** P of the class of each. */
  readonly probabilities: readonly number[];
}

/** Finds prototypes of classes by one method; the expert starts at the second image of each class, as the thesis' do, and of a class that is repeated at those after it. */
export const findBy = async (
  context: FigureContext,
  method: (typeof prototypeMethods)[number],
  classes: readonly number[],
): Promise<FoundPrototypes> => {
  const { seed, signal } = context;
  const network = await context.classifier();
  const byExpert = async () => {
    const expert = density(await context.rbm());
    const seconds = firstOfEach(classes).map(([c, position]) => [c, position + 1] as const);
    const { images } = await testDigits(context, seconds);
    return withTensor(images, (start) => expertPrototypes(network, expert, { classes, start, signal }));
  };
  const byDecoder = async () => {
    const { latents, ...found } = await decoderPrototypes(network, await context.decoder(), { classes, seed, signal });
    latents.dispose();
    return found;
  };
  const { images, items } =
    method === 'am'
      ? await prototypes(network, { ...amOptions, classes, seed, signal })
      : await (method === 'expert' ? byExpert() : byDecoder());
  return { images: await toHost(images), probabilities: items.map(({ probability }) => probability) };
};

/** Different prototypes of one class by one method: of many starts of the decoder, which keeps no best one here, those that the network is sure of, the surest first. */
export const severalBy = async (
  context: FigureContext,
  method: (typeof prototypeMethods)[number],
  wanted: number,
  count: number,
): Promise<FoundPrototypes> => {
  const classes = Array.from({ length: count }, () => wanted);
  if (method !== 'decoder') return findBy(context, method, classes);
  const { seed, signal } = context;
  const generator = await context.decoder();
  const start = randomCodes(generator, count, seed);
  const options = { classes, start, seed, signal };
  const { latents, images, items } = await decoderPrototypes(await context.classifier(), generator, options).finally(
    () => start.dispose(),
  );
  latents.dispose();
  const all = await toHost(images);
  const surest = items.map((_, i) => i).sort((a, b) => items[b].probability - items[a].probability);
  const sure = surest.filter((i) => items[i].probability > 0.99);
  const kept = sure.length > 0 ? sure : surest;
  return { images: gather(all, kept), probabilities: kept.map((i) => items[i].probability) };
};

/** A heatmap of each image, by LRP from its own class. */
export interface Explanations {
  /** The maps. */
  readonly maps: HostTensor;
  /** The Gini index of each: 0 where relevance is spread evenly, near 1 where it sits in spots. */
  readonly gini: readonly number[];
  /** The share of Σ|R| that speaks against the class, for each. */
  readonly against: readonly number[];
}

/** Explains each image by LRP from its own class; β is α - 1, and α is the thesis' 2 by default. */
export const explain = async (
  { classifier }: FigureContext,
  images: HostTensor,
  classes: readonly number[],
  alpha = 2,
): Promise<Explanations> => {
  const network = await classifier();
  const { relevance } = await withTensor(images, (x) =>
    lrp(network, x, { target: classes, rules: alphaBeta({ alpha }) }),
  );
  const gini = sparseness(relevance);
  const maps = await toHost(relevance);
  const size = maps.data.length / classes.length;
  const against = classes.map((_, i) => {
    const map = maps.data.subarray(i * size, (i + 1) * size);
    const total = map.reduce((sum, value) => sum + Math.abs(value), 0);
    return total === 0 ? 0 : -map.reduce((sum, value) => sum + Math.min(0, value), 0) / total;
  });
  return { maps, gini, against };
};
