import { foldScale } from './fold-scale.js';
import type { LoweredModel } from './lower.js';
import type { Step } from './steps.js';

/** Where the scores of an output end. */
export interface ScoresEnd {
  /** The name of the value that holds the scores. */
  readonly value: string;
  /** The softmax that turns the scores into the output; missing if the output is the scores. */
  readonly softmax?: Step;
  /** Whether that softmax is the activation of a dense layer rather than a layer of its own. */
  readonly isFused: boolean;
}

/** A model's steps in their simplest form. */
export interface CanonicalModel {
  /** The steps, without a final softmax. */
  readonly steps: readonly Step[];
  /** Where the scores of each output end. */
  readonly ends: readonly ScoresEnd[];
}

/**
 * Finds where the scores of an output end: before a final softmax or log-softmax, whether that is a layer, the activation of a
 * dense layer, or the last step of a nested model. No other code decides this.
 */
const scoresEnd = ({ steps }: LoweredModel, output: string): ScoresEnd => {
  const last = steps.find(({ outputs }) => outputs.includes(output));
  const isSoftmax = last?.operator.activation === 'softmax' || last?.operator.activation === 'logSoftmax';
  const isFused = steps.some((step) => step !== last && step.layer === last?.layer);
  if (!isSoftmax || (isFused && last.layer.type !== 'Dense')) return { value: output, isFused: false };
  return { value: last.inputs[0], softmax: last, isFused };
};

const consumers = (steps: readonly Step[], ends: readonly ScoresEnd[]): Map<string, number> => {
  const counts = new Map<string, number>();
  for (const name of [...ends.map(({ value }) => value), ...steps.flatMap(({ inputs }) => inputs)])
    counts.set(name, (counts.get(name) ?? 0) + 1);
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
 * Simplifies a model's steps: removes a final softmax, so that the outputs are scores, folds batch normalisation
 * into the dense or convolutional step before it, also where steps between them only copy, and zero padding into the convolution after it, if
 * nothing else uses the values between.
 */
export const canonicalise = (model: LoweredModel): CanonicalModel => {
  const ends = model.outputs.map((output) => scoresEnd(model, output));
  const isUsed = ({ outputs }: Step): boolean => model.steps.some(({ inputs }) => inputs.includes(outputs[0]));
  const dropped = new Set(ends.flatMap(({ softmax }) => (softmax && !isUsed(softmax) ? [softmax] : [])));
  const given = model.steps.filter((step) => !dropped.has(step));
  const counts = consumers(given, ends);
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
