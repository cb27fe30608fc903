import {
  boolean,
  checkCallback,
  checkedBy,
  checkList,
  InterpError,
  number,
  optionsTable,
  shownValue,
} from '@interp/checks';
import { type Classifier, type ClassifierOptions, type Network, networkOf } from '@interp/core';
import {
  asVector,
  checkReturned,
  classifierOptions,
  inputsLast,
  networkClassifier,
  networkOfPart,
  networkReturning,
  outputEnd,
  outputNetwork,
  ownClassifier,
  sizeOfShape,
  type Operator,
  type Step,
} from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { checkSteps } from './check-steps.js';
import { above, cosines, functionOf, picked, total } from './target-operators.js';

/** Options of {@link values}. */
export interface ValuesOptions extends Pick<ClassifierOptions, 'bounds' | 'inputShape' | 'check'> {
  /** The output by its name; several for a function of them. Default the only one. */
  readonly output?: string | readonly string[];
  /** Which values, each a class: places such as `[3, 4]`, `[null, null, 7]` for the whole of a channel, or numbers. Default all. */
  readonly at?: readonly (number | readonly (number | null)[])[];
  /** Whether they are summed, so that there is one class. Default false. */
  readonly sum?: boolean;
  /** In place of `at`: a differentiable function of the outputs, `[n, ...]` each, to `[n, classes]`. */
  readonly of?: (...outputs: tf.Tensor[]) => tf.Tensor;
  /** In place of `at`: references, `[k, ...]`, `[k, numbers]` or one of the output's shape. A class is the cosine of the angle between output and reference. Copied. */
  readonly similarTo?: tf.Tensor;
  /** Of a single value: makes two classes of it, 0 below and 1 above. Their scores are 0 and how far it is above. Default none. */
  readonly threshold?: number;
}

/** A value's place in an output without the batch, null for all along an axis; or its number where they are counted in order. */
type Place = NonNullable<ValuesOptions['at']>[number];

/** Checks and defaults of {@link ValuesOptions}. */
const valuesOptions = optionsTable<ValuesOptions>()({
  bounds: classifierOptions.rules.bounds,
  inputShape: classifierOptions.rules.inputShape,
  check: classifierOptions.rules.check,
  output: checkedBy<string | readonly string[]>((name, value) => {
    const names: unknown[] = [value].flat();
    if (names.length === 0 || !names.every((one) => typeof one === 'string'))
      throw new InterpError('bad-option', `${name} is ${shownValue(value)}; expected the name of an output, or several`); // prettier-ignore
  }),
  at: checkedBy<readonly Place[]>((name, value) => {
    checkList(name, value);
    if (value.length === 0) throw new InterpError('bad-option', `${name} is empty; expected one place or more`);
  }),
  sum: boolean({ default: false }),
  of: checkedBy<NonNullable<ValuesOptions['of']>>(checkCallback),
  similarTo: checkedBy<tf.Tensor>((name, value) => {
    checkReturned(name, value, undefined);
  }),
  threshold: number(),
});

/** Numbers of the values at a place, counted in order. */
const numbersAt = (place: Place, shape: readonly number[], name: string): readonly number[] => {
  const size = sizeOfShape(shape);
  const refuse = (): never => {
    const text = typeof place === 'number' ? place : Array.isArray(place) ? `[${place.map((one) => shownValue(one)).join(', ')}]` : shownValue(place); // prettier-ignore
    throw new InterpError('bad-option', `there is no value ${text} in the output ${shownValue(name)}, [${shape.join(', ')}]; expected a place in it, or a number up to ${size - 1}`); // prettier-ignore
  };
  const isIn = (at: unknown, length: number): boolean => Number.isInteger(at) && (at as number) >= 0 && (at as number) < length; // prettier-ignore
  if (typeof place === 'number') return isIn(place, size) ? [place] : refuse();
  if (!Array.isArray(place) || place.length !== shape.length) return refuse();
  let numbers = [0];
  shape.forEach((length, axis) => {
    const at = (place as readonly unknown[])[axis];
    if (at !== null && !isIn(at, length)) refuse();
    const along = at === null ? Array.from({ length }, (_, i) => i) : [at as number];
    numbers = numbers.flatMap((before) => along.map((i) => before * length + i));
  });
  return numbers;
};

/** What is looked at, as steps of one input, and how many numbers it is. */
interface Target {
  readonly operators: readonly Operator[];
  readonly count: number;
}

const placesOf = ({ at, sum }: Pick<ValuesOptions, 'at' | 'sum'>, shape: readonly number[], name: string): Target => {
  const numbers = at?.flatMap((place) => numbersAt(place, shape, name));
  // One number for each image, [n], is a vector of one.
  const flat = shape.length === 0 ? [asVector] : [];
  const vector = numbers ? [...flat, picked(Int32Array.from(numbers))] : shape.length === 1 ? [] : [asVector];
  return sum
    ? { operators: [...vector, total], count: 1 }
    : { operators: vector, count: numbers?.length ?? sizeOfShape(shape) };
};

