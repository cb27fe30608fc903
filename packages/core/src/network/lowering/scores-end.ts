import * as tf from '@tensorflow/tfjs-core';
import { hostValues } from '@interp/tape/internal';
import type { LayerCall, LoweredModel } from './lower.js';
import type { Weight } from '../maps/weights.js';
import { twoLogits } from '../layers/reshaping-operators.js';
import type { Probabilities } from '../../scores/probabilities.js';
import type { LayerUse, Step } from '../steps.js';

/** What turns scores into the values of an output: `softmax`, `logSoftmax`, `sigmoid`, or nothing, `identity`. */
export type ScoresFunction = 'identity' | 'softmax' | 'logSoftmax' | 'sigmoid';

/** Where the scores of an output end. */
export interface ScoresEnd {
  /** The name of the value that holds the scores. */
  readonly value: string;
  /** What turns them into the output. */
  readonly scores: ScoresFunction;
  /** What turns them into probabilities. */
  readonly probabilities: Probabilities;
  /** Steps to the scores that the model has not: those after its softmax, which copy scores instead. */
  readonly added: readonly Step[];
  /** The model's steps from the softmax on. */
  readonly after: readonly Step[];
  /** Whether a one-unit sigmoid is two classes: scores are 0 and its input. */
  readonly isBinary: boolean;
  /**
   * What becomes of the calls of layers from the softmax on, on the way to scores: the softmax itself ends them, or is the
   * activation of a layer that ends them without it; those after it copy scores, or do nothing.
   */
  readonly instead: ReadonlyMap<LayerUse, 'end' | 'without activation' | 'nothing' | 'copy'>;
}

/** A step from an activation that ends scores to the output; `nothing` where it may be left out. */
interface Follower {
  readonly step: Step;
  readonly as: 'nothing' | 'copy';
}

/** The activations in which a value ends. */
interface Ending {
  readonly kind: Exclude<ScoresFunction, 'identity'>;
  readonly activations: readonly Step[];
  readonly followers: readonly Follower[];
  /** Whether the output is made of it by copying and scaling alone, and not by pooling, for example. */
  readonly isReadable: boolean;
}

const endings: readonly (string | undefined)[] = ['softmax', 'logSoftmax', 'sigmoid'];
const doNothingToProbabilities: readonly (string | undefined)[] = ['relu', 'relu6', 'elu', 'leakyRelu'];

/** Most steps between a softmax and the output through which scores are read. */
const mostFollowers = 1000;

const sizeOf = (shape: readonly (number | null)[]): number =>
  shape.slice(1).reduce<number>((size, side) => size * (side ?? NaN), 1);

/** Whether a layer pools single values. */
const poolsSingleValues = ({ layer, inputShape, shape }: LayerCall): boolean => {
  const type = layer.getClassName();
  if (type.startsWith('Global')) return sizeOf(inputShape) === sizeOf(shape);
  const { poolSize, strides } = layer.getConfig();
  return /^(Max|Average)Pooling/.test(type) && [poolSize, strides].flat().every((size) => size === 1);
};

/** Whether a softmax is over all values of an image, not over each of several groups. */
const isOverAll = ({ layer, shape }: LayerCall): boolean => {
  const { axis } = layer.getConfig() as { axis?: number };
  const along = layer.getClassName() === 'Softmax' && typeof axis === 'number' ? axis : -1;
  return shape.at(along) === sizeOf(shape);
};

/** Whether a step multiplies all values by one positive number, and adds the same to all. */
const isUniformScale = ({ operator: { scale, bias } }: Step): boolean => {
  if (!scale) return false;
  // Copied, for a view is valid only until the next tensor is made.
  const numbers = (weight: Weight): number[] => tf.tidy(() => Array.from(hostValues(weight.read())));
  const [factors, shifts] = [numbers(scale), bias ? numbers(bias) : [0]];
  const isSame = (values: readonly number[]): boolean =>
    values.every((value) => Math.abs(value - values[0]) <= 1e-6 * Math.abs(values[0]));
  return factors[0] > 0 && isSame(factors) && isSame(shifts);
};

