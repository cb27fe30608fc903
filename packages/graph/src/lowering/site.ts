import { shownValue } from '@interp/checks';
import type { LayerUse, Operator, Step, Weight, WeightCache } from '@interp/core/internal';
import { computedWeight, reshaping } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../attributes.js';
import { perImage } from './repeated-constant.js';
import { axisOf, isStatic, type Live, NotPerImage, numbersOf, type Static, type Value } from './value.js';

/** The steps made so far. */
export interface Builder {
  /** In order. */
  readonly steps: Step[];
  /** The step that makes each value. */
  readonly makers: Map<string, Step>;
  /** Stored shapes of values by name, with the batch. */
  readonly shapes: Map<string, readonly (number | null)[]>;
  /** Variants of weights. */
  readonly cache: WeightCache;
  /** Values in other arrangements, so that none is made twice. */
  readonly arranged: Map<string, Live>;
  /** Prefix of the keys of weights, unique in the program. */
  readonly key: string;
  /** The number of images that the source fixes; undefined where it leaves that open. Shapes in the source are then shapes for so many. */
  readonly fixedBatch: number | undefined;
}

/** A node of the graph while it becomes steps. */
export interface Site extends Attributes {
  /** Its inputs; undefined where an optional one is left out. */
  readonly inputs: readonly (Value | undefined)[];
  /** The steps made so far. */
  readonly builder: Builder;
  /** An input that is live. */
  live(index: number): Live;
  /** Whether an input is there and known at load. */
  isStatic(index: number): boolean;
  /** A constant input, the same for any number of images; one row of it where it repeats a row for each image. Undefined where it is left out. */
  constant(index: number): tf.Tensor | undefined;
  /** The numbers of an input that is known at load, for two and for three images; undefined where it is left out. */
  integers(index: number): readonly [readonly number[], readonly number[]] | undefined;
  /** A constant input as a weight, prepared in some way; the preparing runs in a `tf.tidy`. */
  weight(index: number, how?: string, prepare?: (value: tf.Tensor) => tf.Tensor): Weight;
  /** A weight that is computed of none. */
  made(how: string, make: () => tf.Tensor): Weight;
  /** What is thrown where the node cannot be told apart by images, for a reason, a clause such as "mixes images". */
  notPerImage(reason: string): NotPerImage;
  /** Adds a step. */
  add(operator: Operator, inputs: readonly Live[], stored: readonly number[], axes: Live['axes']): Live;
}

let graphs = 0;

/** A new list of steps. */
export const newBuilder = (cache: WeightCache, fixedBatch: number | undefined): Builder => ({
  steps: [],
  makers: new Map(),
  shapes: new Map(),
  cache,
  arranged: new Map(),
  key: `graph ${++graphs}`,
  fixedBatch,
});

/**
 * A node while it becomes steps.
 *
 * @param attributes - its attributes
 * @param inputs - its inputs
 * @param builder - where steps go
 * @returns what operations use
 */
export const siteOf = (attributes: Attributes, inputs: readonly (Value | undefined)[], builder: Builder): Site => {
  const { node, refusal } = attributes;
  const layer: LayerUse = { name: node.name, type: node.type };
  let made = 0;
  const known = (index: number): Static | undefined => {
    const value = inputs[index];
    if (value === undefined) return undefined;
    if (isStatic(value)) return value;
    throw refusal(`computes its input ${index} from the network's input; expected a constant`);
  };
  const site: Site = {
    ...attributes,
    inputs,
    builder,
    live: (index) => {
      const value = inputs[index];
      if (value && !isStatic(value)) return value;
      throw refusal(`has no input ${index} that depends on the network's input`);
    },
    isStatic: (index) => {
      const value = inputs[index];
      return value !== undefined && isStatic(value);
    },
    constant: (index) => {
      const value = known(index);
      return value && perImage(value, refusal);
    },
    integers: (index) => {
      const given = inputs[index];
      if (given && !isStatic(given)) throw site.notPerImage('computes shapes or places from the input');
      const value = known(index);
      return value && [numbersOf(value.two[0]), numbersOf(value.two[1])];
    },
    weight: (index, how = '', prepare = (value) => value) => {
      const value = known(index)!;
      const tensor = perImage(value, refusal);
      const key = `${builder.key} ${value.name}`;
      if (value.isOfGraph) {
        const weight: Weight = { key, sources: () => [tensor], read: () => tensor };
        return how === '' ? weight : computedWeight(builder.cache, `${key} ${how}`, [weight], () => prepare(tensor));
      }
      const [values, shape] = [Float32Array.from(tensor.dataSync()), tensor.shape];
      return computedWeight(builder.cache, `${key} ${how} made`, [], () =>
        prepare(tf.tensor(values, shape, 'float32')),
      );
    },
    notPerImage: (reason) =>
      new NotPerImage(`the operation ${shownValue(node.name)} of type ${shownValue(node.type)} ${reason}`),
    made: (how, make) => computedWeight(builder.cache, `${builder.key} ${node.outputs[0]} ${how}`, [], make),
    add: (operator, taken, stored, axes) => {
      const name = made === 0 ? node.outputs[0] : `${node.outputs[0]}:${made}`;
      made++;
      const step: Step = { operator, inputs: taken.map((one) => one.name), outputs: [name], layer };
      builder.steps.push(step);
      builder.makers.set(name, step);
      builder.shapes.set(name, [null, ...stored]);
      return { name, stored, axes };
    },
  };
  return site;
};