const similarityTo = (references: tf.Tensor, shape: readonly number[], name: string): Target => {
  const size = sizeOfShape(shape);
  const rows = references.rank === shape.length ? [1, ...references.shape] : references.shape;
  const isFlat = references.rank === 2 && references.shape[1] === size;
  if (!isFlat && (rows.slice(1).join() !== shape.join() || rows[0] < 1))
    throw new InterpError('bad-shape', `similarTo has the shape [${references.shape.join(', ')}]; expected that of the output ${shownValue(name)}, [${shape.join(', ')}], or several of them`); // prettier-ignore
  return { operators: [cosines(references.dataSync<'float32'>().slice(), size)], count: references.size / size };
};

const functionTarget = (of: NonNullable<ValuesOptions['of']>, shapes: readonly (readonly number[])[]): Target => {
  const operator = functionOf(of, shapes);
  let count = 0;
  tf.tidy(() => {
    const [y] = operator.forward(shapes.map((shape) => tf.zeros([2, ...shape])));
    count = y.shape[1]!;
  });
  return { operators: [operator], count };
};

/**
 * Any values of a network's outputs as the classes of a classifier, so that every method takes them: one number of a regression, a coordinate of a box, the
 * area of a mask, how alike an embedding is to another, any function. Outputs are as the model returns them, after its softmax or sigmoid. What is not
 * needed for them is not computed.
 *
 * @param source - a built `tf.LayersModel` or a network, with one input and any outputs; borrowed
 * @param options - which values of which output
 * @returns a classifier with a class for each value, without probabilities; with a `threshold`, of two classes
 * @throws InterpError `bad-option` for outputs and places that are not there, `bad-shape` for references of another shape, `unsupported-model`;
 *   `unsupported-layer` for a `tf.LayersModel` with a layer that is computed otherwise here than by `model.predict`
 *
 * @example
 * ```ts
 * import { values } from '@interp/targets';
 * import { layers, sequential } from '@tensorflow/tfjs-layers';
 *
 * const boxes = layers.dense({ inputShape: [8], units: 20 });
 * const model = sequential({ layers: [boxes, layers.reshape({ targetShape: [4, 5] })] });
 * console.log(values(model).classes, values(model, { at: [[3, 4]] }).classes); // 20 1
 * console.log(values(model, { at: [[null, 0]], sum: true }).classes); // 1
 * ```
 */
export const values = (source: LayersModel | Network, options: ValuesOptions = {}): Classifier => {
  const { bounds, inputShape, check, output, at, sum, of, similarTo, threshold } = valuesOptions.withDefaults(options);
  const network = networkOf(source);
  if (network.inputs.length !== 1)
    throw new InterpError('unsupported-model', `the model has ${network.inputs.length} inputs; expected one; make one of them by joinInputs`); // prettier-ignore
  const ways = [at, of, similarTo].filter((one) => one !== undefined).length;
  if (ways > 1 || ((of ?? similarTo) !== undefined && sum))
    throw new InterpError('bad-option', 'at, of and similarTo are different values; expected one of them; sum is for at alone'); // prettier-ignore
  const ends = (output === undefined ? [undefined] : [output].flat()).map((name) => outputEnd(network, name));
  if (ends.length > 1 && !of)
    throw new InterpError('bad-option', `output names ${ends.length} outputs; expected one, or a function of them as of`); // prettier-ignore
  const [input] = inputsLast(network);
  const given = inputShape ?? input.shape.slice(1).map((size) => size ?? 0);
  if (check) checkSteps(network, given, bounds);
  const steps = [...network.lowered.steps, ...ends.flatMap(({ added }) => added)];
  const part = {
    inputs: [{ ...input, shape: [null, ...given] }],
    steps,
  };
  const shapes = ends.map(({ output: end }) => {
    const [batch, ...shape] = end.shape;
    if (batch !== null)
      throw new InterpError('unsupported-model', `the output ${shownValue(end.name)} has not its images on the first axis; expected [n, ...]`); // prettier-ignore
    if (shape.every((size): size is number => size !== null)) return shape;
    const whole = outputNetwork(networkOfPart(network, { ...part, outputs: [end] }));
    return tf.tidy(() => whole.scores(tf.zeros([1, ...given])).shape).slice(1);
  });
  const [{ output: first }] = ends;
  const target = of
    ? functionTarget(of, shapes)
    : similarTo
      ? similarityTo(similarTo, shapes[0], first.name)
      : placesOf({ at, sum }, shapes[0], first.name);
  if (threshold !== undefined && target.count !== 1)
    throw new InterpError('bad-option', `threshold is for one value and there are ${target.count}; expected one place, or a sum`); // prettier-ignore
  const operators = [...target.operators, ...(threshold === undefined ? [] : [above(threshold)])];
  const layer = { name: `${first.name} values`, type: 'Values' };
  let taken = ends.map(({ output: { value } }) => value);
  operators.forEach((operator, i) => {
    const made: Step = { operator, inputs: taken, outputs: [`${layer.name} ${i}`], layer };
    steps.push(made);
    taken = [...made.outputs];
  });
  const made = networkOfPart(network, {
    ...part,
    outputs: [{ name: first.name, shape: [null, target.count], value: taken[0] }],
  });
  const found = networkClassifier(networkReturning(made, threshold === undefined ? 'values' : 'logits'), {
    bounds,
    inputShape: given,
    check: false,
  });
  return ownClassifier(found);
};
