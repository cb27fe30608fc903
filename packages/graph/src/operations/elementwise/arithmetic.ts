import { extremum, type Operator, type Weight } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import type { Site } from '../../lowering/site.js';
import { isQuestion } from '../../lowering/as-function.js';
import type { Live, Value } from '../../lowering/value.js';
import { clippedBy, each, elementwise, plainFunction, square } from './activations.js';
import type { Operation, Operations } from '../operation.js';
import { combining, summedTo } from '../products.js';
import { selfGated } from './self-gated.js';
import { beside, scaledBy, shiftedBy, summed, timesNumber, together } from './scales.js';

const negative = (x: tf.Tensor): tf.Tensor => tf.neg(x);
const itself = (x: tf.Tensor): tf.Tensor => x;

/** Names of activations whose values are shares or switches. */
const gating: readonly (string | undefined)[] = ['sigmoid', 'softmax', 'hardSigmoid'];

/** Whether a value is made by copying and scaling alone of a step of some kind. */
const isMadeOf = ({ builder }: Site, value: Live, isWanted: (operator: Operator) => boolean): boolean => {
  let name = value.name;
  for (;;) {
    const step = builder.makers.get(name);
    if (!step) return false;
    const { kind, scale } = step.operator;
    if (isWanted(step.operator)) return true;
    if (kind !== 'reshaping' && !scale) return false;
    [name] = step.inputs;
  }
};

/** Whether a value is made of whole numbers or answers, so that a product with it is a linear map of the other factor. */
const isSwitch = (site: Site, value: Live): boolean => isMadeOf(site, value, isQuestion);

/** Whether a value is made of a sigmoid or a softmax, or switches, so that it gates what it is multiplied by. */
const isGate = (site: Site, value: Live): boolean =>
  isMadeOf(site, value, (operator) => gating.includes(operator.activation) || isQuestion(operator));

/** Which of two factors only gates the other, if one does. */
export const gatesOf = (site: Site, factors: readonly Live[]): number[] => {
  // What switches a share on and off is the gate of the two.
  for (const isOne of [isSwitch, isGate]) {
    const are = factors.map((factor) => isOne(site, factor));
    if (are[0] !== are[1]) return [are[0] ? 0 : 1];
  }
  return [];
};

const product = (site: Site, a: Live, b: Live): Live => {
  if (a.name === b.name) return each(site, a, square);
  const { values, stored, axes } = together(site, [a, b]);
  const step = combining(
    values.some((value) => isSwitch(site, value)) ? 'function' : 'product',
    values.map((value) => value.stored),
    {
      forward: ([x, y]) => tf.mul(x, y),
      derivatives: (dy, [x, y]) => [summedTo(tf.mul(dy, y), x.shape), summedTo(tf.mul(dy, x), y.shape)],
    },
    gatesOf(site, values),
  );
  return selfGated(site, values[0], values[1], step) ?? site.add(step, values, stored, axes);
};

const quotient = (site: Site, a: Live, b: Live): Live => {
  const { values, stored, axes } = together(site, [a, b]);
  const step = combining(
    'function',
    values.map((value) => value.stored),
    {
      forward: ([x, y]) => tf.div(x, y),
      derivatives: (dy, [x, y], z) => [
        summedTo(tf.div(dy, y), x.shape),
        summedTo(tf.neg(tf.div(tf.mul(dy, z), y)), y.shape),
      ],
    },
    [1],
  );
  return site.add(step, values, stored, axes);
};

type Two = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

/** An operation of two inputs, of which one may be a constant. */
const binary = (
  evaluate: Two,
  cases: {
    readonly both: (site: Site, a: Live, b: Live) => Live;
    readonly right: (site: Site, a: Live) => Live;
    readonly left: (site: Site, b: Live) => Live;
  },
): Operation => ({
  evaluate: ([a, b]) => [evaluate(a, b)],
  lower: (site): readonly Value[] => {
    if (site.isStatic(1)) return [cases.right(site, site.live(0))];
    if (site.isStatic(0)) return [cases.left(site, site.live(1))];
    return [cases.both(site, site.live(0), site.live(1))];
  },
});

const power = (exponent: number): Operator => {
  if (exponent === 0.5) return plainFunction('Sqrt');
  if (exponent === 2) return square;
  return elementwise('pow', {
    apply: (x) => tf.pow(x, tf.scalar(exponent)),
    derivative: (x) => tf.mul(exponent, tf.pow(x, tf.scalar(exponent - 1))),
  });
};

const exponential = (base: number): Operator =>
  elementwise(
    'exponential',
    { apply: (x) => tf.pow(tf.scalar(base), x), derivative: (_, y) => tf.mul(y, Math.log(base)) },
    base >= 1,
  );

const modulo = (a: tf.Tensor, b: tf.Tensor, at: Attributes): tf.Tensor => {
  const truncates = at.flag('fmod');
  const rest = truncates ? truncatedRest(a, b) : tf.mod(a, b);
  if (a.dtype !== 'float32' || b.dtype !== 'float32') return rest;
  // By an infinite number a finite one is its own rest, unless that has to have the other sign.
  const isOwn = tf.logicalAnd(tf.less(tf.abs(a), Infinity), tf.equal(tf.abs(b), Infinity));
  const own = truncates ? a : tf.where(tf.less(tf.mul(tf.sign(a), tf.sign(b)), 0), b, a);
  return tf.where(isOwn, own, rest);
};

const truncatedRest = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => {
  const ratio = tf.div(tf.cast(a, 'float32'), b);
  return tf.cast(tf.sub(a, tf.mul(b, tf.mul(tf.sign(ratio), tf.floor(tf.abs(ratio))))), a.dtype);
};

