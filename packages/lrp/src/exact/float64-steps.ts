import type { Network } from '@interp/core';
import { sizeOfShape, type Float64Form } from '@interp/core/internal';
import { maximum } from './maximum.js';
import { windowCells, type Geometry } from './window-cells.js';
import { rectified } from './rectified.js';
import { hyperbolicTangent, logistic } from './smooth.js';
import type { Step } from './step.js';
import { weightedSum } from './weighted-sum.js';

type Shape = readonly number[];
type Pair = readonly [rows: number, columns: number];
type Of<Kind extends Float64Form['kind']> = Extract<Float64Form, { readonly kind: Kind }>;

/** A step and the shape of its output, with a batch of one. */
interface Made {
  readonly step?: Step;
  readonly shape: Shape;
}

const geometry = ([, rows, columns]: Shape, window: Pair, { strides, padding }: Of<'maximum'>['window']): Geometry => {
  const same = padding === 'same';
  const along = (size: number, axis: 0 | 1): number =>
    same ? Math.ceil(size / strides[axis]) : Math.floor((size - window[axis]) / strides[axis]) + 1;
  return { input: [rows, columns], output: [along(rows, 0), along(columns, 1)], window, strides, same };
};

const sums = ({ kernel, bias, window }: Of<'weighted-sum'>, shape: Shape): Made => {
  const weights = kernel.read();
  const [channelsIn, channelsOut] = weights.shape.slice(-2);
  const where = window && geometry(shape, [weights.shape[0], weights.shape[1]!], window);
  const size = where?.output ?? [];
  return {
    step: weightedSum({
      cells: where ? windowCells(where) : [{ output: 0, cell: 0, input: 0 }],
      kernel: weights.dataSync(),
      bias: bias?.read().dataSync(),
      channelsIn,
      channelsOut,
      pixels: sizeOfShape(size),
    }),
    shape: [1, ...size, channelsOut],
  };
};

/** The derivative of an activation as a function of its output, relative to its maximum. */
const steepnesses: Readonly<Record<string, (value: number) => number>> = {
  sigmoid: (value) => 4 * value * (1 - value),
  tanh: (value) => 1 - value * value,
};

const largest = ({ size, window }: Of<'maximum'>, shape: Shape, before: string): Made => {
  const where = geometry(shape, size(shape), window);
  return {
    step: maximum(windowCells(where), shape[3], where.output, steepnesses[before]),
    shape: [1, ...where.output, shape[3]],
  };
};

const made = (form: Float64Form, shape: Shape, before: string): Made => {
  switch (form.kind) {
    case 'weighted-sum':
      return sums(form, shape);
    case 'maximum':
      return largest(form, shape, before);
    case 'copy':
      return { shape: form.shape(shape) };
    case 'relu':
      return { step: rectified(), shape };
    case 'sigmoid':
      return { step: logistic(), shape };
    case 'tanh':
      return { step: hyperbolicTangent(), shape };
  }
};

/**
 * A network in double precision, if it is a chain of dense layers, convolutions and max-pooling, with ReLU,
 * sigmoid or tanh.
 *
 * @param network - the network
 * @param inputShape - shape of one input
 * @returns its steps; undefined for other networks
 */
export const float64Steps = (network: Network, inputShape: readonly number[]): readonly Step[] | undefined => {
  const steps: Step[] = [];
  let [name, before, shape]: [string, string, Shape] = [network.inputs[0].name, 'linear', [1, ...inputShape]];
  for (const { operator, inputs, outputs } of network.steps) {
    if (!operator.float64 || inputs.length !== 1 || inputs[0] !== name) return undefined;
    const { step, shape: next } = made(operator.float64, shape, before);
    if (step) steps.push(step);
    [name, before, shape] = [outputs[0], operator.float64.kind, next];
  }
  return name === network.ends[0] ? steps : undefined;
};
