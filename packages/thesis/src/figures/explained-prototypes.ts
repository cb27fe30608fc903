import { expertPrototypes } from '@interp/am';
import { alphaBeta, lrp, sparseness } from '@interp/lrp';
import { ofClass } from '@interp/mnist';
import { density } from '@interp/rbm';
import type { FigureContext } from '../context.js';
import { taken, withTensor } from './judged-images.js';
import { tensorOf, type SavedTensor } from './outcome-parts.js';
import type { PrototypeRow } from './prototype-row.js';

/** The three ways to prototypes. */
export const prototypeMethods = ['am', 'expert', 'decoder'] as const;

/** Prototypes by one method. */
export interface FoundPrototypes {
  /** The images. */
  readonly images: SavedTensor;
  /** P of the class of each. */
  readonly probabilities: readonly number[];
}

/**
 * Finds prototypes by one method; the expert starts at images of the class, as the thesis' do.
 *
 * @param context - networks and digits
 * @param method - which
 * @param classes - of which classes
 * @returns the prototypes
 */
export const foundBy = async (
  { outcome, spec, classifier, rbm, digits, signal }: FigureContext,
  method: (typeof prototypeMethods)[number],
  classes: readonly number[],
): Promise<FoundPrototypes> => {
  if (method === 'expert') {
    const { images } = await digits('test');
    const starts = classes.map((c) => ofClass(images, c).indices[1]);
    const expert = density(await rbm('rbm-8'));
    const start = images.images(starts);
    const found = await expertPrototypes(await classifier(), expert, { classes, start, signal }).finally(() =>
      start.dispose(),
    );
    return { images: await taken(found.images), probabilities: found.items.map(({ probability }) => probability) };
  }
  const own = method === 'decoder' ? ['--decoder', spec('generator')] : [];
  const found = await outcome(['prototype', '--method', method, '--class', classes.join(), ...own]);
  const probabilities = (found.json as readonly PrototypeRow[]).map(({ probability }) => probability);
  return { images: tensorOf(found, 'prototypes'), probabilities };
};

/** A heatmap of each image, by LRP from its own class. */
export interface Explained {
  /** The maps. */
  readonly maps: SavedTensor;
  /** The Gini index of each: 0 where relevance is spread evenly, near 1 where it sits in spots. */
  readonly gini: readonly number[];
  /** How much of Σ|R| speaks against the class, for each. */
  readonly against: readonly number[];
}

/**
 * Explains images by LRP.
 *
 * @param context - the network
 * @param images - the images
 * @param classes - the explained class of each
 * @param alpha - α of the rule; β is α - 1. Default 2, the thesis'
 * @returns the maps
 */
export const explained = async (
  { classifier }: FigureContext,
  images: SavedTensor,
  classes: readonly number[],
  alpha = 2,
): Promise<Explained> => {
  const network = await classifier();
  const { relevance } = await withTensor(images, (x) =>
    Promise.resolve(lrp(network, x, { target: classes, rules: alphaBeta({ alpha }) })),
  );
  const gini = sparseness(relevance);
  const maps = await taken(relevance);
  const size = maps.data.length / classes.length;
  const against = classes.map((_, i) => {
    const map = maps.data.subarray(i * size, (i + 1) * size);
    const total = map.reduce((sum, value) => sum + Math.abs(value), 0);
    return total === 0 ? 0 : -map.reduce((sum, value) => sum + Math.min(0, value), 0) / total;
  });
  return { maps, gini, against };
};
