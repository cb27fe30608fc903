import { stateOf } from './segments.js';

/** The segments of each digit, `digitSegments[5]` those of the five (thesis, Figure 4.1). */
export const digitSegments: readonly string[] = [
  'abcdef',
  'bc',
  'abdeg',
  'abcdg',
  'bcfg',
  'acdfg',
  'acdefg',
  'abc',
  'abcdefg',
  'abcdfg',
];

/** The state of each digit: {@link digitSegments} as numbers. */
export const digitStates: readonly number[] = digitSegments.map(stateOf);
