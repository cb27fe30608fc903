import * as tf from '@tensorflow/tfjs-core';
import type { LinearOperator, Operator } from './steps.js';
import type { Program, Step } from './lower.js';
import { pullBack } from './pull-back.js';

const linear = ({ map, bias }: LinearOperator, x: tf.Tensor): tf.Tensor => {
  if (map.fused) return map.fused(x, bias?.read(), 'linear');
  const y = map.apply(x);
  return bias ? tf.add(y, bias.read()) : y;
};

const forward = (operator: Operator, inputs: readonly tf.Tensor[]): tf.Tensor => {
  switch (operator.kind) {
    case 'linear':
      return linear(operator, inputs[0]);
    case 'merging': {
      const gathered = operator.gather(inputs);
      return operator.map ? operator.map.apply(gathered) : gathered;
    }
    default:
      return operator.apply(inputs[0]);
  }
};

/** Places whose value an activation alone uses, right after a step whose kernel can apply it. */
const fusible = (program: Program): Map<Step, Step> => {
  const users = new Map<number, Step[]>();
  for (const step of program.steps)
    for (const place of step.inputs) users.set(place, [...(users.get(place) ?? []), step]);
  const pairs = new Map<Step, Step>();
  for (const step of program.steps) {
    const [user, ...others] = users.get(step.output) ?? [];
    if (step.operator.kind !== 'linear' || !step.operator.map.fused || step.output === program.output) continue;
    if (!others.length && user?.operator.kind === 'activation' && user.operator.fused) pairs.set(step, user);
  }
  return pairs;
};

const fusions = new WeakMap<Program, Map<Step, Step>>();

const fusionsOf = (program: Program): Map<Step, Step> => {
  const known = fusions.get(program) ?? fusible(program);
  fusions.set(program, known);
  return known;
};

const asFloat = (x: tf.Tensor): tf.Tensor => (x.dtype === 'float32' ? x : tf.cast(x, 'float32'));

/**
 * Runs a program forward and keeps every value.
 *
 * @param program - the steps
 * @param x - a batch; borrowed, and the first value where it is float32
 * @returns the values by their places, the caller's
 */
export const runForward = (program: Program, x: tf.Tensor): tf.Tensor[] => {
  const values: tf.Tensor[] = [];
  values[program.input] = asFloat(x);
  for (const { operator, inputs, output } of program.steps) {
    values[output] = forward(
      operator,
      inputs.map((place) => values[place]),
    );
  }
  return values;
};

/**
 * Runs a program forward with activations fused into the steps before them.
 *
 * @param program - the steps
 * @param x - a batch; borrowed
 * @returns the values by their places; what lies between two fused steps is missing
 */
export const runFused = (program: Program, x: tf.Tensor): (tf.Tensor | undefined)[] => {
  const values: (tf.Tensor | undefined)[] = [];
  const pairs = fusionsOf(program);
  values[program.input] = asFloat(x);
  for (const step of program.steps) {
    const { operator, inputs, output } = step;
    if (values[output]) continue;
    const follower = pairs.get(step);
    if (follower && operator.kind === 'linear' && follower.operator.kind === 'activation') {
      values[follower.output] = operator.map.fused!(
        values[inputs[0]]!,
        operator.bias?.read(),
        follower.operator.fused!,
      );
    } else {
      values[output] = forward(
        operator,
        inputs.map((place) => values[place]!),
      );
    }
  }
  return values;
};

const pulledBack = (step: Step, values: readonly (tf.Tensor | undefined)[], dy: tf.Tensor): readonly tf.Tensor[] => {
  const { operator, inputs, output } = step;
  const x = values[inputs[0]];
  if (operator.kind !== 'merging') return [pullBack(operator, x, values[output]!, dy, x?.shape ?? dy.shape)];
  const [n, ...rest] = dy.shape;
  const gathered = pullBack(operator, x, values[output]!, dy, [n, inputs.length, ...rest]);
  return operator.part(
    gathered,
    inputs.map((place) => values[place]!.shape),
  );
};

/**
 * The vector-Jacobian product of a program.
 *
 * @param program - the steps
 * @param values - what {@link runFused} or {@link runForward} returned
 * @param start - the derivative with respect to the output; borrowed
 * @returns the derivative with respect to the input
 */
export const runBackward = (
  program: Program,
  values: readonly (tf.Tensor | undefined)[],
  start: tf.Tensor,
): tf.Tensor => {
  const arriving: (tf.Tensor | undefined)[] = [];
  arriving[program.output] = start;
  for (const step of program.steps.toReversed()) {
    const dy = arriving[step.output];
    if (!dy) continue;
    pulledBack(step, values, dy).forEach((part, i) => {
      const place = step.inputs[i];
      const before = arriving[place];
      arriving[place] = before ? tf.add(before, part) : part;
    });
  }
  return arriving[program.input] ?? tf.zerosLike(values[program.input]!);
};
