import { type Operator, scaling, type Weight } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { aligned, storedConstant } from '../../lowering/align.js';
import type { Attributes } from '../../attributes.js';
import type { Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';
import { asFunction } from '../../lowering/as-function.js';
import type { Operation, Operations } from '../operation.js';
import { beside, shifting, summed } from './scales.js';

/** Of two branches, the shapes have to be the same; what is the same for all images may be there once. */
const checkAlike = (at: Attributes, a: readonly number[], b: readonly number[]): void => {
  const isAlike =
    a.length === b.length && a.every((size, i) => size === b[i] || (i === 0 && (size === 1 || b[i] === 1)));
  if (!isAlike)
    throw at.refusal(`chooses between values of the shapes [${a.join(', ')}] and [${b.join(', ')}]; expected the same`);
};

/** The values to choose from are made of one type: the kernel of wasm takes the bits as they are. */
const evaluate: Operation['evaluate'] = ([condition, a, b], at) => {
  if (at.flag('alike')) checkAlike(at, a.shape, b.shape);
  const dtype = a.dtype === b.dtype ? a.dtype : 'float32';
  return [tf.where(tf.cast(condition, 'bool'), tf.cast(a, dtype), tf.cast(b, dtype))];
};

/** The live value where a constant condition is as wanted, else 0. */
const kept = (site: Site, value: Live, wanted: boolean): Live => {
  const condition = site.constant(0)!;
  const [x] = aligned(site, [value], condition.rank);
  const { prepare, shape } = storedConstant(site, x, condition);
  if (shape.some((size, axis) => axis > 0 && size !== 1 && size !== x.stored[axis - 1]))
    throw site.refusal('repeats what it chooses of; expected a condition of the shape of the value');
  const choice = (given: tf.Tensor): tf.Tensor =>
    wanted ? tf.cast(given, 'float32') : tf.sub(1, tf.cast(given, 'float32'));
  const mask = site.weight(0, `${wanted} ${x.name}`, (given) => prepare(choice(given)));
  const none: Weight = site.made(`none ${wanted}`, () => tf.zeros([...shape]));
  const step = { ...scaling(site.builder.cache, mask, none), scaleShape: shape };
  // What is not chosen may be infinite, or no number: its product with 0 is none either.
  const forward: Operator['forward'] = ([given]) => [
    tf.where(tf.cast(tf.broadcastTo(mask.read(), given.shape), 'bool'), given, tf.zerosLike(given)),
  ];
  return site.add({ ...step, forward }, [x], x.stored, x.axes);
};

/** Adds a constant where the condition is as wanted. */
const with0 = (site: Site, x: Live, index: 1 | 2, wanted: boolean): Live => {
  const [condition, other] = [site.constant(0)!, site.constant(index)!];
  const shape = tf.backend_util.assertAndGetBroadcastShape(condition.shape, other.shape);
  const { prepare, shape: stored } = storedConstant(site, x, shape);
  const weights = [site.weight(0), site.weight(index)];
  const shift = site.made(`chosen ${index}`, () => {
    const [choice, value] = weights.map((weight) => tf.add(weight.read(), 0));
    const isChosen = tf.broadcastTo(tf.cast(wanted ? choice : tf.sub(1, choice), 'bool'), shape);
    return prepare(tf.where(isChosen, tf.broadcastTo(value, shape), tf.zeros(shape)));
  });
  return site.add({ ...shifting(shift), scaleShape: stored }, [x], x.stored, x.axes);
};

/** A live value repeated so that it is as large as constant inputs. */
const widened = (site: Site, value: Live, constants: readonly number[]): Live =>
  constants.reduce((x, index) => beside(site, x, index, 'size', (constant) => constant).x, value);

/** By a constant condition it is a mask and a shift; else a function. */
const where: Operation = {
  evaluate,
  passes: 'values',
  broadcasts: true,
  lower: (site) => {
    if (!site.isStatic(0)) return asFunction(site, where);
    if (site.isStatic(1)) return [with0(site, kept(site, widened(site, site.live(2), [0, 1]), false), 1, true)];
    if (site.isStatic(2)) return [with0(site, kept(site, widened(site, site.live(1), [0, 2]), true), 2, false)];
    return [
      summed(
        site,
        ([1, 2] as const).map((i) => kept(site, widened(site, site.live(i), [0]), i === 1)),
      ),
    ];
  },
};

/** Choosing between values. */
export const choosing: Operations = { Where: where };
