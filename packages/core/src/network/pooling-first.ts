import type { Program, Step } from './lower.js';

/** Pairs of an activation that never falls and the max-pooling that alone takes what it returns. */
const pairs = ({ steps, output }: Program): Map<Step, Step> => {
  const found = new Map<Step, Step>();
  for (const step of steps) {
    const { operator } = step;
    if (operator.kind !== 'activation' || !operator.isIncreasing || step.output === output) continue;
    const users = steps.filter(({ inputs }) => inputs.includes(step.output));
    if (users.length === 1 && users[0].operator.kind === 'pooling') found.set(step, users[0]);
  }
  return found;
};

const made = new WeakMap<Program, Program>();

/**
 * The same steps with max-pooling before each activation that never falls, where nothing else takes what that returns: the largest value
 * is the largest after it too, and the activation is applied to what is left. Values that an activation rounds to the same are told apart.
 *
 * @param program - the steps
 * @returns the steps in their new order, made once; the value between the two is another
 */
export const poolingFirst = (program: Program): Program => {
  const known = made.get(program);
  if (known) return known;
  const swapped = pairs(program);
  const poolings = new Map([...swapped].map(([activation, pooling]) => [pooling, activation]));
  const steps = program.steps.map((step): Step => {
    const [pooling, activation] = [swapped.get(step), poolings.get(step)];
    if (pooling) return { ...pooling, inputs: step.inputs, output: step.output };
    if (activation) return { ...activation, inputs: [activation.output], output: step.output };
    return step;
  });
  const changed = swapped.size > 0 ? { ...program, steps } : program;
  made.set(program, changed);
  return changed;
};
