import { foldScale } from './fold-scale.js';
import type { LoweredModel } from './lower.js';
import { type ScoresEnd, scoresEnds } from './scores-end.js';
import type { Step } from '../steps.js';

/** A model's steps in their simplest form. */
export interface CanonicalModel {
  /** The steps up to the scores. */
  readonly steps: readonly Step[];
  /** Where the scores of each output end. */
  readonly ends: readonly ScoresEnd[];
}

/** The steps, or calls of layers, that are needed to compute some values, in order. At a step that `isFirst` the search ends: its inputs are known. */
export const neededFor = <S extends Pick<Step, 'inputs' | 'outputs'>>(
  steps: readonly S[],
  values: readonly string[],
  isFirst: (step: S) => boolean = () => false,
): S[] => {
  const needed = new Set(values);
  const found: S[] = [];
  for (const step of steps.toReversed()) {
    if (!step.outputs.some((name) => needed.has(name))) continue;
    found.push(step);
    if (!isFirst(step)) for (const name of step.inputs) needed.add(name);
  }
  return found.reverse();
};

const consumers = (names: readonly string[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
};

/** Zero padding and the convolution after it as one step, if possible. */
const padded = (first: Step, second: Step): Step | undefined => {
  const { padding } = first.operator;
  const operator = padding && second.operator.withPadding?.(padding);
  const layer = { name: `${first.layer.name}+${second.layer.name}`, type: second.layer.type };
  return operator && { operator, inputs: first.inputs, outputs: second.outputs, layer };
};

/**
 * Simplifies a model's steps: they end in scores, without the softmax or sigmoid that makes outputs of them, batch normalisation is folded
 * into the dense or convolutional step before it, also where steps between them only copy, and zero padding into the convolution after it, if
 * nothing else uses the values between.
 */
export const canonicalise = (model: LoweredModel): CanonicalModel => {
  const ends = scoresEnds(model);
  const values = ends.map(({ value }) => value);
  const given = neededFor([...model.steps, ...ends.flatMap(({ added }) => added)], values);
  const others = ends.flatMap(({ after }) => after);
  const counts = consumers([...values, ...[...given, ...others].flatMap(({ inputs }) => inputs)]);
  const made = new Map<string, Step>();
  const alone = (name: string): Step | undefined => (counts.get(name) === 1 ? made.get(name) : undefined);
  for (const step of given) {
    const [name] = step.inputs;
    const before = step.inputs.length === 1 ? alone(name) : undefined;
    const one = before && padded(before, step);
    const folded = before && foldScale(step, alone);
    if (one ?? folded) made.delete(name);
    const last = folded?.copies.at(-1) ?? folded?.linear;
    if (folded && last !== folded.linear) made.set(folded.linear.outputs[0], folded.linear);
    made.set(step.outputs[0], one ?? (last ? { ...last, outputs: step.outputs } : step));
  }
  return { steps: [...made.values()], ends };
};