/** What is left of each value by a constant: its derivative is 1. */
const remainder = (site: Site): Live[] => {
  const { x, weight } = beside(site, site.live(0), 1, 'divisor', (divisor) => tf.cast(divisor, 'float32'));
  const step = elementwise('remainder', {
    apply: (given) => modulo(given, weight.read(), site),
    derivative: (given) => tf.onesLike(given),
  });
  return [each(site, x, step)];
};

/** The one number of a constant; undefined where it has several different ones. */
const onlyNumber = (tensor: tf.Tensor): number | undefined => {
  const values = tensor.dataSync();
  return values.every((value) => value === values[0]) ? values[0] : undefined;
};

/** The larger or smaller one of each value and a constant. */
const limitedBy = (which: 'largest' | 'smallest', limit: Weight): Operator => {
  const [two, isInside] = which === 'largest' ? [tf.maximum, tf.greaterEqual] : [tf.minimum, tf.lessEqual];
  return elementwise('limit', {
    apply: (x) => two(x, limit.read()),
    derivative: (x) => tf.cast(isInside(x, limit.read()), 'float32'),
  });
};

const several = (which: 'largest' | 'smallest'): Operation => {
  const two: Two = which === 'largest' ? tf.maximum : tf.minimum;
  return {
    evaluate: (inputs) => [inputs.slice(1).reduce((a, b) => two(a, b), inputs[0])],
    lower: (site) => {
      const lives: Live[] = [];
      const limits = site.inputs.flatMap((_, i) => (site.isStatic(i) ? [i] : []));
      site.inputs.forEach((_, i) => {
        if (!site.isStatic(i)) lives.push(site.live(i));
      });
      const { values, stored, axes } = together(site, lives);
      const best = values.length === 1 ? values[0] : site.add(extremum(which), values, stored, axes);
      return [
        limits.reduce((value, i) => {
          const limit = onlyNumber(site.constant(i)!);
          if (limit !== undefined && site.constant(i)!.size === 1) return clippedBy(site, value, which, limit);
          const { x, weight } = beside(site, value, i, 'limit', itself);
          return each(site, x, limitedBy(which, weight));
        }, best),
      ];
    },
  };
};

/** Sums, of which terms may be constants, and what is made of them. */
const summing = (
  evaluate: (inputs: readonly tf.Tensor[]) => tf.Tensor,
  after: (site: Site, value: Live) => Live,
): Operation => ({
  evaluate: (inputs) => [evaluate(inputs)],
  lower: (site) => {
    const lives = site.inputs.flatMap((_, i) => (site.isStatic(i) ? [] : [site.live(i)]));
    const constants = site.inputs.flatMap((_, i) => (site.isStatic(i) ? [i] : []));
    const whole = lives.length === 1 ? lives[0] : summed(site, lives);
    return [
      after(
        site,
        constants.reduce((value, i) => shiftedBy(site, value, i, `term ${i}`, itself), whole),
      ),
    ];
  },
});

const total = (inputs: readonly tf.Tensor[]): tf.Tensor => inputs.slice(1).reduce((a, b) => tf.add(a, b), inputs[0]);

const truncated: Two = (a, b) => {
  if (a.dtype !== 'int32' || b.dtype !== 'int32') return tf.div(a, b);
  const ratio = tf.div(tf.cast(a, 'float32'), tf.cast(b, 'float32'));
  return tf.cast(tf.mul(tf.sign(ratio), tf.floor(tf.abs(ratio))), 'int32');
};

/** Arithmetic. */
export const arithmetic: Operations = {
  Add: binary(tf.add, {
    both: (site, a, b) => summed(site, [a, b]),
    right: (site, a) => shiftedBy(site, a, 1, 'term', itself),
    left: (site, b) => shiftedBy(site, b, 0, 'term', itself),
  }),
  Sub: binary(tf.sub, {
    both: (site, a, b) => summed(site, [a, timesNumber(site, b, -1)]),
    right: (site, a) => shiftedBy(site, a, 1, 'less', negative),
    left: (site, b) => shiftedBy(site, timesNumber(site, b, -1), 0, 'term', itself),
  }),
  Mul: binary(tf.mul, {
    both: product,
    right: (site, a) => scaledBy(site, a, 1, 'factor', itself),
    left: (site, b) => scaledBy(site, b, 0, 'factor', itself),
  }),
  Div: binary(truncated, {
    both: quotient,
    right: (site, a) => scaledBy(site, a, 1, 'divisor', (c) => tf.reciprocal(tf.cast(c, 'float32'))),
    left: (site, b) => scaledBy(site, each(site, b, plainFunction('Reciprocal')), 0, 'factor', itself),
  }),
  Pow: {
    evaluate: ([a, b]) => [tf.pow(a, tf.cast(b, a.dtype as 'float32'))],
    broadcasts: true,
    lower: (site) => {
      const base = site.isStatic(0) ? onlyNumber(site.constant(0)!) : undefined;
      if (base !== undefined && base > 0) return [each(site, site.live(1), exponential(base))];
      const exponent = site.isStatic(1) ? onlyNumber(site.constant(1)!) : undefined;
      if (exponent === undefined) throw site.refusal('has several exponents; expected one number');
      return [exponent === 1 ? site.live(0) : each(site, site.live(0), power(exponent))];
    },
  },
  Neg: { evaluate: ([x]) => [tf.neg(x)], lower: (site) => [timesNumber(site, site.live(0), -1)] },
  Max: several('largest'),
  Min: several('smallest'),
  Sum: summing(total, (_, value) => value),
  Mean: summing(
    (inputs) => tf.div(total(inputs), inputs.length),
    (site, value) => timesNumber(site, value, 1 / site.inputs.length),
  ),
  Mod: { evaluate: ([a, b], at) => [modulo(a, b, at)], lower: remainder, broadcasts: true },
};
