import * as tf from '@tensorflow/tfjs-core';
import type { Link } from './link.js';

/**
 * Runs a chain and keeps what each link saw.
 *
 * @param links - the chain
 * @param x - its input, `[n, ...]`
 * @returns the input and each link's output: one more than there are links
 */
export const forward = (links: readonly Link[], x: tf.Tensor): tf.Tensor[] => {
  const values = [x];
  for (const link of links) values.push(link.forward(values.at(-1)!));
  return values;
};

/**
 * Carries derivatives from the output back.
 *
 * @param links - the chain
 * @param values - what {@link forward} kept
 * @param start - the derivative at the output
 * @param to - the first link of interest: its output is the last that a derivative is found for
 * @returns the derivative at each link's output; empty places before `to`
 */
export const back = (
  links: readonly Link[],
  values: readonly tf.Tensor[],
  start: tf.Tensor,
  to: number,
): tf.Tensor[] => {
  const deltas = new Array<tf.Tensor>(links.length);
  deltas[links.length - 1] = start;
  for (let i = links.length - 1; i > to; i--) deltas[i - 1] = links[i].back(deltas[i], values[i], values[i + 1]);
  return deltas;
};

/** The sum over images and places of a derivative: a bias' gradient. */
const perChannel = (delta: tf.Tensor): tf.Tensor => tf.sum(delta, [...delta.shape.keys()].slice(0, -1));

/**
 * The gradients of a chain's weights, from inputs and derivatives of each link.
 *
 * @param links - the chain
 * @param ofKernel - for a link with weights its input and the derivative at its output
 * @param ofBias - the derivative at its output, for its bias
 * @returns a gradient for each weight, in the order of links, kernel before bias
 */
export const gradientsOfChain = (
  links: readonly Link[],
  ofKernel: (link: number) => readonly [x: tf.Tensor, dy: tf.Tensor],
  ofBias: (link: number) => tf.Tensor,
): tf.Tensor[] =>
  links.flatMap((link, i) => {
    if (!link.kernelGradient) return [];
    const kernel = link.kernelGradient(...ofKernel(i));
    return link.weights.length > 1 ? [kernel, perChannel(ofBias(i))] : [kernel];
  });

/**
 * The gradients of a chain's weights.
 *
 * @param links - the chain
 * @param values - what {@link forward} kept
 * @param deltas - the derivative at each link's output
 * @returns a gradient for each weight, in the order of links, kernel before bias
 */
export const weightGradients = (
  links: readonly Link[],
  values: readonly tf.Tensor[],
  deltas: readonly tf.Tensor[],
): tf.Tensor[] =>
  gradientsOfChain(
    links,
    (i) => [values[i], deltas[i]],
    (i) => deltas[i],
  );

/** The first link with weights. */
export const firstWeighted = (links: readonly Link[]): number => links.findIndex(({ weights }) => weights.length > 0);
