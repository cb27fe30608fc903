import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InterpError } from '../errors.js';
import { changeKernel } from './maps/kernel-change.js';
import type { LinearMap } from './maps/linear-map.js';
import { program, type Program, type Step } from './lower.js';
import { runForward } from './run.js';
import { distribute, signedSums } from './signed-sums.js';
import { inputBounds } from './input-bounds.js';
import { firstAndLast } from './first-and-last.js';
import { pullBack } from './pull-back.js';
import type { WalkLayer } from './rules.js';

/** One run of a model over a batch: every step with what it saw. */
export interface Trace {
  /** The batch, float32; borrowed unless it had to be cast. */
  readonly input: tf.Tensor;
  /** What the model returned, before any final softmax. Goes with the trace. */
  readonly output: tf.Tensor;
  /** Place of the output among the values of the run. */
  readonly place: number;
  /** The steps in the order in which they ran. */
  readonly layers: readonly TracedLayer[];
  /** Frees what the steps saw. Not needed inside `tf.tidy`. */
  dispose(): void;
}

/** A step with its place in the graph, for {@link backward}. */
export interface TracedLayer extends WalkLayer {
  /** Places of its inputs among the values of the run. */
  readonly inputs: readonly number[];
  /** Place of its output. */
  readonly place: number;
  /** Shapes of its inputs, with the batch. */
  readonly inputShapes: readonly (readonly number[])[];
  /** Its input; several ones gathered. */
  gathered(): tf.Tensor;
  /**
   * Takes apart what {@link TracedLayer.gathered} put together.
   *
   * @param whole - of the shape of the gathered input; borrowed
   * @returns a tensor of the shape of each input
   */
  part(whole: tf.Tensor): readonly tf.Tensor[];
}

const linearMap = ({ operator, layer }: Step): LinearMap => {
  switch (operator.kind) {
    case 'linear':
      return operator.map;
    case 'merging':
      return operator.map ?? { kernel: () => tf.scalar(1), apply: (x) => tf.clone(x), transpose: (y) => tf.clone(y) };
    case 'reshaping':
      return {
        kernel: () => tf.scalar(1),
        apply: (x, change) => tf.mul(operator.apply(x), changeKernel(tf.scalar(1), change)),
        transpose: (y, shape, change) => tf.mul(operator.transpose(y, shape), changeKernel(tf.scalar(1), change)),
      };
    default:
      throw new InterpError(
        'bad-option',
        `the layer "${layer.name}" is no linear map where it is of kind ${operator.kind}; a rule for it can use pullBack, or pass`,
      );
  }
};

const traced = (steps: Program, step: Step, values: readonly tf.Tensor[]): TracedLayer => {
  const { operator, inputs, output: place, layer } = step;
  const taken = inputs.map((i) => values[i]);
  const gathered = (): tf.Tensor => (operator.kind === 'merging' ? operator.gather(taken) : taken[0]);
  const [n, ...rest] = values[place].shape;
  const inputShape =
    operator.kind !== 'merging' ? taken[0].shape : operator.map ? [n, taken.length, ...rest] : [n, ...rest];
  const one = (batch: number): number[] => [batch, ...inputShape.slice(1)];
  const inputShapes = taken.map(({ shape }) => shape);
  const ends = firstAndLast(steps).get(step);
  return {
    name: layer.name,
    type: layer.type,
    kind: operator.kind,
    isFirst: ends?.isFirst ?? false,
    isLast: ends?.isLast ?? false,
    isScale: operator.kind === 'linear' && operator.scale !== undefined,
    activation: operator.kind === 'activation' ? operator.name : undefined,
    output: values[place],
    get kernel() {
      return operator.kind === 'linear' || (operator.kind === 'merging' && operator.map)
        ? linearMap(step).kernel(inputShape)
        : undefined;
    },
    get bias() {
      return operator.kind === 'linear' ? operator.bias?.read() : undefined;
    },
    map: (x, change) => linearMap(step).apply(x, change),
    transpose: (y, change) => linearMap(step).transpose(y, one(y.shape[0]), change),
    signedSums: (x) => signedSums(linearMap(step), x),
    distribute: (x, shares) => distribute(linearMap(step), x, shares),
    pullBack: (dy) => pullBack(operator, taken[0], values[place], dy, inputShape),
    inputBounds: (low, high) => inputBounds(steps, inputs[0], values[steps.input].shape, low, high),
    inputs,
    place,
    inputShapes,
    gathered,
    part: (whole) => (operator.kind === 'merging' ? operator.part(whole, inputShapes) : [whole]),
  };
};

/**
 * Runs a program over a batch and keeps what each of its steps saw.
 *
 * @param steps - the program
 * @param x - a batch; borrowed
 * @returns the steps and their values; dispose of it
 */
export const traceProgram = (steps: Program, x: tf.Tensor): Trace => {
  const values = tf.tidy(() => runForward(steps, x));
  return {
    input: values[steps.input],
    output: values[steps.output],
    place: steps.output,
    layers: steps.steps.map((step) => traced(steps, step, values)),
    dispose: () => tf.dispose(values.filter((value) => value !== x)),
  };
};

/**
 * Runs a model over a batch and keeps what each of its steps saw. The model is not changed.
 *
 * @param model - a built model with one input and one output; borrowed
 * @param x - a batch; borrowed
 * @returns the steps and their values; dispose of it
 * @throws InterpError `unsupported-layer`, naming the layer, its type and the layers that can be walked through
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 * import { backward, trace } from '@interp/core';
 *
 * const model = sequential({ layers: [layers.dense({ inputShape: [3], units: 2, activation: 'relu' })] });
 * const run = trace(model, tf.ones([1, 3]));
 * const gradient = backward(run, tf.ones(run.output.shape), () => (layer, _input, arriving) => layer.pullBack(arriving));
 * console.log(run.layers.map(({ kind }) => kind), gradient.shape); // [ 'linear', 'activation' ] [ 1, 3 ]
 * run.dispose();
 * ```
 */
export const trace = (model: LayersModel, x: tf.Tensor): Trace => traceProgram(program(model), x);
