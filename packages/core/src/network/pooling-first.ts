import type { Step, StepGraph } from './steps.js';

/** Pairs of an activation that never falls and the max-pooling that alone takes what it returns. */
const pairs = ({ steps, output }: StepGraph): Map<Step, Step> => {
  const found = new Map<Step, Step>();
  for (const step of steps) {
    const [made] = step.outputs;
    if (!step.operator.isIncreasing || made === output) continue;
    const users = steps.filter(({ inputs }) => inputs.includes(made));
    if (users.length === 1 && users[0].operator.kind === 'pooling') found.set(step, users[0]);
  }
  return found;
};

const made = new WeakMap<StepGraph, StepGraph>();

/**
 * The same steps with max-pooling before each activation that never falls, where nothing else takes what that returns: the largest value
 * is the largest after it too, and the activation is applied to what is left. Values that an activation rounds to the same are told apart.
 *
 * @param graph - the steps
 * @returns the steps in their new order, made once; the value between the two is another
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
