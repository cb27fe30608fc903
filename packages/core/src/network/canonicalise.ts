import type { LoweredModel } from './lower.js';
import { type ScoresEnd, scoresEnds } from './scores-end.js';
import type { Step } from './steps.js';

/** A model's steps in their simplest form. */
export interface CanonicalModel {
  /** The steps up to the scores. */
  readonly steps: readonly Step[];
  /** Where the scores of each output end. */
  readonly ends: readonly ScoresEnd[];
}

/** Those of the steps that some values need, in order. */
export const stepsTo = (steps: readonly Step[], values: readonly string[]): Step[] => {
  const needed = new Set(values);
  const found: Step[] = [];
  for (const step of steps.toReversed()) {
    if (!step.outputs.some((name) => needed.has(name))) continue;
    for (const name of step.inputs) needed.add(name);
    found.push(step);
  }
  return found.reverse();
};

const consumers = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

const joined = (first: Step, second: Step): Step['layer'] => ({
  name: `${first.layer.name}+${second.layer.name}`,
  type: first.operator.kind === 'linear' ? first.layer.type : second.layer.type,
});

/** Two steps fused into one, if possible. */
const merged = (first: Step, second: Step): Step | undefined => {
  const [a, b] = [first.operator, second.operator];
  const operator =
    a.withScale && b.perChannel && b.bias ? a.withScale(b.scale!, b.bias) : a.padding && b.withPadding?.(a.padding);
  return operator && { operator, inputs: first.inputs, outputs: second.outputs, layer: joined(first, second) };
};

/**
 * Simplifies a model's steps: they end in scores, without the softmax or sigmoid that makes outputs of them, batch normalisation is folded
 * into the dense or convolutional step before it, and zero padding into the convolution after it, if nothing else
 * uses the value between.
 */
export const canonicalise = (model: LoweredModel): CanonicalModel => {
  const ends = scoresEnds(model);
  const values = ends.map(({ value }) => value);
  const given = stepsTo([...model.steps, ...ends.flatMap(({ added }) => added)], values);
  const others = ends.flatMap(({ after }) => after);
  const counts = consumers([...values, ...[...given, ...others].flatMap(({ inputs }) => inputs)]);
  const made = new Map<string, Step>();
  for (const step of given) {
    const [name] = step.inputs;
    const before = step.inputs.length === 1 && counts.get(name) === 1 ? made.get(name) : undefined;
    const one = before && merged(before, step);
    if (one) made.delete(name);
    made.set(step.outputs[0], one ?? step);
  }
  return { steps: [...made.values()], ends };
};
