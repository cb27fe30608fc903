import type { Program, Step } from './lower.js';

type Steps = Omit<Program, 'store'>;

const consumers = (steps: readonly Step[], output: number): Map<number, number> => {
  const counts = new Map<number, number>([[output, 1]]);
  for (const { inputs } of steps) for (const place of inputs) counts.set(place, (counts.get(place) ?? 0) + 1);
  return counts;
};

const joined = (first: Step, second: Step): Step['layer'] => ({
  name: `${first.layer.name}+${second.layer.name}`,
  type: first.operator.kind === 'linear' ? first.layer.type : second.layer.type,
});

/** The one step that the two make, if they can be made one. */
const merged = (first: Step, second: Step): Step | undefined => {
  const [a, b] = [first.operator, second.operator];
  if (a.kind === 'linear' && a.withScale && b.kind === 'linear' && b.perChannel && b.bias) {
    const operator = a.withScale(b.scale!, b.bias);
    return { operator, inputs: first.inputs, output: second.output, layer: joined(first, second) };
  }
  if (a.kind === 'reshaping' && a.padding && b.kind === 'linear') {
    const operator = b.withPadding?.(a.padding);
    return operator && { operator, inputs: first.inputs, output: second.output, layer: joined(first, second) };
  }
  return undefined;
};

const withoutSoftmax = ({ steps, output, ...rest }: Steps): Steps => {
  const last = steps.find((step) => step.output === output);
  if (last?.operator.kind !== 'activation' || !['softmax', 'logSoftmax'].includes(last.operator.name)) {
    return { steps, output, ...rest };
  }
  return { ...rest, steps: steps.filter((step) => step !== last), output: last.inputs[0] };
};

/**
 * Brings steps into a simpler form that computes the same: leaves out a final softmax (what remains are the logits), folds batch
 * normalisation into the dense or convolutional step before it, and zero padding into the convolution after it, where nothing else
 * uses the value between.
 *
 * @param listed - the steps
 * @returns the simpler steps
 */
export const canonised = (listed: Steps): Steps => {
  const given = withoutSoftmax(listed);
  const counts = consumers(given.steps, given.output);
  const made = new Map<number, Step>();
  for (const step of given.steps) {
    const [place] = step.inputs;
    const before = step.inputs.length === 1 && counts.get(place) === 1 ? made.get(place) : undefined;
    const one = before && merged(before, step);
    if (one) made.delete(place);
    made.set(step.output, one ?? step);
  }
  return { ...given, steps: [...made.values()] };
};
