import { checkGivenText, checkNumber, InterpError } from '@interp/checks';

/**
 * The letters of the seven segments: a above, g in the middle, d below, b and c to the right, f and e to the left, upper ones
 * first.
 */
export const segmentLetters = 'abcdefg';

/** How many states seven segments have. */
export const stateCount = 2 ** segmentLetters.length;

/** All states, 0 (nothing lit) to 127 (everything lit). */
export const allStates: readonly number[] = Array.from({ length: stateCount }, (_, state) => state);

/**
 * Checks that a number is a state.
 *
 * @param state - the number
 * @throws InterpError `bad-option`
 */
export const checkState = (state: number): void =>
  checkNumber('the state', state, { min: 0, max: stateCount - 1, integer: true });

/**
 * The segments that are lit in a state. Bit 0 stands for a, bit 6 for g.
 *
 * @param state - 0 to 127
 * @returns their letters in the order of the alphabet; empty for state 0
 * @throws InterpError `bad-option` for another number
 *
 * @example
 * ```ts
 * import { segmentsOf, stateOf } from '@interp/sevenseg';
 *
 * console.log(segmentsOf(7), stateOf('abc')); // abc 7
 * ```
 */
export const segmentsOf = (state: number): string => {
  checkState(state);
  return Array.from(segmentLetters)
    .filter((_, bit) => (state >> bit) & 1)
    .join('');
};

/**
 * The state in which some segments are lit and no others.
 *
 * @param segments - their letters in any order, none twice; empty for none
 * @returns 0 to 127
 * @throws InterpError `bad-option` for another letter or one that is there twice
 */
export const stateOf = (segments: string): number => {
  checkGivenText('segments', segments, 'letters from a to g');
  let state = 0;
  for (const letter of segments) {
    const bit = segmentLetters.indexOf(letter);
    if (bit < 0 || (state >> bit) & 1)
      throw new InterpError(
        'bad-option',
        `the segments are ${JSON.stringify(segments.slice(0, 40))}; expected letters from a to g, none of them twice`,
      );
    state |= 1 << bit;
  }
  return state;
};

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
