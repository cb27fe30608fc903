import { number, type Parameter } from '../../state/parameters.js';

/** Letters of the segments, from the top to the right and around, the middle one last. */
export const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g'] as const;

/** The segments that are lit, by their letters. */
const lit: Parameter<string> = {
  initial: 'acdfg',
  read: (given) => (/^(?!.*(.).*\1)[a-g]*$/.test(given) ? given : undefined),
  write: (value) => value,
};

/** Settings of the view. */
export const segmentsParameters = {
  lit,
  thickness: number(1, 6, 0.1, 2.8),
  slant: number(-0.5, 0.5, 0.05, 0),
  right: number(-6, 6, 0.5, 0),
  down: number(-6, 6, 0.5, 0),
};
