import {
  adam,
  backgroundAddition,
  decoderPrototypes,
  expertPrototypes,
  linearDecay,
  prototypes,
  type AscentOptimizer,
  type Prototypes,
  type Start,
  type StepRecord,
} from '@interp/am';
import type { Classifier, Decoder } from '@interp/core';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf } from '../../compute/batch-of.js';
import { decoder, expert } from '../../compute/models/generative-models.js';
import { greyOf } from '../../compute/grey-of.js';
import { inputPixels } from '../../compute/input-pixels.js';
import { rescaled } from '../../compute/rescaled.js';
import { network, withNetwork, type OwnAsked } from '../../compute/models/networks.js';
import type { Input } from '../../state/input.js';
import type { NetworkName } from '../../state/studio-state.js';
import { classesOf, type AscentValues } from './ascent-values.js';
import { watching, type Points } from './watching.js';

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
  /** The images on the way, 784 bytes each, the kept one last; for patches of background only that one. */
  readonly frames: readonly Uint8Array[];
  /** The kept image as the network takes it, 28 by 28 values. */
  readonly image: Float32Array;
  /** What a network apart, which took no part in it, reads in the kept image. */
  readonly judged: { readonly class: number; readonly probability: number };
}

/** The judge: a network that takes no part in the ascent. */
const judgeOf = (name: ImagineRequest['network']): Promise<Classifier> =>
  network(name === 'lenet-relu' ? 'lenet' : 'lenet-relu');

/** The points of latent space as images. */
const decoded = async (decode: Decoder, points: Points): Promise<Points> => {
  const images = tf.tidy(() => {
    const codes = tf.concat(points.map((all) => tf.tensor2d(all, [all.length / decode.latentSize, decode.latentSize])));
    return decode.decode(codes);
  });
  const all = await images.data<'float32'>();
  images.dispose();
  const each = all.length / points.length;
  return points.map((_, i) => all.subarray(i * each, (i + 1) * each));
};

const ascend = async (
  net: Classifier,
  { values, input }: ImagineRequest,
): Promise<{ readonly found: Prototypes; readonly points: Points }> => {
  const { method, lambda, gamma, steps, seed } = values;
  const classes = classesOf(values);
  const points: Points = [];
  const watched = (optimizer: AscentOptimizer, bounds = net.bounds): AscentOptimizer =>
    watching(optimizer, bounds, points);
  const pixels = values.start === 'input' ? inputPixels(input) : undefined;
  const given = pixels && batchOf(pixels, net);
  const start: Start = given ?? (values.start === 'blank' ? 'blank' : 'random');
  const common = { classes, seed };
  try {
    switch (method) {
      case 'am':
        return {
          found: await prototypes(net, { ...common, start, lambda, steps, restarts: 1, optimizer: watched(adam()) }),
          points,
        };
      case 'background':
        return { found: await backgroundAddition(net, start, common), points };
      case 'expert': {
        const optimizer = watched(linearDecay(adam({ rate: 0.05, beta2: 0.99 }), steps));
        return {
          found: await expertPrototypes(net, density(await expert(values.expert)), {
            ...common,
            start,
            gamma,
            steps,
            optimizer,
          }),
          points,
        };
      }
      case 'decoder': {
        const decode = await decoder(values.decoder);
        const optimizer = watched(adam(), [-Infinity, Infinity]);
        // Through all steps: to stop where it is sure would be at once, for the best of the codes that are drawn, and there would be nothing to watch.
        const watchable = { restarts: 1, threshold: 0 };
        const found = await decoderPrototypes(net, decode, { ...common, ...watchable, lambda, steps, optimizer });
        found.latents.dispose();
        return { found, points: await decoded(decode, points) };
      }
    }
  } finally {
    given?.dispose();
  }
};

const imagineFor = async (net: Classifier, request: ImagineRequest): Promise<readonly Imagined[]> => {
  const judge = await judgeOf(request.network);
  const { found, points } = await ascend(net, request);
  const shares = tf.tidy(() => tf.softmax(judge.logits(rescaled(found.images, net, judge))));
  try {
    const kept = await found.images.data<'float32'>();
    const judged = await shares.data();
    return found.items.map(({ class: wanted, probability, objective, history }, i) => {
      const of = (all: Float32Array): Uint8Array => greyOf(all.subarray(784 * i, 784 * (i + 1)), net.bounds);
      const row = Array.from(judged.subarray(10 * i, 10 * (i + 1)));
      const read = row.indexOf(Math.max(...row));
      return {
        ...{ class: wanted, probability, objective, history },
        frames: [...points.map(of), of(kept)],
        image: kept.slice(784 * i, 784 * (i + 1)),
        judged: { class: read, probability: row[read] },
      };
    });
  } finally {
    tf.dispose([found.images, shares]);
  }
};

/** Imagines what the network takes for perfect, and every step on the way. */
export const imagine = (request: ImagineRequest, own?: OwnAsked): Promise<readonly Imagined[]> =>
  withNetwork(request.network, own, (net) => imagineFor(net, request));