/** Finds where the scores of outputs end. No other code decides this. */
export const scoresEnds = ({ steps, calls, shapes, valueOf, outputs }: LoweredModel): ScoresEnd[] => {
  const callOf = new Map(calls.map((call) => [call.use, call]));
  const isWhole = ({ layer, outputs: [made] }: Step): boolean => {
    const [call, shape] = [callOf.get(layer), shapes?.get(made) ?? []];
    return call ? isOverAll(call) : shape.at(-1) === sizeOf(shape);
  };

  const together = (parts: readonly (Ending | undefined)[]): Ending | undefined => {
    const [first] = parts;
    if (!first || parts.some((part) => part?.kind !== first.kind)) return undefined;
    const all = parts as readonly Ending[];
    return {
      kind: first.kind,
      activations: [...new Set(all.flatMap(({ activations }) => activations))],
      followers: [...new Map(all.flatMap(({ followers }) => followers.map((one) => [one.step, one]))).values()],
      isReadable: all.every(({ isReadable }) => isReadable),
    };
  };

  /** The ending of each value, filled in the order of the steps: deep models are walked without recursion, and each step once. */
  const known = new Map<string, Ending>();
  const endingOf = (name: string): Ending | undefined => known.get(name);

  const endingAfter = (step: Step): Ending | undefined => {
    const { activation, copies, scale, isIncreasing, kind, withScale } = step.operator;
    if (endings.includes(activation))
      return { kind: activation as Ending['kind'], activations: [step], followers: [], isReadable: true };
    if (activation === 'hardSigmoid') return { kind: 'sigmoid', activations: [step], followers: [], isReadable: false };
    const call = callOf.get(step.layer);
    const copied = copies ?? (call && poolsSingleValues(call) ? 'all' : undefined);
    if (kind === 'opaque' || withScale) return undefined;
    const below = together(step.inputs.map(endingOf));
    if (!below) return undefined;
    if (below.followers.length >= mostFollowers) return { ...below, isReadable: false };
    const isElementwise = below.kind === 'sigmoid';
    const isScaled = below.followers.some(({ step: { operator } }) => operator.scale);
    const isRectifier = isIncreasing === true && doNothingToProbabilities.includes(activation);
    const isReadable = copied
      ? copied === 'all' || isElementwise
      : scale
        ? isUniformScale(step)
        : isRectifier && below.kind !== 'logSoftmax' && !isScaled;
    return {
      ...below,
      followers: [...below.followers, { step, as: copied ? 'copy' : 'nothing' }],
      isReadable: below.isReadable && isReadable,
    };
  };

  for (const step of steps) {
    const ending = endingAfter(step);
    if (ending) for (const name of step.outputs) known.set(name, ending);
  }

  /** Whether scores can be read below an ending, given the shape of the output. */
  const isScores = ({ kind, activations, followers, isReadable }: Ending, shape: LayerCall['shape']): boolean => {
    if (!isReadable) return false;
    if (kind === 'sigmoid') return shape.length === 2;
    return followers.length === 0 || activations.every(isWhole);
  };

  /** The ending with those below it that change no probability: a softmax of a log-softmax is a softmax. */
  const lowest = (ending: Ending): Ending => {
    if (ending.kind === 'sigmoid') return ending;
    const [activation] = ending.activations;
    const below = endingOf(activation.inputs[0]);
    const isScaled = below?.followers.some(({ step: { operator } }) => operator.scale);
    const areAll = [activation, ...(below?.activations ?? [])].every(isWhole);
    if (ending.followers.length >= mostFollowers) return { ...ending, isReadable: false };
    if (!below?.isReadable || below.kind !== 'logSoftmax' || isScaled || !areAll) return ending;
    const between: Follower[] = [...below.followers, { step: activation, as: 'nothing' }];
    return lowest({ ...below, kind: ending.kind, followers: [...between, ...ending.followers] });
  };

  const endOf = (output: string): ScoresEnd => {
    const name = valueOf(output);
    const shape = shapes?.get(name) ?? calls.find(({ outputs: made }) => made.includes(output))?.shape ?? [];
    const found = endingOf(name);
    const none = {
      value: name,
      scores: 'identity',
      added: [],
      after: [],
      isBinary: false,
      instead: new Map(),
    } as const;
    if (!found || (!isScores(found, shape) && shape.length !== 2))
      return { ...none, probabilities: shape.length === 2 && shape[1] === 1 ? 'none' : 'softmax' };
    if (!isScores(found, shape)) return { ...none, probabilities: 'none' };
    const { kind, activations, followers } = lowest(found);
    const isBinary = kind === 'sigmoid' && shape[1] === 1;
    const names = new Map(activations.map(({ inputs, outputs: [made] }) => [made, inputs[0]]));
    const named = (value: string): string => names.get(value) ?? value;
    const added: Step[] = [];
    for (const { step, as } of followers) {
      const [made] = step.outputs;
      names.set(made, as === 'copy' ? `${made} scores` : named(step.inputs[0]));
      if (as === 'copy') added.push({ ...step, inputs: step.inputs.map(named), outputs: [named(made)] });
    }
    const value = isBinary ? `${name} logits` : named(name);
    const { layer } = activations[0];
    if (isBinary) added.push({ operator: twoLogits, inputs: [named(name)], outputs: [value], layer });
    const isFused = (step: Step): boolean => steps.some((other) => other !== step && other.layer === step.layer);
    const ends = new Set([...activations, ...followers.map(({ step }) => step)]);
    return {
      value,
      scores: kind,
      probabilities: kind === 'sigmoid' && !isBinary ? 'sigmoid' : 'softmax',
      added,
      after: steps.filter((step) => ends.has(step)),
      isBinary,
      instead: new Map([
        ...followers.map(({ step, as }) => [step.layer, as] as const),
        ...activations.map((step) => [step.layer, isFused(step) ? 'without activation' : 'end'] as const),
      ]),
    };
  };

  return outputs.map(endOf);
};
