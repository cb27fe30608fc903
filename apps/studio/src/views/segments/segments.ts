import { alphaBeta, lrp } from '@interp/lrp';
import {
  classifySegments,
  segmentImages,
  shortestFlips,
  stateMap,
  stateOf,
  type FlipPath,
  type SegmentAnswer,
} from '@interp/sevenseg';
import * as tf from '@tensorflow/tfjs-core';
import { greyOf } from '../../compute/grey-of.js';
import { namesOf } from '../../compute/models/class-names.js';
import { withNetwork, type NamedClassifier, type OwnAsked } from '../../compute/models/networks.js';
import { heatPictures, imagesOf, pixelsOf, type Rgba } from '../../compute/pictures.js';
import type { NetworkName, ViewValues } from '../../state/studio-state.js';
import { greyRgba } from '../../parts/pictures/grey-rgba.js';

/** What is shown to which networks. */
export interface SegmentsRequest {
  /** The networks, side by side. */
  readonly networks: readonly NetworkName[];
  /** The settings of the view. */
  readonly values: ViewValues<'segments'>;
}

/** What one network reads in the display, why, and how far another answer is. */
export interface ReadSegments {
  /** The network. */
  readonly network: NetworkName;
  /** The names of its classes. */
  readonly classNames: readonly string[];
  /** Its answer. */
  readonly answer: SegmentAnswer;
  /** One score for each class. */
  readonly logits: readonly number[];
  /** Relevance for that class, over the image. */
  readonly why: Rgba;
  /** The image as this network takes it, 28 by 28 values. */
  readonly image: Float32Array;
  /** Relevance of each of them. */
  readonly relevance: Float32Array;
  /** The fewest flips of segments that change the answer. */
  readonly flips: FlipPath | undefined;
  /** Its answers to all 128 states, in rows whose neighbours are one flip apart. */
  readonly map: readonly (readonly SegmentAnswer[])[];
}

/** The display and what is read in it. */
export interface Segments {
  /** The image of the display. */
  readonly picture: Rgba;
  /** What each network reads. */
  readonly read: readonly ReadSegments[];
}

const readSegments = async (
  net: NamedClassifier,
  name: NetworkName,
  values: SegmentsRequest['values'],
): Promise<[ReadSegments, Rgba]> => {
  const { thickness, slant, right, down } = values;
  const images = segmentImages({ thickness, slant, shift: [right, down], bounds: net.bounds });
  const state = stateOf(values.lit);
  const x = tf.tidy(() => tf.slice(images, [state, 0, 0, 0], [1, -1, -1, -1]));
  const answers = classifySegments(net, images);
  const answer = answers[state];
  const logits = net.logits(x);
  const { relevance } = lrp(net, x, { rules: alphaBeta() });
  try {
    const seen = await imagesOf(x, net);
    const map = await pixelsOf(relevance);
    const read = {
      network: name,
      classNames: namesOf(net),
      answer,
      logits: Array.from(await logits.data()),
      why: heatPictures(map, seen)[0],
      image: seen.data as Float32Array,
      relevance: map.data as Float32Array,
      flips: shortestFlips(
        state,
        (other) => answers[other].class !== answer.class,
        (other) => answers[other].probability,
      ),
      map: stateMap().states.map((row) => row.map((other) => answers[other])),
    };
    return [read, greyRgba(greyOf(seen.data, net.bounds), 28)];
  } finally {
    tf.dispose([images, x, logits, relevance]);
  }
};

/** Shows a display to networks. */
export const segments = async ({ networks, values }: SegmentsRequest, own?: OwnAsked): Promise<Segments> => {
  const found = [];
  for (const name of networks) found.push(await withNetwork(name, own, (net) => readSegments(net, name, values)));
  return { picture: found[0][1], read: found.map(([read]) => read) };
};
