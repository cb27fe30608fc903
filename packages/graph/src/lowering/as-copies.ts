import { concatenated, sizeOfShape } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Operation } from '../operations/operation.js';
import { pickedAlong, zeroPadding } from '../operations/padding.js';
import { shifting } from '../operations/elementwise/scales.js';
import { forImages } from './repeated-constant.js';
import { shaped, type Site } from './site.js';
import { toLogical } from './stored.js';
import { batchAxis, isStatic, type Live, stridesOf } from './value.js';

/** The most values that are told apart by whole numbers of float32. */
const mostValues = 2 ** 24;

/** What each value of one image is: so many places into what is stored of all inputs, side by side, or a number that does not depend on them. */
interface Copies {
  readonly places: Int32Array;
  readonly constants: Float32Array;
  /** Where the images are in the logical shape of the result. */
  readonly images: number;
  /** The logical shape of the result without the images. */
  readonly shape: readonly number[];
}

/** Tells where values come from: those of two runs over numbers that name their places, of which the second one is the negative of the first. */
const copiesOf = (site: Site, up: tf.Tensor, down: tf.Tensor, n: number, total: number): Copies => {
  const [a, b] = [up.dataSync(), down.dataSync()];
  const { shape } = up;
  const isCopy = (i: number): boolean => a[i] > 0 && b[i] === -a[i];
  const isConstant = (i: number): boolean => a[i] === b[i];
  const strides = stridesOf(shape);
  const imageOf = (i: number, axis: number): number => Math.floor(i / strides[axis]) % n;
  const all = Array.from({ length: a.length }, (_, i) => i);
  if (!all.every((i) => isCopy(i) || isConstant(i))) throw site.refusal('does more than to copy what it is given');
  const fits = (axis: number): boolean => all.every((i) => isConstant(i) || Math.floor((a[i] - 1) / total) === imageOf(i, axis));
  const images = shape.findIndex((size, axis) => size === n && fits(axis));
  if (images < 0) throw site.notPerImage('copies between images');
  const others = shape.toSpliced(images, 1);
  const size = sizeOfShape(others);
  const places = new Int32Array(size);
  const constants = new Float32Array(size);
  const step = strides[images];
  for (let k = 0; k < size; k++) {
    const first = Math.floor(k / step) * step * n + (k % step);
    places[k] = isConstant(first) ? total : a[first] - 1;
    constants[k] = isConstant(first) ? a[first] : 0;
    for (let image = 1; image < n; image++) {
      const i = first + image * step;
      const isSame = isConstant(first) ? Object.is(a[i], a[first]) || a[i] === a[first] : a[i] === a[first] + image * total;
      if (!isSame) throw site.notPerImage('copies something else of each image');
    }
  }
  return { places, constants, images, shape: others };
}; // prettier-ignore

/** A stored value in its logical order, which may be that of one image alone. */
const logicalOf = (value: Live, stored: tf.Tensor): tf.Tensor => {
  if (batchAxis(value) >= 0) return toLogical(value, stored);
  return tf.squeeze(toLogical({ ...value, axes: [[0], ...value.axes] }, stored), [0]);
};

/**
 * Makes steps of an operation that only copies: each value of its output is one of its inputs', or a constant. Which one is found by running it over
 * numbers that name their places, once, so it works whatever order values are stored in.
 *
 * @param site - the node; what tells places is known at load
 * @param operation - how it is computed
 * @returns its output
 * @throws NotPerImage where images are mixed; InterpError where it does more than copy
 */
export const asCopies = (site: Site, operation: Operation): Live[] => {
  const { fixedBatch } = site.builder;
  const lives = site.inputs.flatMap((value, i) => (value && !isStatic(value) ? [i] : []));
  const values = lives.map((i) => site.live(i));
  const sizes = values.map(({ stored }) => sizeOfShape(stored));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total * 3 >= mostValues) throw site.refusal(`copies ${total} values; expected fewer than ${mostValues / 3}`);
  const axis = batchAxis(values[0]);
  const isOfOne = axis < 0;
  if (values.some((value) => batchAxis(value) < 0 !== isOfOne))
    throw site.notPerImage('meets images with something else');
  const n = isOfOne ? 1 : fixedBatch !== undefined && fixedBatch > 1 ? fixedBatch : 2;
  const run = (sign: 1 | -1): tf.Tensor => {
    let before = 0;
    const named = values.map((value, k) => {
      const own = tf.range(1 + before, 1 + before + sizes[k], 1);
      before += sizes[k];
      const all = tf.concat(Array.from({ length: n }, (_, image) => tf.add(own, image * total)));
      return logicalOf(value, tf.mul(tf.reshape(all, [n, ...value.stored]), sign));
    });
    const given = site.inputs.map((value, i) => {
      if (!value) return undefined;
      if (!isStatic(value)) return named[lives.indexOf(i)];
      return operation.follow?.includes(i) ? forImages(value.two[0], axis, n) : value.two[0];
    });
    const [made] = operation.evaluate(given as tf.Tensor[], site);
    return isOfOne ? tf.expandDims(made) : made;
  };
  const { places, constants, images, shape } = copiesOf(site, run(1), run(-1), n, total);
  const flat = values.map((value, k) => site.add(shaped([sizes[k]]), [value], [sizes[k]], []));
  const joined = flat.length === 1 ? flat[0] : site.add(concatenated(1), flat, [total], []);
  const isWhole = places.every((place) => place < total);
  const around = isWhole ? joined : site.add(zeroPadding([[0, 1]]), [joined], [total + 1], []);
  const picked = site.add(pickedAlong(1, [...places]), [around], [places.length], []);
  const own = shape.map((_, i) => [i + 1]);
  const axes = isOfOne ? own : own.toSpliced(images, 0, [0]);
  const made = site.add(shaped(shape), [picked], shape, axes);
  if (constants.every((value) => value === 0)) return [made];
  const shift = site.made('constants', () => tf.tensor(constants, [1, ...shape], 'float32'));
  return [site.add({ ...shifting(shift), scaleShape: [1, ...shape] }, [made], shape, axes)];
};
