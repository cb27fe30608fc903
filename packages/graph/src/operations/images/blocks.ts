import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import { moving } from '../../lowering/site.js';
import { asStoredImage, fromChannelsLast, imageAxes, toChannelsLast } from './images.js';
import type { Operation, Operations } from '../operation.js';

/** Channels of each pixel as a square of pixels; images have their channels last. */
const spread = (x: tf.Tensor, block: number, isDepthFirst: boolean): tf.Tensor => {
  const [n, h, w, c] = x.shape;
  const channels = c / (block * block);
  const split = isDepthFirst ? [n, h, w, block, block, channels] : [n, h, w, channels, block, block];
  const order = isDepthFirst ? [0, 1, 3, 2, 4, 5] : [0, 1, 4, 2, 5, 3];
  return tf.reshape(tf.transpose(tf.reshape(x, split), order), [n, h * block, w * block, channels]);
};

/** The inverse: squares of pixels as channels. */
const gathered = (x: tf.Tensor, block: number, isDepthFirst: boolean): tf.Tensor => {
  const [n, h, w, c] = x.shape;
  const split = [n, h / block, block, w / block, block, c];
  const order = isDepthFirst ? [0, 1, 3, 2, 4, 5] : [0, 1, 3, 5, 2, 4];
  return tf.reshape(tf.transpose(tf.reshape(x, split), order), [n, h / block, w / block, c * block * block]);
};

type Move = (x: tf.Tensor, block: number, isDepthFirst: boolean) => tf.Tensor;

const operation = (
  move: Move,
  back: Move,
  shape: (stored: readonly number[], block: number) => number[],
): Operation => {
  const isDepthFirst = (at: Attributes): boolean => at.text('mode', 'DCR') === 'DCR';
  const checked = (at: Attributes, stored: readonly number[]): number => {
    const block = at.number('blocksize');
    const made = shape(stored, block);
    if (stored.length === 3 && made.every((size) => Number.isInteger(size) && size >= 1)) return block;
    throw at.refusal(`moves blocks of ${block} in images of [${stored.join(', ')}]; expected sizes that they divide`);
  };
  return {
    evaluate: ([x], at) => {
      const channelsLast = at.flag('channelsLast');
      const image = toChannelsLast(x, channelsLast);
      return [fromChannelsLast(move(image, checked(at, image.shape.slice(1)), isDepthFirst(at)), channelsLast)];
    },
    lower: (site) => {
      const { x, channelsLast, rank } = asStoredImage(site, site.live(0));
      const block = checked(site, x.stored);
      const first = isDepthFirst(site);
      const step = moving((given) => move(given, block, first), (y) => back(y, block, first), 'all'); // prettier-ignore
      return [site.add(step, [x], shape(x.stored, block), imageAxes(rank, channelsLast))];
    },
  };
};

/** Blocks of pixels that become channels, and back. */
export const blocks: Operations = {
  DepthToSpace: operation(spread, gathered, ([h, w, c], block) => [h * block, w * block, c / (block * block)]),
  SpaceToDepth: operation(gathered, spread, ([h, w, c], block) => [h / block, w / block, c * block * block]),
};
