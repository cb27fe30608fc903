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
import type { OpenedClassifier } from '@interp/open/page';
import * as tf from '@tensorflow/tfjs-core';
import { heatOf } from '../../compute/heat-of.js';
import { namesOf } from '../../compute/models/class-names.js';
import { withLookedAt, type LookedAt } from '../../compute/models/looked-at.js';
import type { NamedClassifier, OwnAsked } from '../../compute/models/networks.js';
import { takesDigits } from '../../compute/models/takes-digits.js';
import { changePicture, picturesOf } from '../../compute/network-pictures.js';
import { heatPictures, imagesOf, pixelsOf, type Rgba } from '../../compute/pictures.js';
import type { Input } from '../../state/input.js';
import type { NetworkName, ViewValues } from '../../state/studio-state.js';
import { attackOptions, targetOf, type Attackable } from './attack-options.js';

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
export interface Attacked extends Attackable {
  /** What a network of digits sees of the input, 784 bytes; undefined where a network takes other pictures. */
  readonly pixels: Uint8Array | undefined;
  /** The picture that the input was made of. */
  readonly given: Rgba;
  /** The names of the classes. */
  readonly classNames: readonly string[];
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

/** Relevance of each of some images, drawn over it. */
const mapsOver = async (
  net: NamedClassifier,
  x: tf.Tensor,
  relevance: tf.Tensor,
  pictures: readonly Rgba[],
): Promise<readonly Rgba[]> => {
  const maps = await pixelsOf(relevance);
  if (takesDigits(net)) return heatPictures(maps, await imagesOf(x, net));
  const all = maps.data as Float32Array;
  const size = all.length / pictures.length;
  return pictures.map((one, i) => heatOf(net as OpenedClassifier, all.slice(i * size, (i + 1) * size), one, one));
};

/** What a network reads in each of some images, and why. */
const readImages = async (net: NamedClassifier, x: tf.Tensor): Promise<readonly ReadImage[]> => {
  const { relevance, targets } = lrp(net, x, { rules: alphaBeta() });
  const pictures = picturesOf(net, (await x.data()) as Float32Array);
  const maps = await mapsOver(net, x, relevance, pictures);
  relevance.dispose();
  const shares = await probabilitiesFor(net, x);
  return Array.from(targets, (read, i) => ({
    picture: pictures[i],
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

const attackLookedAt = async (
  { net, x, given, pixels }: LookedAt,
  values: AttackRequest['values'],
): Promise<Attacked> => {
  const { classes, inputShape, bounds } = net;
  const target = targetOf(values, classes);
  const criterion = target === undefined ? misclassified() : targeted(target);
  const method = attackMethodOf(attackOptions(values, net));
  const found = await attackImages(net, x, method, { criterion, seed: values.seed });
  const images = wayBetween(x, found.perturbation, found.adversarial);
  try {
    const way = await readImages(net, images);
    const added = (await found.perturbation.data()) as Float32Array;
    return {
      ...{ pixels, given, inputShape, bounds, way, before: way[0], after: way[way.length - 1] },
      classNames: namesOf(net),
      perturbation: pixels ? heatPictures(await pixelsOf(found.perturbation))[0] : changePicture(net, added),
      item: found.items[0],
      adversarial: (await found.adversarial.data()) as Float32Array,
    };
  } finally {
    tf.dispose([images, found.adversarial, found.perturbation]);
  }
};

/** Attacks an input; undefined where nothing is drawn. */
export const attack = (request: AttackRequest, own?: OwnAsked): Promise<Attacked | undefined> =>
  withLookedAt(request, own, (looked) => attackLookedAt(looked, request.values));
