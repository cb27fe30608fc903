import type { Step, StepGraph } from './steps.js';

/** Pairs of an increasing activation and the max-pooling that is the only user of its output. */
const pairs = ({ steps, output }: StepGraph): Map<Step, Step> => {
  const found = new Map<Step, Step>();
  const users = new Map<string, Set<Step>>();
  for (const step of steps) for (const name of step.inputs) users.set(name, (users.get(name) ?? new Set()).add(step));
  for (const step of steps) {
    const [made] = step.outputs;
    if (!step.operator.isIncreasing || made === output) continue;
    const [user, ...others] = users.get(made) ?? [];
    if (others.length === 0 && user?.operator.kind === 'pooling') found.set(step, user);
  }
  return found;
};

const made = new WeakMap<StepGraph, StepGraph>();

/**
 * The same steps with max-pooling moved before each increasing activation, unless something else uses the activation's output: the maximum
 * stays the maximum, and the activation is applied to fewer values. Values that the activation would round to the same number stay distinct.
 *
 * @param graph - the steps
 * @returns the reordered steps, cached; the value between the two differs
 */
export const poolingFirst = (graph: StepGraph): StepGraph => {
  const known = made.get(graph);
  if (known) return known;
  const swapped = pairs(graph);
  const poolings = new Map([...swapped].map(([activation, pooling]) => [pooling, activation]));
  const steps = graph.steps.map((step): Step => {
    const [pooling, activation] = [swapped.get(step), poolings.get(step)];
    if (pooling) return { ...pooling, inputs: step.inputs, outputs: step.outputs };
    if (activation) return { ...activation, inputs: activation.outputs, outputs: step.outputs };
    return step;
  });
  const changed = swapped.size > 0 ? { ...graph, steps } : graph;
  made.set(graph, changed);
  return changed;
};
