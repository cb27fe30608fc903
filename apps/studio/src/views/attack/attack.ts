import {
  attack as attackImages,
  attackMethodOf,
  deepFool,
  linf,
  misclassified,
  targeted,
  type AttackedImage,
} from '@interp/adversarial';
import type { Classifier } from '@interp/core';
import { alphaBeta, lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf } from '../../compute/batch-of.js';
import { greyOf } from '../../compute/grey-of.js';
import { inputPixels } from '../../compute/input-pixels.js';
import { network } from '../../compute/networks.js';
import { heatPictures, imagesOf, pixelsOf, type Rgba } from '../../compute/pictures.js';
import type { Input } from '../../state/input.js';
import type { ShippedNetwork, ViewValues } from '../../state/studio-state.js';
import { attackOptions } from './attack-options.js';
import { greyRgba } from '../../parts/grey-rgba.js';

/** What is to be attacked, and how. */
export interface AttackRequest {
  /** What is looked at. */
  readonly input: Input;
  /** A network that ships. */
  readonly network: ShippedNetwork;
  /** The settings of the view. */
  readonly values: ViewValues<'attack'>;
}

/** An image, what is read in it, and why. */
export interface ReadImage {
  /** The image. */
  readonly picture: Rgba;
  /** The class that is read. */
  readonly class: number;
  /** Its probability. */
  readonly probability: number;
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

const readImage = async (net: Classifier, x: tf.Tensor): Promise<ReadImage> => {
  const { relevance, targets } = lrp(net, x, { rules: alphaBeta() });
  const shares = tf.tidy(() => tf.softmax(net.logits(x)));
  const images = await imagesOf(x, net);
  const [why] = heatPictures(await pixelsOf(relevance), images);
  const probability = (await shares.data())[targets[0]];
  tf.dispose([relevance, shares]);
  return { picture: greyRgba(greyOf(images.data, net.bounds), 28), class: targets[0], probability, why };
};

/** Attacks an input; undefined where nothing is drawn. */
export const attack = async ({ input, network: name, values }: AttackRequest): Promise<Attacked | undefined> => {
  const pixels = inputPixels(input);
  if (pixels === undefined) return undefined;
  const net = await network(name);
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

/** How far an image is from being misread by a network. */
export interface WayOut {
  /** The network. */
  readonly network: AttackRequest['network'];
  /** The class that is read. */
  readonly class: number;
  /** The class on the other side, and the length of the way there, by norm; undefined where none was found. */
  readonly ways: Readonly<Record<'l2' | 'linf', { readonly class: number; readonly length: number } | undefined>>;
}

/** The shortest ways out of the class that is read, by DeepFool, for the plain and the robust network. */
export const waysOut = async (input: Input): Promise<readonly WayOut[]> => {
  const pixels = inputPixels(input);
  if (pixels === undefined) return [];
  const found: WayOut[] = [];
  for (const name of ['lenet', 'lenet-robust', 'lenet-thesis'] as const) {
    const net = await network(name);
    const x = batchOf(pixels, net);
    const way = async (norm: 'l2' | 'linf'): Promise<AttackedImage> => {
      const result = await attackImages(net, x, norm === 'l2' ? deepFool() : deepFool({ norm: linf }));
      tf.dispose([result.adversarial, result.perturbation]);
      return result.items[0];
    };
    const items = { l2: await way('l2'), linf: await way('linf') };
    x.dispose();
    const end = (norm: 'l2' | 'linf') =>
      items[norm].outcome === 'succeeded' ? { class: items[norm].after.class, length: items[norm][norm] } : undefined;
    found.push({ network: name, class: items.l2.before.class, ways: { l2: end('l2'), linf: end('linf') } });
  }
  return found;
};
