import type { AttackMethodOptions } from '@interp/adversarial';
import { classIn } from '../../state/parameters.js';
import type { ViewValues } from '../../state/studio-state.js';

type Values = ViewValues<'attack'>;

/** What an attack changes: how many numbers, and what they can be. */
export interface Attackable {
  /** Height, width and channels. */
  readonly inputShape: readonly number[];
  /** The lowest and the highest. */
  readonly bounds: readonly [low: number, high: number];
}

/** What networks of digits take. */
const digit: Attackable = { inputShape: [28, 28, 1], bounds: [-1, 1] };

/** The radius of a ball that is as large to the eye in each norm, for ε as the view has it: the largest change of a pixel of a digit. */
const radius = { linf: () => 1, l2: (n: number) => 10 * Math.sqrt(n / 784), l1: (n: number) => (100 * n) / 784 };

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

/** The options of `attackMethodOf` that settings say; ε of the view is of pixels from -1 to 1, and stretched to what the network takes. */
export const attackOptions = (
  values: Values,
  { inputShape, bounds: [low, high] }: Attackable = digit,
): AttackMethodOptions => {
  const { method } = values;
  const norm = normOf(values);
  const size = inputShape.reduce((all, length) => all * length, 1);
  const epsilon = values.epsilon * radius[norm](size) * ((high - low) / 2);
  return { method, norm, ...(hasBall(method) && { epsilon: Number(epsilon.toFixed(6)) }) };
};

/** The class that the image is to be taken for; undefined for any other than its own, also where the network has no such class. */
export const targetOf = ({ target }: Pick<Values, 'target'>, classes: number): number | undefined =>
  classIn(target, classes);
