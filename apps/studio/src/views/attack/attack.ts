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
  /** The images on the way: the first, with a quarter, a half and three quarters of what is added, and the last. */
  readonly way: readonly ReadImage[];
  /** What was added, in its own scale. */
  readonly perturbation: Rgba;
  /** What is said of it. */
  readonly item: AttackedImage;
  /** The adversarial image's values, as the network takes them. */
  readonly adversarial: Float32Array;
}

const probabilitiesFor = async (net: Classifier, x: tf.Tensor): Promise<ArrayLike<number> | undefined> => {
  if (net.probabilities === 'none') return undefined;
  const shares = tf.tidy(() => probabilitiesOf(net.logits(x), net.probabilities));
  return shares.data().finally(() => shares.dispose());
};

/** What a network reads in each of some images, and why. */
const readImages = async (net: NamedClassifier, x: tf.Tensor): Promise<readonly ReadImage[]> => {
  const { relevance, targets } = lrp(net, x, { rules: alphaBeta() });
  const images = await imagesOf(x, net);
  const maps = heatPictures(await pixelsOf(relevance), images);
  relevance.dispose();
  const shares = await probabilitiesFor(net, x);
  const grey = greyOf(Float32Array.from(images.data), net.bounds);
  return Array.from(targets, (read, i) => ({
    picture: greyRgba(grey.subarray(784 * i, 784 * (i + 1)), 28),
    class: read,
    name: net.labels?.[read] ?? String(read),
    probability: shares?.[net.classes * i + read],
    why: maps[i],
  }));
};

/** How much of what is added an image on the way has. */
const parts = [0.25, 0.5, 0.75] as const;

/** The images from the first to the last, those between with a part of what is added; a new tensor. */
const wayBetween = (x: tf.Tensor4D, added: tf.Tensor, last: tf.Tensor): tf.Tensor4D =>
  tf.tidy(() =>
    tf.concat([x, ...parts.map((part) => tf.add<tf.Tensor4D>(x, tf.mul(added, part))), last as tf.Tensor4D]),
  );

const attackNetwork = async (
  net: NamedClassifier,
  pixels: Uint8Array,
  values: AttackRequest['values'],
): Promise<Attacked> => {
  const x = batchOf(pixels, net);
  const { target, seed } = values;
  const criterion = target === 'any' ? misclassified() : targeted(Number(target));
  const found = await attackImages(net, x, attackMethodOf(attackOptions(values)), { criterion, seed });
  const images = wayBetween(x, found.perturbation, found.adversarial);
  try {
    const way = await readImages(net, images);
    return {
      ...{ pixels, way, before: way[0], after: way[way.length - 1] },
      perturbation: heatPictures(await pixelsOf(found.perturbation))[0],
      item: found.items[0],
      adversarial: (await found.adversarial.data()) as Float32Array,
    };
  } finally {
    tf.dispose([x, images, found.adversarial, found.perturbation]);
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
