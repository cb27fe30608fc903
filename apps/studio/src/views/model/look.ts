import { predictedClasses } from '@interp/core';
import { probabilitiesOf } from '@interp/core/internal';
import { answersByRange, inputTensor } from '@interp/images';
import { explainedImages, explanationOf, type ExplainedImage } from '@interp/lrp';
import type { OpenedClassifier } from '@interp/open/page';
import * as tf from '@tensorflow/tfjs-core';
import type { ClassShare } from '../../compute/class-shares.js';
import { heatOf } from '../../compute/heat-of.js';
import { withOwnClassifier, type ModelFiles } from '../../compute/models/own-model.js';
import { ownPicture } from '../../compute/models/own-picture.js';
import { picturesOf } from '../../compute/network-pictures.js';
import { pixelsOf, type Rgba } from '../../compute/pictures.js';
import type { Input } from '../../state/input.js';
import type { ViewValues } from '../../state/studio-state.js';
import { namesOf } from '../../compute/models/class-names.js';
import { lookOptions } from './look-options.js';

/** What is to be looked at, and how. */
export interface LookRequest {
  /** What is drawn or sampled. */
  readonly input: Input;
  /** The settings of the view. */
  readonly values: ViewValues<'model'>;
  /** Whether the map is drawn at the size of the network's input, as for a gallery. */
  readonly isSmall?: boolean;
}

/** What a model takes a picture for, and why. */
export interface Looked {
  /** Which opening of the model's files it is of. */
  readonly id: number | undefined;
  /** The picture. */
  readonly picture: Rgba;
  /** What the network sees of it. */
  readonly seen: Rgba;
  /** The map over the picture, at its own size. */
  readonly heat: Rgba;
  /** The first classes, the surest first. */
  readonly top: readonly ClassShare[];
  /** What is said of the explanation. */
  readonly found: ExplainedImage;
  /** Relevance of each value of the input. */
  readonly relevance: Float32Array;
  /** The shape of that, batch first. */
  readonly shape: readonly number[];
  /** Of a model of several inputs: the sum of what each speaks, by its name. */
  readonly totals: Readonly<Record<string, number>> | undefined;
  /** Milliseconds that the explanation took. */
  readonly time: number;
}

const topOf = async (net: OpenedClassifier, x: tf.Tensor, count = 10): Promise<readonly ClassShare[]> => {
  const names = namesOf(net);
  const scores = net.logits(x);
  const shares = net.probabilities === 'none' ? undefined : probabilitiesOf(scores, net.probabilities);
  const [logits, probabilities] = [await scores.data(), await shares?.data()];
  const [best] = predictedClasses(scores);
  tf.dispose([scores, ...(shares ? [shares] : [])]);
  const order = Array.from(logits.keys()).sort(
    (a, b) => Number(b === best) - Number(a === best) || logits[b] - logits[a],
  );
  const shown =
    logits.length <= count ? Array.from(logits.keys()).sort((a, b) => order.indexOf(a) - order.indexOf(b)) : order;
  return shown
    .slice(0, count)
    .map((i) => ({ class: i, name: names[i], probability: probabilities?.[i], score: logits[i] }));
};

/** What a picture is taken for with its pixels in some range. */
export interface RangeReading {
  /** The range, or the mean. */
  readonly range: string;
  /** The name of the class. */
  readonly answer: string;
}

const rangesOf = (net: OpenedClassifier, x: Float32Array): readonly RangeReading[] => {
  const names = namesOf(net);
  const shown = (): Float32Array => net.preprocessing.toPicture(x);
  return answersByRange(net, { shown }, net.preprocessing.channels).map(({ class: answer, bounds, mean }) => ({
    range: bounds ? bounds.join(', ') : `mean ${String(mean)}`,
    answer: names[answer],
  }));
};

/** Explains a picture, and what a file has for the other inputs together with it; the map is the picture's. */
const explainInputs = (
  net: OpenedClassifier,
  x: tf.Tensor,
  explain: ReturnType<typeof explanationOf>,
): { readonly explained: ReturnType<typeof explain>; readonly totals: Looked['totals'] } => {
  const { others } = net;
  if (!others) return { explained: explain(net, x), totals: undefined };
  if (others.whole)
    throw new Error('the model takes whole numbers, as of words, and no picture; explain it with the command line');
  const { found, maps, totals } = others.explained(x, 0, explain, net);
  const { relevance, ...rest } = maps;
  tf.dispose(rest);
  return { explained: { ...found, relevance }, totals };
};

/** Classifies a picture with a model of one's own, and explains it. `file` is the picture where one was opened. */
export const lookByOwn = (files: ModelFiles | undefined, request: LookRequest, file?: Blob | Rgba): Promise<Looked> =>
  withOwnClassifier(files, request.values, async (net) => {
    const given = await ownPicture({ kind: request.values.picture, file }, request.input);
    const x = inputTensor(net, given);
    const begun = performance.now();
    try {
      const { explained, totals } = explainInputs(net, x, explanationOf(lookOptions(request.values)));
      const { data } = await pixelsOf(explained.relevance);
      const { shape } = explained.relevance;
      const [found] = explainedImages(explained);
      tf.dispose([explained.relevance, ...(explained.layers?.values() ?? [])]);
      const time = performance.now() - begun;
      const [seen] = picturesOf(net, (await x.data()) as Float32Array);
      const picture = request.isSmall ? seen : given;
      const relevance = data as Float32Array;
      return {
        id: files?.id,
        ...{ picture, seen, found, relevance, shape, totals, time },
        heat: heatOf(net, relevance, picture, seen),
        top: await topOf(net, x),
      };
    } finally {
      x.dispose();
    }
  });

/** What a picture is taken for in each of the ranges in which networks usually take pixels. */
export const rangesByOwn = (
  files: ModelFiles | undefined,
  request: LookRequest,
  file?: Blob | Rgba,
): Promise<readonly RangeReading[]> =>
  withOwnClassifier(files, request.values, async (net) => {
    const x = inputTensor(net, await ownPicture({ kind: request.values.picture, file }, request.input));
    const values = (await x.data()) as Float32Array;
    x.dispose();
    return rangesOf(net, values);
  });
