import * as tf from '@tensorflow/tfjs-core';
import { memoised } from '../../memoised.js';
import type { Probabilities } from '../../scores/probabilities.js';
import { twoLogits } from '../layers/reshaping-operators.js';
import type { Network } from '../network.js';
import { outputNetwork } from './output-network.js';
import type { Operator, Step } from '../steps.js';

/**
 * What a source returns for each class: `logits`, scores before a softmax; `probabilities`, which sum to 1; `sigmoid`, a probability of each class
 * by itself, of which several may be right; or `values`, which are no scores of classes, as those of a regression: there are no probabilities of them.
 */
export type Returns = 'logits' | 'probabilities' | 'sigmoid' | 'values';

const LEAST = 1e-37;
const LEAST_BELOW_1 = 2 ** -25;

const elementwise = (
  activation: string,
  apply: (p: tf.Tensor) => tf.Tensor,
  slope: (p: tf.Tensor) => tf.Tensor,
): Operator => ({
  kind: 'activation',
  activation,
  forward: ([p]) => [apply(p)],
  vjp: (dy, { x }) => tf.mul(dy, slope(x!)),
});

const logOf = (p: tf.Tensor): tf.Tensor => tf.log(tf.maximum(p, LEAST));

/** 1 / p where p is over a limit, else 0. */
const inverse = (p: tf.Tensor, limit: number): tf.Tensor =>
  tf.div(tf.cast(tf.greater(p, limit), 'float32'), tf.maximum(p, limit));

/** The log of a probability, finite where it is 0. */
const logs = elementwise('log', logOf, (p) => inverse(p, LEAST));

/** The logit of a probability, finite where it is 0 or 1. */
const logits = elementwise(
  'logit',
  (p) => tf.sub(logOf(p), tf.log(tf.maximum(tf.sub(1, p), LEAST_BELOW_1))),
  (p) => tf.add(inverse(p, LEAST), inverse(tf.sub(1, p), LEAST_BELOW_1)),
);

/** How values become scores of classes. */
export interface ScoresOfValues {
  /** What is done to the values; the tape records it. */
  readonly operators: readonly Operator[];
  /** What turns scores into probabilities. */
  readonly probabilities: Probabilities;
  /** Number of scores. */
  readonly classes: number;
}

/**
 * How values become scores of classes. A single column of logits or probabilities is two classes, with the scores 0 and its logit.
 *
 * @param returns - what the values are
 * @param columns - how many there are for an image
 */
export const scoresOfValues = (returns: Returns, columns: number): ScoresOfValues => {
  if (returns === 'values') return { operators: [], probabilities: 'none', classes: columns };
  const isBinary = columns === 1;
  const inverted = returns === 'logits' ? [] : [returns === 'sigmoid' || isBinary ? logits : logs];
  return {
    operators: isBinary ? [...inverted, twoLogits] : inverted,
    probabilities: returns === 'sigmoid' && !isBinary ? 'sigmoid' : 'softmax',
    classes: isBinary ? 2 : columns,
  };
};

/** Runs operators of one input each. */
export const applied = (operators: readonly Operator[], x: tf.Tensor): tf.Tensor =>
  operators.reduce((value, { forward }) => forward([value])[0], x);

/** Number of scores of a network's first output: two of a single unit that stands for two classes. */
export const scoreCount = ({ outputs: [{ shape, scores, probabilities }] }: Network): number =>
  shape[1] === 1 && probabilities === 'softmax' && scores !== 'softmax' && scores !== 'logSoftmax'
    ? 2
    : (shape[1] ?? 0);

const known = memoised<Network, Map<Returns, Network>>(() => new Map());

const declared = new WeakSet<Network>();

/** Whether a network was made by {@link networkReturning}, so that nothing is to be found out about what it returns. */
export const isDeclared = (network: Network): boolean => declared.has(network);

/**
 * A network whose first output is taken for what it is said to be, with scores made of it.
 *
 * @param network - one output, `[n, columns]`
 * @param returns - what it is
 * @returns another network, cached
 */
export const networkReturning = (network: Network, returns: Returns): Network => {
  const kinds = known(network);
  const before = kinds.get(returns);
  if (before) return before;
  const whole = outputNetwork(network);
  const [output, ...others] = whole.outputs;
  const { operators, probabilities } = scoresOfValues(returns, output.shape[1] ?? 0);
  const layer = { name: output.name, type: 'scores' };
  const steps: Step[] = [];
  let [end] = whole.ends;
  for (const operator of operators) {
    const next = `${end} ${operator.activation ?? 'scores'}`;
    steps.push({ operator, inputs: [end], outputs: [next], layer });
    end = next;
  }
  const made: Network = {
    ...whole,
    outputs: [{ ...output, probabilities }, ...others],
    scores: (x, mode) => tf.tidy(() => applied(operators, whole.scores(x, mode))),
    steps: [...whole.steps, ...steps],
    ends: [end],
  };
  kinds.set(returns, made);
  declared.add(made);
  return made;
};
