import * as tf from '@tensorflow/tfjs-core';
import { asFunction } from '../lowering/as-function.js';
import { axisOf } from '../lowering/value.js';
import type { Operation, Operations } from './operation.js';

/** The largest or smallest values along an axis, in order, and where they were; of equal ones the first come first. */
const evaluate: Operation['evaluate'] = ([x, k], at) => {
  const axis = axisOf(at.number('axis', -1), x.rank);
  const others = Array.from({ length: x.rank }, (_, i) => i).filter((i) => i !== axis);
  const order = [...others, axis];
  const back = order.map((_, i) => order.indexOf(i));
  const given = tf.transpose(x, order);
  const isLargest = at.number('largest', 1) !== 0;
  const { values, indices } = tf.topk(isLargest ? given : tf.neg(given), k.dataSync()[0], true);
  return [tf.transpose(isLargest ? values : tf.neg(values), back), tf.transpose(indices, back)];
};

/** What puts values in order. */
export const ranking: Operations = { TopK: { evaluate, lower: (site) => asFunction(site, { evaluate }) } };
