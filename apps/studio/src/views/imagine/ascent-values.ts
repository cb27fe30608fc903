import { classIn } from '../../state/parameters.js';
import type { ViewValues } from '../../state/studio-state.js';

/** As many classes as this are imagined together at most. */
export const mostClasses = 10;

/** The classes that settings ask for, of those that a network has; the first where it does not have the one that is asked for. */
export const classesOf = ({ class: chosen }: Pick<ViewValues<'imagine'>, 'class'>, classes = 10): readonly number[] => {
  if (chosen === 'all') return Array.from({ length: Math.min(mostClasses, classes) }, (_, i) => i);
  return [classIn(chosen, classes) ?? 0];
};

/** The settings that prototypes depend on: not the step that is shown, nor the map of codes. */
export type AscentValues = Omit<ViewValues<'imagine'>, 'frame' | 'pad' | 'set'>;

/** Those of all settings. */
export const ascentValues = (values: ViewValues<'imagine'>): AscentValues => {
  const { method, class: wanted, lambda, gamma, steps, start, seed, expert, decoder } = values;
  return { method, class: wanted, lambda, gamma, steps, start, seed, expert, decoder };
};

/** Whether an ascent begins at what is drawn, or at the picture that is looked at. */
export const beginsAtInput = ({ start, method }: Pick<AscentValues, 'start' | 'method'>): boolean =>
  start === 'input' && method !== 'decoder';

/** Whether a method goes through images of digits alone: its expert or its generator knows no others. */
export const isOfDigits = (method: AscentValues['method']): boolean => method === 'expert' || method === 'decoder';
