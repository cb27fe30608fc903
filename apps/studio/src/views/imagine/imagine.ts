import {
  backgroundAddition,
  decoderPrototypes,
  expertPrototypes,
  prototypes,
  type Prototypes,
  type PrototypeStep,
  type Start,
  type StepRecord,
} from '@interp/am';
import type { Classifier, Decoder, Progress } from '@interp/core';
import { argmaxOfRows } from '@interp/core/internal';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { namesOf } from '../../compute/models/class-names.js';
import { lookedAt } from '../../compute/models/looked-at.js';
import { decoder, expert } from '../../compute/models/generative-models.js';
import { rescaled } from '../../compute/rescaled.js';
import { network, withAnyNetwork, type NamedClassifier, type OwnAsked } from '../../compute/models/networks.js';
import { takesDigits } from '../../compute/models/takes-digits.js';
import { pictureShape, pixelBytes, type PictureShape } from '../../compute/network-pictures.js';
import type { Rgba } from '../../compute/pictures.js';
import type { Input } from '../../state/input.js';
import type { NetworkName } from '../../state/studio-state.js';
import { watchBy, type AscentWatch } from './ascent-watch.js';
import { beginsAtInput, classesOf, isOfDigits, type AscentValues } from './ascent-values.js';

/** What is to be imagined. */
export interface ImagineRequest {
  /** Where an ascent begins if it does not begin at noise. */
  readonly input: Input;
  /** The network. */
  readonly network: NetworkName;
  /** The settings of the view that prototypes depend on. */
  readonly values: AscentValues;
}

/** A prototype of one class. */
export interface Imagined {
  /** The class. */
  readonly class: number;
  /** Its probability in the end. */
  readonly probability: number;
  /** The objective in the end. */
  readonly objective: number;
  /** Objective and probability at the start and after each step. */
  readonly history: readonly StepRecord[];
  /** The bytes of its pixels. */
  readonly pixels: Uint8Array;
  /** The image as the network takes it. */
  readonly image: Float32Array;
  /** What a network apart, which took no part in it, reads in it; undefined where there is none of such inputs. */
  readonly judged: { readonly class: number; readonly probability: number } | undefined;
}

/** What was imagined. */
export interface Imagination extends PictureShape {
  /** The prototypes. */
  readonly found: readonly Imagined[];
  /** The shape of an input, without the batch. */
  readonly inputShape: readonly number[];
  /** The names of all classes of the network. */
  readonly classNames: readonly string[];
  /** The picture that it began at; undefined where it began at something else. */
  readonly given: Rgba | undefined;
}

/** The bytes of all images of an ascent at most; of more, not every step has one. */
const mostBytes = 128 * 2 ** 20;

/** The judge: a network that takes no part in the ascent. */
const judgeOf = (name: ImagineRequest['network']): Promise<Classifier> =>
  network(name === 'lenet-relu' ? 'lenet' : 'lenet-relu');

/** The steps of an ascent as a watch is told of them; those of patches that changed nothing are none. */
const tellingSteps = (watch: AscentWatch | undefined) => {
  let before: readonly StepRecord[] = [];
  return async ({ value }: Pick<Progress<PrototypeStep>, 'value'>): Promise<void> => {
    const records = value.map(({ latest }) => latest);
    if (records.every((record, i) => record === before[i])) return;
    before = records;
    const size = value[0].point.length;
    const points = new Float32Array(size * value.length);
    value.forEach(({ point }, i) => points.set(point, i * size));
    await watch?.step(
      points,
      records.map(({ probability, objective }) => ({ probability, objective })),
    );
  };
};

/** Points of latent space as images, `[codes, latentSize]` in each. */
const decoded = (decode: Decoder, points: readonly Float32Array[]): readonly Float32Array[] => {
  const images = tf.tidy(() =>
    decode
      .decode(tf.concat(points.map((all) => tf.tensor2d(all, [all.length / decode.latentSize, decode.latentSize]))))
      .dataSync<'float32'>(),
  );
  const each = images.length / points.length;
  return points.map((_, i) => images.subarray(i * each, (i + 1) * each));
};

