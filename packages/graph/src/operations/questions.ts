import * as tf from '@tensorflow/tfjs-core';
import { axisOf } from '../lowering/value.js';
import type { Operation, Operations } from './operation.js';

type Compare = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

const comparison = (compare: Compare): Operation => ({
  evaluate: ([a, b]) => [compare(a, b)],
  passes: 'nothing',
  broadcasts: true,
});

/** Values of steps are numbers; 0 stands for false. */
const isTrue = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'bool');

const logical = (combine: Compare): Operation => ({
  evaluate: ([a, b]) => [combine(isTrue(a), isTrue(b))],
  passes: 'nothing',
  broadcasts: true,
});

const extremePlace = (find: (x: tf.Tensor, axis: number) => tf.Tensor): Operation => ({
  evaluate: ([x], at) => {
    const axis = axisOf(at.number('axis', 0), x.rank);
    const isLast = at.flag('select_last_index');
    const place = find(isLast ? tf.reverse(x, axis) : x, axis);
    const found = isLast ? tf.sub(tf.scalar(x.shape[axis] - 1, 'int32'), place) : place;
    return [at.number('keepdims', 1) === 0 ? found : tf.expandDims(found, axis)];
  },
  passes: 'nothing',
});

/** Questions about values, and the places of the largest and smallest ones. */
export const questions: Operations = {
  Equal: comparison(tf.equal),
  Less: comparison(tf.less),
  LessOrEqual: comparison(tf.lessEqual),
  Greater: comparison(tf.greater),
  GreaterOrEqual: comparison(tf.greaterEqual),
  And: logical(tf.logicalAnd),
  Or: logical(tf.logicalOr),
  Xor: logical(tf.logicalXor),
  Not: { evaluate: ([x]) => [tf.logicalNot(isTrue(x))], passes: 'nothing', broadcasts: true },
  ArgMax: extremePlace(tf.argMax),
  ArgMin: extremePlace(tf.argMin),
};
