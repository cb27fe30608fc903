import type { Classifier } from '@interp/core';
import { explainedImages, explanationOf, type ExplainedImage, type LedgerRow } from '@interp/lrp';
import type { ImageBatch } from '@interp/viz';
import { probabilitiesOf } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf } from '../../compute/batch-of.js';
import { inputPixels } from '../../compute/input-pixels.js';
import { namesOf } from '../../compute/models/class-names.js';
import { withNetwork, type OwnAsked } from '../../compute/models/networks.js';
import { heatPictures, imagesOf, pixelsOf, type Rgba } from '../../compute/pictures.js';
import type { Input } from '../../state/input.js';
import type { NetworkName, ViewValues } from '../../state/studio-state.js';
import { viewOptions } from './explanation-options.js';
import { greyRgba } from '../../parts/pictures/grey-rgba.js';

/** What is to be explained, and how. */
export interface ExplainRequest {
  /** What is looked at. */
  readonly input: Input;
  /** The network. */
  readonly network: NetworkName;
  /** The settings of the view. */
  readonly values: ViewValues<'explain'>;
}

/** A map of relevance, drawn, and what is said of it. */
export interface DrawnExplanation extends Pick<ExplainedImage, 'class' | 'score' | 'total' | 'ratio'> {
  /** The map over the picture. */
  readonly picture: Rgba;
  /** Relevance of each pixel. */
  readonly relevance: Float32Array;
  /** Where relevance went, layer by layer; of relevance propagation only. */
  readonly ledger: readonly LedgerRow[];
}

/** What the network believes of an input, and why. */
export interface Explained {
  /** What the network sees, 784 bytes. */
  readonly pixels: Uint8Array;
  /** The same as a picture. */
  readonly seen: Rgba;
  /** The class that is read. */
  readonly class: number;
  /** One score for each class. */
  readonly logits: readonly number[];
  /** One probability for each class. */
  readonly probabilities: readonly number[];
  /** The names of the classes. */
  readonly classNames: readonly string[];
  /** The explanation. */
  readonly first: DrawnExplanation;
  /** A second one, where two are compared. */
  readonly second: DrawnExplanation | undefined;
  /** Their difference, each in its own scale. */
  readonly difference: Rgba | undefined;
}

const drawn = async (
  net: Classifier,
  x: tf.Tensor4D,
  images: ImageBatch,
  options: Parameters<typeof explanationOf>[0],
): Promise<DrawnExplanation> => {
  const found = explanationOf(options)(net, x);
  try {
    const [{ ledger = [], ...said }] = explainedImages(found);
    const map = await pixelsOf(found.relevance);
    const [picture] = heatPictures(map, images);
    return { ...said, ledger, picture, relevance: map.data as Float32Array };
  } finally {
    tf.dispose([found.relevance, ...(found.layers?.values() ?? [])]);
  }
};

/** The difference of two maps, each as a share of its own largest value. */
const differenceOf = (a: Float32Array, b: Float32Array): Rgba => {
  const largest = (map: Float32Array): number => map.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-30);
  const [scaleA, scaleB] = [largest(a), largest(b)];
  const data = a.map((value, i) => value / scaleA - b[i] / scaleB);
  return heatPictures({ data, shape: [1, 28, 28, 1] })[0];
};

/** Explains an input; undefined where nothing is drawn. */
export const explain = async (
  { input, network: name, values }: ExplainRequest,
  own?: OwnAsked,
): Promise<Explained | undefined> => {
  const pixels = inputPixels(input);
  if (pixels === undefined) return undefined;
  return withNetwork(name, own, async (net) => {
    const x = batchOf(pixels, net);
    const scores = net.logits(x);
    const shares = probabilitiesOf(scores, net.probabilities);
    try {
      const images = await imagesOf(x, net);
      const logits = Array.from(await scores.data());
      const first = await drawn(net, x, images, viewOptions(values));
      const second = values.compare ? await drawn(net, x, images, viewOptions(values, true)) : undefined;
      return {
        pixels,
        seen: greyRgba(pixels, 28),
        class: logits.indexOf(Math.max(...logits)),
        logits,
        probabilities: Array.from(await shares.data()),
        classNames: namesOf(net),
        first,
        second,
        difference: second && differenceOf(first.relevance, second.relevance),
      };
    } finally {
      tf.dispose([x, scores, shares]);
    }
  });
};