const inverse = (order: readonly number[]): number[] => order.map((_, axis) => order.indexOf(axis));

/** A step that copies values to other places. */
export const moving = (
  apply: (x: tf.Tensor) => tf.Tensor,
  back: (y: tf.Tensor, inputShape: readonly number[]) => tf.Tensor,
  copies?: Operator['copies'],
): Operator => ({ ...reshaping(apply, back), ...(copies && { copies }) });

/** Copies whose sizes do not change: the shape alone does. */
export const shaped = (stored: readonly number[]): Operator =>
  moving(
    (x) => tf.reshape(x, [x.shape[0], ...stored]),
    (y, inputShape) => tf.reshape(y, [...inputShape]),
    'all',
  );

/**
 * A value with its stored axes in another order; a step where that moves anything.
 *
 * @param site - where it is needed
 * @param value - the value
 * @param order - the stored axes of the value, in the order wanted; the batch stays first
 */
export const rearranged = (site: Site, value: Live, order: readonly number[]): Live => {
  if (order.every((axis, i) => axis === i)) return value;
  const key = `${value.name} ${order.join()}`;
  const before = site.builder.arranged.get(key);
  const back = inverse(order);
  const axes = value.axes.map((parts) => parts.map((axis) => back[axis]));
  if (before) return { ...before, axes };
  const stored = order.slice(1).map((axis) => value.stored[axis - 1]);
  const matters = order.filter((axis) => axis > 0 && value.stored[axis - 1] !== 1);
  const isShape = matters.every((axis, i) => i === 0 || axis > matters[i - 1]);
  const turned: Operator = {
    ...moving(
      (x) => tf.transpose(x, [...order]),
      (y) => tf.transpose(y, back),
      'all',
    ),
    scaleBefore: (shape) => ({ shape: back.map((axis) => shape[axis]), of: (scale) => tf.transpose(scale, back) }),
  };
  const made = site.add(isShape ? shaped(stored) : turned, [value], stored, axes);
  site.builder.arranged.set(key, made);
  return made;
};

/**
 * A value stored with its logical axes in an order of their own, one stored axis each.
 *
 * @param site - where it is needed
 * @param value - the value
 * @param order - logical axes; the one of the batch first
 * @throws NotPerImage where one logical axis mixes images with something else
 */
export const storedAs = (site: Site, value: Live, order: readonly number[]): Live => {
  const parts = order.map((axis) => value.axes[axis]);
  if (parts.some((one) => one.length !== 1) || parts[0][0] !== 0) throw site.notPerImage('mixes images');
  return rearranged(
    site,
    value,
    parts.map(([axis]) => axis),
  );
};

/** The stored axis of a logical axis, which may not be that of the images. */
export const storedAxis = (site: Site, value: Live, axis: number): number => {
  const rank = value.axes.length;
  const at = axisOf(axis, rank);
  if (!Number.isInteger(at) || at < 0 || at >= rank)
    throw site.refusal(`has the axis ${axis} of ${rank}; expected one from ${-rank} to ${rank - 1}`);
  const [found, ...others] = value.axes[at];
  if (found === 0 || others.length > 0) throw site.notPerImage('goes over the axis of the images');
  return found;
};
