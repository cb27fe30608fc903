import { memoised } from '../../memoised.js';
import { soleUsers } from './sole-users.js';
import type { Step, StepGraph } from '../steps.js';

/**
 * The same steps with max-pooling moved before each increasing activation, unless something else uses the activation's output: the maximum
 * stays the maximum, and the activation is applied to fewer values. Values that the activation would round to the same number stay distinct.
 *
 * @param graph - the steps
 * @returns the reordered steps, cached; the value between the two differs
 */
export const maxPoolingFirst = memoised((graph: StepGraph): StepGraph => {
  const pairs = [...soleUsers(graph)].filter(
    ([{ operator }, user]) => operator.isIncreasing && user.operator.kind === 'max-pooling',
  );
  if (pairs.length === 0) return graph;
  const poolings = new Map(pairs);
  const activations = new Map(pairs.map(([activation, pooling]) => [pooling, activation]));
  const steps = graph.steps.map((step): Step => {
    const [pooling, activation] = [poolings.get(step), activations.get(step)];
    if (pooling) return { ...pooling, inputs: step.inputs, outputs: step.outputs };
    if (activation) return { ...activation, inputs: activation.outputs, outputs: step.outputs };
    return step;
  });
  return { ...graph, steps };
});
