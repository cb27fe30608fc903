import { checkNumber, number, optionsTable, text } from '@interp/checks';
import { checkClassifier } from '@interp/core/internal';
import { describeModel } from '@interp/files';
import * as tf from '@tensorflow/tfjs-core';
import type { OpenedClassifier } from '../opened-classifier.js';

/** Work as `startBackend` of `@interp/backend` takes it. */
export interface WorkOnImages {
  /** The network's layers and the images of a pass. */
  readonly name: string;
  /** How many passes there are; parts of one count, too. */
  readonly passes: number;
  /** Computes one pass on the backend in use, and leaves no tensor behind. */
  readonly pass: () => Promise<void>;
}

/** What is done with each image. */
export interface PassesOptions {
  /** Steps of an ascent or an attack, each a pass forward and back. Default 1. */
  readonly steps?: number;
  /** The method's name; without one images only go forward, which is about a third of a pass. Default none. */
  readonly method?: string;
}

const passesOptions = optionsTable<PassesOptions>()({ steps: number({ min: 0, default: 1 }), method: text() });

/** Images of a pass that is timed, at most: enough to be more than a graphics card takes to start its kernels. */
const most = 16;

/** A name for all networks that take as long: of the same layers, whatever their weights are. */
const nameOf = (classifier: OpenedClassifier): string => {
  const { layers, parameters, multiplications } = describeModel(classifier.model);
  const text = JSON.stringify([classifier.inputShape, ...layers.map(({ type, detail, outputShape }) => [type, detail, outputShape])]); // prettier-ignore
  let hash = 0;
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) >>> 0;
  return `${layers.length} layers, ${parameters} weights, ${multiplications} products, ${hash.toString(16)}`;
};

/**
 * Work with a classifier as `startBackend` of `@interp/backend` measures it: passes forward and back through its network.
 *
 * @param classifier - as `openClassifier` opens it; borrowed
 * @param images - how many there are
 * @param options - how often each goes through the network, at least
 * @returns the work
 * @throws InterpError `bad-option`
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { openClassifier, workOnImages } from '@interp/open';
 *
 * await startBackend('wasm');
 * const lenet = await openClassifier('lenet');
 * const { name } = await startBackend('auto', { work: workOnImages(lenet, 1000, { method: 'lrp' }) });
 * console.log(name); // wasm
 * lenet.dispose();
 * ```
 */
export const workOnImages = (
  classifier: OpenedClassifier,
  images: number,
  options: PassesOptions = {},
): WorkOnImages => {
  checkClassifier(classifier);
  checkNumber('images', images, { min: 0, integer: true });
  const { steps, method } = passesOptions.withDefaults(options);
  const batch = Math.min(most, 2 ** Math.floor(Math.log2(Math.max(1, images))));
  const { inputShape, bounds } = classifier;
  const [low, high] = bounds.map((bound, i) => (Number.isFinite(bound) ? bound : i));
  return {
    name: `${batch} ${batch === 1 ? 'image' : 'images'} through ${nameOf(classifier)}`,
    passes: (images * steps * (method === undefined ? 1 / 3 : 1)) / batch,
    pass: async () => {
      const { logits, gradient } = tf.tidy(() => {
        const x = tf.fill([batch, ...inputShape], (low + high) / 2);
        return { ...classifier.gradient(x, (z) => tf.onesLike(z)) };
      });
      await Promise.all([logits.data(), gradient.data()]);
      tf.dispose([logits, gradient]);
    },
  };
};
