import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { hostTensor, hostValues, kernelIfThere, loopsAreFree, walkStays } from '@interp/tape/internal';
import type { FusedActivation } from '../maps/linear-map.js';
import type { Operator, TrainingPass } from '../steps.js';
import { curvedPass, leakyPass } from './training-passes.js';

type Slope = (y: number) => number;
type Loop = (out: Float32Array, y: Float32Array, dy: Float32Array) => void;

interface Elementwise {
  readonly apply: (x: tf.Tensor) => tf.Tensor;
  readonly slope: Slope;
  /** The slope by operations, for graphics cards, which a loop would wait for. Missing where there is a kernel. */
  readonly slopes?: (y: tf.Tensor) => tf.Tensor;
  readonly fused?: FusedActivation;
  readonly loop?: Loop;
  readonly compiled?: readonly [kernel: string, attributes?: object];
  readonly float64?: 'relu' | 'sigmoid' | 'tanh';
  readonly training?: TrainingPass;
}

const SELU_SCALE = 1.0507009873554805;
const SELU_ALPHA = 1.6732632423543772;

const sigmoidLoop: Loop = (out, y, dy) => {
  for (let i = 0; i < out.length; i++) out[i] = dy[i] * (y[i] * (1 - y[i]));
};

const tanhSlopes = (y: tf.Tensor): tf.Tensor => tf.sub(1, tf.square(y));

/** What lets values between two bounds pass. */
const gate = (low: number, high: number): Pick<Elementwise, 'slope' | 'loop' | 'compiled'> => ({
  slope: (y) => (y > low && y < high ? 1 : 0),
  loop: (out, y, dy) => {
    for (let i = 0; i < out.length; i++) out[i] = y[i] > low && y[i] < high ? dy[i] : 0;
  },
  compiled: ['Gate', { low, high }],
});

/** The increasing activations whose derivative is a function of their output; all others are differentiated by the tape. */
const known: Readonly<Record<string, Elementwise>> = {
  relu: {
    ...gate(0, Infinity),
    apply: (x) => tf.relu(x),
    fused: 'relu',
    float64: 'relu',
    training: leakyPass(0),
  },
  relu6: { ...gate(0, 6), apply: (x) => tf.relu6(x), fused: 'relu6' },
  sigmoid: {
    apply: (x) => tf.sigmoid(x),
    slope: (y) => y * (1 - y),
    fused: 'sigmoid',
    loop: sigmoidLoop,
    compiled: ['SigmoidGrad'],
    float64: 'sigmoid',
    training: curvedPass((y) => tf.mul(y, tf.sub(1, y)), 'SigmoidGrad'),
  },
  tanh: {
    apply: (x) => tf.tanh(x),
    slope: (y) => 1 - y * y,
    slopes: tanhSlopes,
    float64: 'tanh',
    training: curvedPass(tanhSlopes),
  },
  elu: {
    apply: (x) => tf.elu(x),
    slope: (y) => (y > 0 ? 1 : y + 1),
    slopes: (y) => tf.add(tf.minimum(y, 0), 1),
    fused: 'elu',
  },
  selu: {
    apply: (x) => tf.selu(x),
    slope: (y) => (y > 0 ? SELU_SCALE : y + SELU_SCALE * SELU_ALPHA),
    slopes: (y) => tf.where(tf.greater(y, 0), SELU_SCALE, tf.add(y, SELU_SCALE * SELU_ALPHA)),
  },
  softplus: {
    apply: (x) => tf.softplus(x),
    slope: (y) => -Math.expm1(-y),
    slopes: (y) => tf.neg(tf.expm1(tf.neg(y))),
  },
};

const ofOutput = (
  name: string,
  { apply, slope, slopes, fused, loop, compiled, float64, training }: Elementwise,
): Operator => ({
  kind: 'activation',
  activation: name,
  forward: ([x]) => [apply(x)],
  fused,
  training,
  float64: float64 && { kind: float64 },
  isIncreasing: true,
  vjp: (dy, { y }) =>
    (compiled && kernelIfThere(compiled[0], { y, dy }, compiled[1])) ||
    (slopes && !loopsAreFree() && walkStays() && tf.mul(dy, slopes(y))) ||
    hostTensor(y.shape, (out) => {
      const [values, arriving] = [hostValues(y), hostValues(dy)];
      if (loop) loop(out, values, arriving);
      else for (let i = 0; i < out.length; i++) out[i] = arriving[i] * slope(values[i]);
    }),
});

/** `ThresholdedReLU`: values above a threshold pass, others become 0. */
export const thresholded = (theta: number): Operator => ({
  kind: 'activation',
  activation: 'thresholdedRelu',
  forward: ([x]) => [tf.mul(x, tf.cast(tf.greater(x, theta), 'float32'))],
  vjp: (dy, { x }) => tf.mul(dy, tf.cast(tf.greater(x!, theta), 'float32')),
});

/** Anything with the `apply` of a layer. */
interface Applicable {
  apply(x: tf.Tensor): unknown;
}

/** An activation by its name that only its layer knows; the tape differentiates it. */
export const activationOfLayer = (name: string, layer: Applicable): Operator => {
  const apply = (x: tf.Tensor): tf.Tensor => layer.apply(x) as tf.Tensor;
  return {
    kind: 'activation',
    activation: name,
    forward: ([x]) => [apply(x)],
    vjp: (dy, { x }) => withCorrectedGradients(() => tf.grad(apply)(x!, dy)),
  };
};

/** An activation with the slope `alpha` where it is negative, as `LeakyReLU` has it. */
export const leakyRelu = (alpha: number): Operator =>
  alpha > 0
    ? ofOutput('leakyRelu', {
        apply: (x) => tf.leakyRelu(x, alpha),
        slope: (y) => (y > 0 ? 1 : alpha),
        slopes: (y) => tf.where(tf.greater(y, 0), 1, alpha),
        training: leakyPass(alpha),
      })
    : { ...activationOfLayer('leakyRelu', layers.leakyReLU({ alpha })), training: leakyPass(alpha) };

/** The step of an activation by its name in a layer's configuration, such as `relu`; nothing for `linear`. */
export const activation = (name: string): Operator | undefined => {
  if (name === 'linear') return undefined;
  const elementwise = known[name];
  if (elementwise) return ofOutput(name, elementwise);
  return activationOfLayer(name, layers.activation({ activation: name as 'softmax' }));
};
