import { attack, deepFool, misclassified } from '@interp/adversarial';
import { decoderPrototypes, expertPrototypes } from '@interp/am';
import type { Classifier } from '@interp/core';
import { mean, range } from '@interp/core/internal';
import { evaluate } from '@interp/lenet';
import { alphaBeta, lrp } from '@interp/lrp';
import { pretrainedRbm } from '@interp/pretrained';
import { density } from '@interp/rbm';
import { classifySegments, digitStates, segmentImages, stateOf } from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';
import type { FigureContext } from '../context.js';
import { coverages } from '../figures/coverage.js';
import { tenClasses } from '../figures/prototypes.js';
import { toHost } from '../tensors.js';

/** What is measured of a network: how good it is, and what the thesis found of its own. */
export interface NetworkMeasures {
  /** The part of the test digits that is classified right. */
  readonly accuracy: number;
  /** How many of the ten seven-segment digits are misread (table 4.1). */
  readonly misread: number;
  /** P(5) of the prototype with expert from a random start (figure 3.5). */
  readonly expert: number;
  /** The part of the positive relevance of decoder prototypes that lies on their strokes (figure 3.10). */
  readonly onStrokes: number;
  /** DeepFool's ρ, the mean of ‖r‖₂ over ‖x‖₂ on pixels on [0, 1] (section 4.2). */
  readonly rho: number;
  /** The mean of the highest probability over letters in seven segments. */
  readonly letters: number;
}

/** The letters that seven segments can show and that are no digits: A, C, E, F, H, J, L, P, U. */
const letterStates: readonly number[] = [
  'abcefg',
  'adef',
  'adefg',
  'aefg',
  'bcefg',
  'bcde',
  'def',
  'abefg',
  'bcdef',
].map(stateOf);

/** How many digits DeepFool attacks. */
const attacked = 50;

const onStrokesOf = async (network: Classifier, { decoder, seed, signal }: FigureContext): Promise<number> => {
  const found = await decoderPrototypes(network, await decoder(), { classes: tenClasses, seed, signal });
  found.latents.dispose();
  const { relevance } = lrp(network, found.images, { target: tenClasses, rules: alphaBeta({ alpha: 2 }) });
  const [images, maps] = [await toHost(found.images), await toHost(relevance)];
  return mean(coverages(images, maps).map(({ onStroke }) => onStroke));
};

const rhoOf = async (network: Classifier, { digits, seed, signal }: FigureContext): Promise<number> => {
  const test = await digits('test');
  const chosen = range(0, Math.min(attacked, test.size));
  const x = test.images(chosen);
  const criterion = misclassified([...chosen].map((i) => test.labels[i]));
  const { adversarial, perturbation, summary } = await attack(network, x, deepFool(), { criterion, seed, signal });
  tf.dispose([x, adversarial, perturbation]);
  return summary.rhoL2 ?? 0;
};

/** The expert of all networks, so that they differ in nothing else. */
export const expertName = 'rbm-8-thesis';

const expertOf = async (network: Classifier, { seed, signal }: FigureContext): Promise<number> => {
  const rbm = await pretrainedRbm(expertName);
  try {
    const { images, items } = await expertPrototypes(network, density(rbm), { classes: [5], seed, signal });
    images.dispose();
    return items[0].probability;
  } finally {
    rbm.dispose();
  }
};

/**
 * Measures a network by the thesis' experiments, each as its figure makes it.
 *
 * @param network - the classifier of digits; borrowed
 * @param context - digits, the generator and the seed; its own classifier and expert are not used
 * @returns the measures
 */
export const measureNetwork = async (network: Classifier, context: FigureContext): Promise<NetworkMeasures> => {
  const { accuracy } = await evaluate(network, await context.digits('test'), { signal: context.signal });
  const images = segmentImages();
  const answers = classifySegments(network, images);
  images.dispose();
  return {
    accuracy,
    misread: digitStates.filter((state, digit) => answers[state].class !== digit).length,
    expert: await expertOf(network, context),
    onStrokes: await onStrokesOf(network, context),
    rho: await rhoOf(network, context),
    letters: mean(letterStates.map((state) => answers[state].probability)),
  };
};
