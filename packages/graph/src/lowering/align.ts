import * as tf from '@tensorflow/tfjs-core';
import { firstAlong, repeatedAxis } from './repeated-constant.js';
import { rearranged, shaped, type Site } from './site.js';
import { batchAxis, type Live } from './value.js';

/** A value with logical axes of length 1 before its own, so that it has so many. */
export const withRank = (site: Site, value: Live, rank: number): Live => {
  const more = rank - value.axes.length;
  if (more <= 0) return value;
  const stored = [...value.stored, ...Array<number>(more).fill(1)];
  const first = value.stored.length + 1;
  const axes = [...Array.from({ length: more }, (_, i) => [first + i]), ...value.axes];
  return site.add(shaped(stored), [value], stored, axes);
};

/**
 * A value stored as another one is.
 *
 * @param site - the operation
 * @param value - the value
 * @param model - the other one
 * @param otherwise - what the operation does where their logical axes are made of stored axes in other ways, a clause
 * @returns the value, rearranged where necessary
 * @throws NotPerImage where they are
 */
export const storedLike = (site: Site, value: Live, model: Live, otherwise: string): Live => {
  const isAlike =
    value.axes.length === model.axes.length &&
    value.stored.length === model.stored.length &&
    value.axes.every((parts, i) => parts.length === model.axes[i].length && parts.indexOf(0) === model.axes[i].indexOf(0)); // prettier-ignore
  if (!isAlike) throw site.notPerImage(otherwise);
  const order: number[] = [0];
  model.axes.forEach((parts, i) => parts.forEach((axis, k) => (order[axis] = value.axes[i][k])));
  return rearranged(site, value, order);
};

/**
 * Live values stored alike, so that an elementwise operation that broadcasts them in their logical order may broadcast what is stored.
 *
 * @param site - the operation
 * @param values - the values; the one with the most axes says how all are stored
 * @param leastRank - the number of axes that the result has at least
 * @returns the values, rearranged where necessary
 * @throws NotPerImage where images of one meet something else of another
 */
export const aligned = (site: Site, values: readonly Live[], leastRank = 0): readonly Live[] => {
  const rank = Math.max(leastRank, ...values.map(({ axes }) => axes.length));
  const model = withRank(site, values.find(({ axes }) => axes.length === rank) ?? values[0], rank);
  return values.map((value) =>
    storedLike(site, withRank(site, value, rank), model, 'meets images with something else'),
  );
};

/** The stored shape of a result that broadcasts values that are stored alike. */
export const broadcastStored = (site: Site, values: readonly Live[]): number[] =>
  values[0].stored.map((_, i) => {
    const sizes = values.map(({ stored }) => stored[i]);
    const size = sizes.find((one) => one !== 1) ?? 1;
    if (sizes.every((one) => one === 1 || one === size)) return size;
    throw site.refusal(`meets values of ${sizes.join(' and ')} places along an axis; expected as many, or one`);
  });

/**
 * Prepares a constant so that it broadcasts to what is stored of a live value as it does to its logical order.
 *
 * @param site - the operation
 * @param value - the live value, with at least as many logical axes as the constant
 * @param given - the constant, or its shape where its size along the axis of the images is 1
 * @returns the shape in which it is stored, with the batch, and how to bring it there
 * @throws NotPerImage where it has something else for each image
 */
export const storedConstant = (
  site: Site,
  value: Live,
  given: tf.Tensor | readonly number[],
): { readonly shape: readonly number[]; readonly prepare: (constant: tf.Tensor) => tf.Tensor } => {
  const rank = value.axes.length;
  const shape = given instanceof tf.Tensor ? given.shape : given;
  const repeated = given instanceof tf.Tensor ? repeatedAxis(given, value, site.builder.fixedBatch) : undefined;
  const once = repeated === undefined ? shape : shape.with(repeated, 1);
  const full = [...Array<number>(rank - shape.length).fill(1), ...once];
  const order: number[] = [];
  const spread: number[] = batchAxis(value) < 0 ? [0] : [];
  value.axes.forEach((parts, i) => {
    const [first, ...others] = parts;
    if (full[i] !== 1 && (parts.includes(0) || others.length > 0))
      throw site.notPerImage('has a constant for each image');
    order[first] = i;
    for (const axis of others) spread.push(axis);
  });
  const logical = order.filter((axis) => axis !== undefined);
  const wrong = order.findIndex((axis, at) => at > 0 && full[axis] > 1 && value.stored[at - 1] > 1 && full[axis] !== value.stored[at - 1]); // prettier-ignore
  if (wrong > 0)
    throw site.refusal(`meets ${value.stored[wrong - 1]} places along an axis with ${full[order[wrong]]} of a constant; expected as many, or one`); // prettier-ignore
  const stored = Array.from({ length: value.stored.length + 1 }, (_, axis) =>
    spread.includes(axis) ? 1 : full[order[axis]],
  );
  return {
    shape: stored,
    prepare: (constant) => {
      const one = firstAlong(tf.reshape(constant, [...shape]), repeated);
      return tf.reshape(tf.transpose(tf.reshape(one, full), logical), stored);
    },
  };
};
