import type { ViewValues } from '../../state/studio-state.js';

/** The classes that settings ask for. */
export const classesOf = ({ class: chosen }: Pick<ViewValues<'imagine'>, 'class'>): readonly number[] =>
  chosen === 'all' ? Array.from({ length: 10 }, (_, i) => i) : [Number(chosen)];

/** The settings that prototypes depend on: not the step that is shown, nor the map of codes. */
export type AscentValues = Omit<ViewValues<'imagine'>, 'frame' | 'pad' | 'set'>;

/** Those of all settings. */
export const ascentValues = (values: ViewValues<'imagine'>): AscentValues => {
  const { method, class: wanted, lambda, gamma, steps, start, seed, expert, decoder } = values;
  return { method, class: wanted, lambda, gamma, steps, start, seed, expert, decoder };
};
