import { activation, leakyRelu, type Operator } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { Attributes } from '../../attributes.js';
import type { Site } from '../../lowering/site.js';
import type { Live } from '../../lowering/value.js';
import { storedConstant } from '../../lowering/align.js';
import type { Operation, Operations } from '../operation.js';

type Function1 = (x: tf.Tensor) => tf.Tensor;

/** A smooth or piecewise function of each value, with its derivative. */
interface Smooth {
  readonly apply: Function1;
  /** The derivative, given the input and the output. Without it, it is 0 everywhere, whatever arrives: also where that is infinite. */
  readonly derivative?: (x: tf.Tensor, y: tf.Tensor) => tf.Tensor;
}

const asFloat = (x: tf.Tensor): tf.Tensor => tf.cast(x, 'float32');
const within = (x: tf.Tensor, low: number, high: number): tf.Tensor =>
  asFloat(tf.logicalAnd(tf.greater(x, low), tf.less(x, high)));

/** An elementwise step. */
export const elementwise = (name: string, { apply, derivative }: Smooth, isIncreasing = false): Operator => ({
  kind: 'activation',
  activation: name,
  forward: ([x]) => [apply(x)],
  vjp: (dy, { x, y }) => (derivative ? tf.mul(dy, derivative(x!, y)) : tf.zerosLike(dy)),
  ...(isIncreasing && { isIncreasing }),
});

/** The square of each value. */
export const square = elementwise('square', { apply: tf.square, derivative: (x) => tf.mul(2, x) });

/** Adds an elementwise step, which keeps how a value is stored. */
export const each = (site: Site, value: Live, operator: Operator): Live =>
  site.add(operator, [value], value.stored, value.axes);

const ROOT_2 = Math.SQRT2;
const DENSITY = 1 / Math.sqrt(2 * Math.PI);
const TANH_FACTOR = Math.sqrt(2 / Math.PI);
const TANH_CUBE = 0.044715;

const bell = (x: tf.Tensor): tf.Tensor => tf.mul(DENSITY, tf.exp(tf.mul(-0.5, tf.square(x))));
const cumulative = (x: tf.Tensor): tf.Tensor => tf.mul(0.5, tf.add(1, tf.erf(tf.div(x, ROOT_2))));
const tanhArgument = (x: tf.Tensor): tf.Tensor =>
  tf.mul(TANH_FACTOR, tf.add(x, tf.mul(TANH_CUBE, tf.mul(x, tf.square(x)))));

/** GELU by the error function. Hendrycks & Gimpel 2016. */
const gelu: Smooth = {
  apply: (x) => tf.mul(x, cumulative(x)),
  derivative: (x) => tf.add(cumulative(x), tf.mul(x, bell(x))),
};

/** GELU by a hyperbolic tangent. */
const tanhGelu: Smooth = {
  apply: (x) => tf.mul(tf.mul(0.5, x), tf.add(1, tf.tanh(tanhArgument(x)))),
  derivative: (x) => {
    const t = tf.tanh(tanhArgument(x));
    const inner = tf.mul(TANH_FACTOR, tf.add(1, tf.mul(3 * TANH_CUBE, tf.square(x))));
    return tf.add(tf.mul(0.5, tf.add(1, t)), tf.mul(tf.mul(0.5, x), tf.mul(tf.sub(1, tf.square(t)), inner)));
  },
};

/** x times its sigmoid. */
const silu: Smooth = {
  apply: (x) => tf.mul(x, tf.sigmoid(x)),
  derivative: (x) => {
    const s = tf.sigmoid(x);
    return tf.mul(s, tf.add(1, tf.mul(x, tf.sub(1, s))));
  },
};

const hardSigmoid = (alpha: number, beta: number): Smooth => ({
  apply: (x) => tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1),
  derivative: (x) => tf.mul(alpha, within(x, -beta / alpha, (1 - beta) / alpha)),
});

const hardSwish: Smooth = {
  apply: (x) => tf.mul(x, tf.clipByValue(tf.add(tf.div(x, 6), 0.5), 0, 1)),
  derivative: (x) => tf.add(asFloat(tf.greaterEqual(x, 3)), tf.mul(within(x, -3, 3), tf.add(tf.div(x, 3), 0.5))),
};

const mish: Smooth = {
  apply: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  derivative: (x) => {
    const t = tf.tanh(tf.softplus(x));
    return tf.add(t, tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(t))));
  },
};

