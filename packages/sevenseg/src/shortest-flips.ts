import { checkGivenFunction } from '@interp/checks';
import { checkState, segmentLetters } from './segments.js';

/** A path from one state to another, one segment at a time. */
export interface FlipPath {
  /** The states on the path, the first and the last included. */
  readonly states: readonly number[];
  /** The segments that are flipped, in order. */
  readonly flips: string;
}

/**
 * A shortest path to a target state, by breadth-first search over the hypercube of the 128 states,
 * whose edges are flips of one segment. Of equally near targets, the most preferred one is taken.
 *
 * @param from - where it starts
 * @param wanted - whether a state is a target
 * @param preference - the higher the better. Default all alike: the lowest state is then taken
 * @returns the path, without flips if the start is a target; undefined if no state is
 * @throws InterpError `bad-option` for a start that is no state
 *
 * @example
 * ```ts
 * import { segmentsOf, shortestFlips, stateOf } from '@interp/sevenseg';
 *
 * const path = shortestFlips(stateOf('abcdef'), (state) => state === stateOf('abcdefg'));
 * console.log(path?.flips, path?.states.map(segmentsOf)); // g [ 'abcdef', 'abcdefg' ]
 * ```
 */
export const shortestFlips = (
  from: number,
  wanted: (state: number) => boolean,
  preference: (state: number) => number = () => 0,
): FlipPath | undefined => {
  checkGivenFunction('wanted', wanted, 'a function of a state');
  checkState(from);
  const flippedBit = new Map<number, number>([[from, -1]]);
  let level = [from];
  while (level.length > 0) {
    const found = level.filter(wanted).sort((one, other) => preference(other) - preference(one) || one - other)[0];
    if (found !== undefined) return pathTo(found, flippedBit);
    const next: number[] = [];
    for (const state of level)
      for (let bit = 0; bit < segmentLetters.length; bit++) {
        const neighbour = state ^ (1 << bit);
        if (flippedBit.has(neighbour)) continue;
        flippedBit.set(neighbour, bit);
        next.push(neighbour);
      }
    level = next;
  }
  return undefined;
};

const pathTo = (end: number, flippedBit: ReadonlyMap<number, number>): FlipPath => {
  const states = [end];
  let flips = '';
  for (let bit = flippedBit.get(end)!; bit >= 0; bit = flippedBit.get(states[0])!) {
    flips = segmentLetters[bit] + flips;
    states.unshift(states[0] ^ (1 << bit));
  }
  return { states, flips };
};
