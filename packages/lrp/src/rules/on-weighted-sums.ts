import type { KernelChange } from '@interp/core';
import {
  anyOf,
  decided,
  hostTensor,
  hostValues,
  kernelsIfThere,
  loop,
  partIf,
  sizeOfShape,
  withPart,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { laterSums } from '../attribution.js';
import { identified } from '../identity.js';
import type { BiasPolicy, LrpLayer, LrpRule } from './rule.js';
import {
  addEven,
  divide,
  noRule,
  shareByDerivative,
  shareHalf,
  sharingBias,
  type Stabiliser,
  times,
} from './divide.js';

/**
 * Shares relevance in proportion to the contributions z_ij: R_i = Σ_j z_ij / (Σ_i z_ij + b_j + ε sign) R_j. The sums are those of the
 * forward pass where they can be: the relevance that arrives was computed from them, and another order of summation rounds differently
 * where contributions cancel.
 *
 * @param layer - a layer of kind `linear` or `merging`
 * @param input - its input; borrowed
 * @param relevance - of its output; borrowed
 * @param stabiliser - ε, 0 or more, in units of the output, and how it is added
 * @param usual - whether biases have a share where the caller does not say
 * @returns the relevance of its input
 */
const shareProportionally = (
  layer: LrpLayer,
  input: tf.Tensor,
  relevance: tf.Tensor,
  stabiliser: Stabiliser,
  usual: BiasPolicy,
): tf.Tensor => {
  const bias = sharingBias(layer, usual);
  const sums = layer.bias && !bias ? layer.map(input) : layer.output;
  const { quotients, even } = divide(layer, sums, relevance, { ...stabiliser, bias });
  return addEven(layer, times(input, layer.transpose(quotients)), even);
};

/** Whether a layer adds two branches as they are, and nothing of their relevance is to be lost: a compiled kernel shares it. */
const addsTwo = (layer: LrpLayer, input: tf.Tensor): boolean =>
  layer.kind === 'merging' &&
  layer.emptyBranch === 'conserve' &&
  input.shape[1] === 2 &&
  layer.kernel?.size === 1 &&
  isOne(layer.kernel);

const isOne = (weight: tf.Tensor): boolean => decided(() => hostValues(weight)[0] === 1);

/**
 * Shares relevance in proportion to the sizes of the contributions, R_i = Σ_j |z_ij| / Σ_i |z_ij| R_j. No share is larger than what
 * arrives, however nearly contributions cancel; where all have one sign they are the shares of LRP-0. Otsuki et al. 2024
 * (ratio-based splitting, at the sums of residual networks).
 *
 * @param layer - a layer of kind `linear` or `merging` with a kernel
 * @param input - its input; borrowed
 * @param relevance - of its output; borrowed
 * @returns the relevance of its input
 */
const shareBySize = (layer: LrpLayer, input: tf.Tensor, relevance: tf.Tensor): tf.Tensor => {
  const compiled = addsTwo(layer, input) && kernelsIfThere('SizeShares', { x: input, relevance });
  if (compiled) {
    const [shares, even, found] = compiled;
    return addEven(layer, shares, partIf(even, anyOf(found)));
  }
  const size: KernelChange = (kernel) => tf.abs(kernel);
  const sizes = tf.abs(input);
  const { quotients, even } = divide(layer, layer.map(sizes, size), relevance);
  return addEven(layer, times(sizes, layer.transpose(quotients, size)), even);
};

/** The relevance of each image that did not arrive, to be asked for in a loop. */
const fallenOf = (relevance: tf.Tensor, passed: tf.Tensor): (() => Float64Array) => {
  const [before, after] = [laterSums(relevance), laterSums(passed)];
  return () => {
    const { totals } = after();
    return before().totals.map((total, image) => total - totals[image]);
  };
};

const loseAll = ({ empty }: LrpLayer['losses'], fallen: () => Float64Array): void => {
  loop(() => fallen().forEach((amount, image) => (empty[image] += amount)));
};

/** One amount for each image, evenly among its values. */
const spread = (amounts: tf.Tensor, shape: readonly number[]): tf.Tensor =>
  hostTensor(shape, (out) => {
    const each = out.length / shape[0];
    hostValues(amounts).forEach((amount, image) => out.fill(amount, image * each, (image + 1) * each));
  });

/**
 * Passes relevance to the input from which each pooled or copied value came, that of a row of a table to its number. Relevance of padding goes evenly to all
 * inputs or is lost, depending on the policy for empty branches.
 *
 * @param layer - a layer of kind `max-pooling` or `reshaping`
 * @param relevance - of its output; borrowed
 * @returns the relevance of its input
 */
export const routeBack = (layer: LrpLayer, relevance: tf.Tensor): tf.Tensor => {
  const passed = layer.signal ? layer.signal(relevance) : layer.vjp(relevance);
  if (!/Pad|Concat|Scatter/.test(layer.type)) return passed;
  const fallen = fallenOf(relevance, passed);
  if (layer.emptyBranch === 'paper') {
    loseAll(layer.losses, fallen);
    return passed;
  }
  const [n, ...inputs] = passed.shape;
  const each = hostTensor([n], (out) => out.set(fallen().map((amount) => amount / sizeOfShape(inputs))));
  const part = partIf(each, () => fallen().some((amount) => amount !== 0));
  return withPart(passed, part, (amounts) => spread(amounts, passed.shape));
};

const conventional: LrpRule = (layer, input, relevance) => {
  switch (layer.kind) {
    case 'activation':
      return relevance;
    case 'max-pooling':
    case 'reshaping':
      return routeBack(layer, relevance);
    case 'merging':
      return layer.kernel ? shareBySize(layer, input, relevance) : layer.vjp(relevance);
    case 'linear':
      return layer.isScale
        ? shareProportionally(layer, input, relevance, {}, 'drop')
        : shareBySize(layer, input, relevance);
    case 'product':
      return shareHalf(layer, input, relevance, {});
    case 'function':
      if (layer.signal) return shareByDerivative(layer, input, relevance, {}, layer.signal);
      throw noRule(layer);
  }
};

/**
 * The convention for layers that a composite names no rule for: that of {@link onWeightedSums}, and for weighted sums, average pooling
 * among them, the same as for additions.
 *
 * @returns the rule
 */
export const convention = (): LrpRule => conventional;

identified('convention', conventional);

/**
 * Extends a rule for weighted sums to all layers. The others follow a convention: activations pass relevance on unchanged;
 * max-pooling gives it to the first maximum of the window; copies give it to the copied value; additions and averages of branches share it
 * in proportion to the sizes of the contributions, so that it does not explode where branches nearly cancel; normalisation passes it on; a product of
 * two values gives each of them half (`halfHalf`), and a quotient all to what is divided.
 *
 * @param rule - for dense layers, convolutions and average pooling
 * @returns a rule for all layers
 */
export const onWeightedSums =
  (rule: LrpRule): LrpRule =>
  (layer, input, relevance) =>
    (layer.kind === 'linear' && !layer.isScale ? rule : conventional)(layer, input, relevance);

/** What the identities of proportional rules begin with: they alone look at the outputs of weighted sums. */
export const proportionalIdentity = 'proportional ';

/**
 * The proportional rule, of sums of every kind: those of layers, of branches and of normalisation with its shift. The rest follows the
 * convention of {@link onWeightedSums}.
 *
 * @param stabiliser - ε, 0 or more, in units of the output, and how it is added
 * @param usual - whether biases have a share where the caller does not say
 * @returns a rule for all layers
 */
export const proportional = (stabiliser: Stabiliser, usual: BiasPolicy): LrpRule =>
  identified(
    `${proportionalIdentity}${JSON.stringify(stabiliser)} ${usual}`,
    (layer: LrpLayer, input: tf.Tensor, relevance: tf.Tensor) =>
      layer.kind === 'linear' || (layer.kind === 'merging' && layer.kernel)
        ? shareProportionally(layer, input, relevance, stabiliser, usual)
        : conventional(layer, input, relevance),
  );