/** Gradient ascent by the method that is asked for. `given` is where it begins; undefined for noise or a blank image. */
const ascend = async (
  net: NamedClassifier,
  { method, lambda, gamma, steps, seed, ...values }: AscentValues,
  given: tf.Tensor | undefined,
  watch: AscentWatch | undefined,
  decode: Decoder | undefined,
): Promise<Prototypes> => {
  const start: Start = given ?? (values.start === 'blank' ? 'blank' : 'random');
  const watched = { onStep: tellingSteps(watch), ...(watch && { signal: watch.signal }) };
  const common = { classes: classesOf(values, net.classes), seed, ...watched };
  if (method === 'background') return backgroundAddition(net, start, common);
  if (method === 'am') return prototypes(net, { ...common, start, lambda, steps, restarts: 1 });
  if (!decode) return expertPrototypes(net, density(await expert(values.expert)), { ...common, start, gamma, steps });
  // Through all steps: to stop where it is sure would be at once, for the best of the codes that are drawn, and there would be nothing to watch.
  const found = await decoderPrototypes(net, decode, { ...common, lambda, steps, restarts: 1, threshold: 0 });
  found.latents.dispose();
  return found;
};

/** What a judge reads in images of digits, one after the other. */
const judgedBy = async (
  judge: Classifier,
  net: Classifier,
  images: tf.Tensor,
): Promise<readonly Imagined['judged'][]> => {
  const shares = tf.tidy(() => tf.softmax(judge.logits(rescaled(images, net, judge))));
  const all = await shares.data<'float32'>();
  shares.dispose();
  return Array.from(argmaxOfRows(all, judge.classes), (read, i) => ({
    class: read,
    probability: all[judge.classes * i + read],
  }));
};

const imagineFor = async (
  net: NamedClassifier,
  { values, input, network: name }: ImagineRequest,
  own: OwnAsked | undefined,
  watch: AscentWatch | undefined,
): Promise<Imagination> => {
  const shape = pictureShape(net);
  if (isOfDigits(values.method) && !takesDigits(net))
    throw new Error(
      `the ${values.method === 'expert' ? 'experts know' : 'generators make'} images of 28 × 28 × 1 and your model takes ${net.inputShape.join(' × ')}; choose another method`,
    );
  const looked = beginsAtInput(values) ? await lookedAt(net, input, own) : undefined;
  if (beginsAtInput(values) && !looked)
    throw new Error('nothing is drawn yet; draw something, or choose another start');
  const decode = values.method === 'decoder' ? await decoder(values.decoder) : undefined;
  const classes = classesOf(values, net.classes);
  const classNames = namesOf(net);
  const each = shape.width * shape.height * shape.channels;
  const every = Math.ceil(((values.steps + 1) * classes.length * each) / mostBytes);
  watch?.begin({ ...shape, classes, classNames, every }, (points) =>
    (decode ? decoded(decode, points) : points).map((images) => pixelBytes(net, images)),
  );
  const { images, items } = await ascend(net, values, looked?.x, watch, decode).finally(() => looked?.x.dispose());
  watch?.end();
  try {
    const kept = await images.data<'float32'>();
    const judged = takesDigits(net) ? await judgedBy(await judgeOf(name), net, images) : [];
    const size = kept.length / items.length;
    const found = items.map(({ class: wanted, probability, objective, history }, i) => {
      const image = kept.slice(i * size, (i + 1) * size);
      const pixels = pixelBytes(net, image);
      return { class: wanted, probability, objective, history, image, pixels, judged: judged[i] };
    });
    return { ...shape, inputShape: net.inputShape, classNames, given: looked?.given, found };
  } finally {
    images.dispose();
  }
};

/** Imagines what the network takes for perfect; every step on the way is told to `watch`. */
export const imagine = (request: ImagineRequest, own?: OwnAsked, watch?: AscentWatch): Promise<Imagination> =>
  withAnyNetwork(request.network, own, (net) => imagineFor(net, request, own, watch));

/** The same, watched and steered by the page behind a port. */
export const imagineWatched = (
  request: ImagineRequest,
  own: OwnAsked | undefined,
  port: MessagePort,
): Promise<Imagination> => imagine(request, own, watchBy(port)).finally(() => port.close());
