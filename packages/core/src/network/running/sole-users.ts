import type { Step, StepGraph } from '../steps.js';

/** For each step whose output only one other step takes, and that is not the output of all: that other step. */
export const soleUsers = ({ steps, output }: StepGraph): ReadonlyMap<Step, Step> => {
  const users = new Map<string, Set<Step>>();
  for (const step of steps) for (const name of step.inputs) users.set(name, (users.get(name) ?? new Set()).add(step));
  const found = new Map<Step, Step>();
  for (const step of steps) {
    const [made] = step.outputs;
    const [user, ...others] = users.get(made) ?? [];
    if (user && others.length === 0 && made !== output) found.set(step, user);
  }
  return found;
};
