import {
  attack as attackImages,
  attackMethodOf,
  misclassified,
  targeted,
  type AttackedImage,
} from '@interp/adversarial';
import type { Classifier } from '@interp/core';
import { probabilitiesOf } from '@interp/core/internal';
import { alphaBeta, lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf } from '../../compute/batch-of.js';
import { greyOf } from '../../compute/grey-of.js';
import { inputPixels } from '../../compute/input-pixels.js';
import { withNetwork, type NamedClassifier, type OwnAsked } from '../../compute/models/networks.js';
import { heatPictures, imagesOf, pixelsOf, type Rgba } from '../../compute/pictures.js';
import type { Input } from '../../state/input.js';
import type { NetworkName, ViewValues } from '../../state/studio-state.js';
import { attackOptions } from './attack-options.js';
import { greyRgba } from '../../parts/grey-rgba.js';

/** What is to be attacked, and how. */
export interface AttackRequest {
  /** What is looked at. */
  readonly input: Input;
  /** The network. */
  readonly network: NetworkName;
  /** The settings of the view. */
  readonly values: ViewValues<'attack'>;
}

/** An image, what is read in it, and why. */
export interface ReadImage {
  /** The image. */
  readonly picture: Rgba;
  /** The class that is read. */
  readonly class: number;
  /** Its name. */
  readonly name: string;
  /** Its probability; undefined where a network gives none. */
  readonly probability: number | undefined;
  /** Relevance for that class, over the image. */
  readonly why: Rgba;
}

/** An attack's result. */
export interface Attacked {
  /** What the network sees of the input, 784 bytes. */
  readonly pixels: Uint8Array;
  /** The image before. */
  readonly before: ReadImage;
  /** The image after. */
  readonly after: ReadImage;
  /** What was added, in its own scale. */
  readonly perturbation: Rgba;
  /** What is said of it. */
  readonly item: AttackedImage;
  /** The adversarial image's values, as the network takes them. */
  readonly adversarial: Float32Array;
}

const probabilityOf = async (net: Classifier, x: tf.Tensor, of: number): Promise<number | undefined> => {
  if (net.probabilities === 'none') return undefined;
  const shares = tf.tidy(() => probabilitiesOf(net.logits(x), net.probabilities));
  const all = await shares.data();
  shares.dispose();
  return all[of];
};

const readImage = async (net: NamedClassifier, x: tf.Tensor): Promise<ReadImage> => {
  const {
    relevance,
    targets: [read],
  } = lrp(net, x, { rules: alphaBeta() });
  const images = await imagesOf(x, net);
  const [why] = heatPictures(await pixelsOf(relevance), images);
  relevance.dispose();
  return {
    picture: greyRgba(greyOf(images.data, net.bounds), 28),
    class: read,
    name: net.labels?.[read] ?? String(read),
    probability: await probabilityOf(net, x, read),
    why,
  };
};

const attackNetwork = async (
  net: NamedClassifier,
  pixels: Uint8Array,
  values: AttackRequest['values'],
): Promise<Attacked> => {
  const x = batchOf(pixels, net);
  const { target, seed } = values;
  const criterion = target === 'any' ? misclassified() : targeted(Number(target));
  const found = await attackImages(net, x, attackMethodOf(attackOptions(values)), { criterion, seed });
  try {
    return {
      pixels,
      before: await readImage(net, x),
      after: await readImage(net, found.adversarial),
      perturbation: heatPictures(await pixelsOf(found.perturbation))[0],
      item: found.items[0],
      adversarial: (await found.adversarial.data()) as Float32Array,
    };
  } finally {
    tf.dispose([x, found.adversarial, found.perturbation]);
  }
};

/** Attacks an input; undefined where nothing is drawn. */
export const attack = async (
  { input, network, values }: AttackRequest,
  own?: OwnAsked,
): Promise<Attacked | undefined> => {
  const pixels = inputPixels(input);
  return pixels && withNetwork(network, own, (net) => attackNetwork(net, pixels, values));
};