/** Functions without attributes, and whether they never fall. */
const plain: Readonly<Record<string, readonly [name: string, Smooth, boolean?]>> = {
  Exp: ['exp', { apply: tf.exp, derivative: (_, y) => y }, true],
  Log: ['log', { apply: tf.log, derivative: (x) => tf.reciprocal(x) }, true],
  Sqrt: ['sqrt', { apply: tf.sqrt, derivative: (_, y) => tf.div(0.5, y) }, true],
  Reciprocal: ['reciprocal', { apply: tf.reciprocal, derivative: (_, y) => tf.neg(tf.square(y)) }],
  Abs: ['abs', { apply: tf.abs, derivative: (x) => tf.sign(x) }],
  Erf: [
    'erf',
    { apply: tf.erf, derivative: (x) => tf.mul(2 / Math.sqrt(Math.PI), tf.exp(tf.neg(tf.square(x)))) },
    true,
  ],
  Sign: ['sign', { apply: tf.sign }, true],
  Floor: ['floor', { apply: tf.floor }, true],
  Ceil: ['ceil', { apply: tf.ceil }, true],
  Round: ['round', { apply: tf.round }, true],
  Sin: ['sin', { apply: tf.sin, derivative: (x) => tf.cos(x) }],
  Cos: ['cos', { apply: tf.cos, derivative: (x) => tf.neg(tf.sin(x)) }],
  Softsign: ['softsign', { apply: (x) => tf.div(x, tf.add(1, tf.abs(x))), derivative: (x) => tf.reciprocal(tf.square(tf.add(1, tf.abs(x)))) }, true], // prettier-ignore
  Atan: ['atan', { apply: tf.atan, derivative: (x) => tf.reciprocal(tf.add(1, tf.square(x))) }, true],
  Asin: ['asin', { apply: tf.asin, derivative: (x) => tf.rsqrt(tf.sub(1, tf.square(x))) }, true],
  Acos: ['acos', { apply: tf.acos, derivative: (x) => tf.neg(tf.rsqrt(tf.sub(1, tf.square(x)))) }],
  Sinh: ['sinh', { apply: tf.sinh, derivative: (x) => tf.cosh(x) }, true],
  Cosh: ['cosh', { apply: tf.cosh, derivative: (x) => tf.sinh(x) }],
  Asinh: ['asinh', { apply: tf.asinh, derivative: (x) => tf.rsqrt(tf.add(tf.square(x), 1)) }, true],
  Acosh: ['acosh', { apply: tf.acosh, derivative: (x) => tf.rsqrt(tf.sub(tf.square(x), 1)) }, true],
  Atanh: ['atanh', { apply: tf.atanh, derivative: (x) => tf.reciprocal(tf.sub(1, tf.square(x))) }, true],
  Mish: ['mish', mish],
  HardSwish: ['hardSwish', hardSwish],
};

/** The step of a function without attributes, by its name in ONNX. */
export const plainFunction = (operation: 'Abs' | 'Exp' | 'Log' | 'Reciprocal' | 'Sqrt'): Operator =>
  elementwise(...plain[operation]);

/** Activations that `@interp/core` has. */
const ofCore: Readonly<Record<string, string>> = {
  Relu: 'relu',
  Relu6: 'relu6',
  Sigmoid: 'sigmoid',
  Tanh: 'tanh',
  Softplus: 'softplus',
};

type Choice = (attributes: Attributes) => readonly [name: string, Smooth, boolean?];

const chosen: Readonly<Record<string, Choice>> = {
  Gelu: (at) => ['gelu', at.text('approximate', 'none') === 'tanh' ? tanhGelu : gelu],
  Swish: (at) => {
    const alpha = at.number('alpha', 1);
    if (alpha === 1) return ['silu', silu];
    const apply: Function1 = (x) => tf.mul(x, tf.sigmoid(tf.mul(alpha, x)));
    return ['swish', { apply, derivative: (x) => tf.add(tf.sigmoid(tf.mul(alpha, x)), tf.mul(tf.mul(alpha, x), tf.mul(tf.sigmoid(tf.mul(alpha, x)), tf.sub(1, tf.sigmoid(tf.mul(alpha, x)))))) }]; // prettier-ignore
  },
  HardSigmoid: (at) => ['hardSigmoid', hardSigmoid(at.number('alpha', 0.2), at.number('beta', 0.5)), true],
  Elu: (at) => {
    const alpha = at.number('alpha', 1);
    return ['elu', { apply: (x) => tf.where(tf.greater(x, 0), x, tf.mul(alpha, tf.expm1(x))), derivative: (x, y) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.add(y, alpha)) }, alpha >= 0]; // prettier-ignore
  },
  Celu: (at) => {
    const alpha = at.number('alpha', 1);
    return ['celu', { apply: (x) => tf.where(tf.greater(x, 0), x, tf.mul(alpha, tf.expm1(tf.div(x, alpha)))), derivative: (x) => tf.where(tf.greater(x, 0), tf.onesLike(x), tf.exp(tf.div(x, alpha))) }, true]; // prettier-ignore
  },
  Selu: (at) => {
    const [alpha, gamma] = [at.number('alpha', 1.6732632423543772), at.number('gamma', 1.0507009873554805)];
    return ['selu', { apply: (x) => tf.mul(gamma, tf.where(tf.greater(x, 0), x, tf.mul(alpha, tf.expm1(x)))), derivative: (x, y) => tf.where(tf.greater(x, 0), tf.fill(x.shape, gamma), tf.add(y, gamma * alpha)) }, true]; // prettier-ignore
  },
  ThresholdedRelu: (at) => {
    const alpha = at.number('alpha', 1);
    return ['thresholdedRelu', { apply: (x) => tf.mul(x, asFloat(tf.greater(x, alpha))), derivative: (x) => asFloat(tf.greater(x, alpha)) }]; // prettier-ignore
  },
};

