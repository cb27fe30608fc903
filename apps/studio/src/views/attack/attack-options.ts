import type { AttackMethodOptions } from '@interp/adversarial';
import type { ViewValues } from '../../state/studio-state.js';

type Values = ViewValues<'attack'>;

/** The radius of a ball that is as large to the eye in each norm, for ε as the view has it: the largest change of a pixel. */
const radius = { linf: 1, l2: 10, l1: 100 } as const;

/** The norms that an attack takes. */
export const normsOf = (method: Values['method']): readonly Values['norm'][] => {
  if (method === 'carlini-wagner') return ['l2'];
  return method === 'deepfool' ? ['l2', 'linf'] : ['linf', 'l2', 'l1'];
};

/** Whether an attack keeps to a ball of radius ε, rather than looking for the shortest way out. */
export const hasBall = (method: Values['method']): boolean => method !== 'deepfool' && method !== 'carlini-wagner';

/** The norm in which a change is measured: the one that is chosen, or where the attack does not take it, its own. */
export const normOf = ({ method, norm }: Values): Values['norm'] =>
  normsOf(method).includes(norm) ? norm : normsOf(method)[0];

/** The options of `attackMethodOf` that settings say. */
export const attackOptions = (values: Values): AttackMethodOptions => {
  const { method, epsilon } = values;
  const norm = normOf(values);
  return { method, norm, ...(hasBall(method) && { epsilon: Number((epsilon * radius[norm]).toFixed(6)) }) };
};