const smoothOperation = (choose: Choice): Operation => ({
  evaluate: ([x], at) => [choose(at)[1].apply(x)],
  lower: (site) => {
    const [name, smooth, isIncreasing] = choose(site);
    return [each(site, site.live(0), elementwise(name, smooth, isIncreasing))];
  },
});

const leaky: Operation = {
  evaluate: ([x], at) => [leakyRelu(at.number('alpha', 0.01)).forward([x])[0]],
  lower: (site) => [each(site, site.live(0), leakyRelu(site.number('alpha', 0.01)))],
};

/** A slope of its own for each channel where a value is negative. */
const prelu: Operation = {
  evaluate: ([x, slope]) => [tf.where(tf.less(x, 0), tf.mul(x, slope), x)],
  lower: (site) => {
    const x = site.live(0);
    const { prepare } = storedConstant(site, x, site.constant(1)!);
    const slope = site.weight(1, `slope ${x.name}`, prepare);
    const step = elementwise('prelu', {
      apply: (given) => tf.where(tf.less(given, 0), tf.mul(given, slope.read()), given),
      derivative: (given) => tf.where(tf.less(given, 0), tf.mul(tf.onesLike(given), slope.read()), tf.onesLike(given)),
    });
    return [each(site, x, step)];
  },
};

const numberAt = (tensor: tf.Tensor | undefined, otherwise: number): number =>
  tensor ? tensor.dataSync()[0] : otherwise;

const limited = (low: number, high: number): Operator => {
  if (low === 0 && high === Infinity) return activation('relu')!;
  if (low === 0 && high === 6) return activation('relu6')!;
  const isInside = (x: tf.Tensor): tf.Tensor => tf.logicalAnd(tf.greaterEqual(x, low), tf.lessEqual(x, high));
  return {
    ...elementwise('clip', { apply: (x) => tf.minimum(tf.maximum(x, low), high) }, true),
    vjp: (dy, { x }) => tf.where(isInside(x!), dy, tf.zerosLike(dy)),
  };
};

const clip: Operation = {
  evaluate: ([x, low, high]) => [
    tf.cast(tf.minimum(tf.maximum(x, low ?? tf.scalar(-Infinity)), high ?? tf.scalar(Infinity)), x.dtype),
  ],
  lower: (site) => {
    const [low, high] = [numberAt(site.constant(1), -Infinity), numberAt(site.constant(2), Infinity)];
    return [each(site, site.live(0), limited(low, high))];
  },
};

/** A maximum or minimum with a number is a clip. */
export const clippedBy = (site: Site, value: Live, which: 'largest' | 'smallest', limit: number): Live =>
  each(site, value, which === 'largest' ? limited(limit, Infinity) : limited(-Infinity, limit));

/** Elementwise functions of one input. */
export const activations: Operations = {
  ...Object.fromEntries(
    Object.entries(ofCore).map(([operation, name]): [string, Operation] => [
      operation,
      {
        evaluate: ([x]) => [activation(name)!.forward([x])[0]],
        lower: (site) => [each(site, site.live(0), activation(name)!)],
      },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(plain).map(([operation, one]): [string, Operation] => [operation, smoothOperation(() => one)]),
  ),
  ...Object.fromEntries(
    Object.entries(chosen).map(([operation, choose]): [string, Operation] => [operation, smoothOperation(choose)]),
  ),
  LeakyRelu: leaky,
  PRelu: prelu,
  Clip: clip,
};
