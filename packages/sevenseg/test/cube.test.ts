import { digitSegments, digitStates, segmentsOf, shortestFlips, stateMap, stateOf } from '@interp/sevenseg';
import fc from 'fast-check';
import { refusal } from '@interp/testing/refusal';

const distance = (one: number, other: number): number =>
  Array.from({ length: 7 }, (_, bit) => ((one ^ other) >> bit) & 1).reduce((sum, bit) => sum + bit, 0);

test('segments and states are two names of the same', () => {
  for (let state = 0; state < 128; state++) expect(stateOf(segmentsOf(state))).toBe(state);
  expect(stateOf('gfa')).toBe(stateOf('afg'));
  expect(digitStates.map(segmentsOf)).toEqual(digitSegments);
  expect(new Set(digitStates).size).toBe(10);
});

test.each(['h', 'aa', 'A', 'a b'])('%j are no segments', async (segments) => {
  expect(await refusal(() => stateOf(segments))).toBe('bad-option');
});

test.each([-1, 128, 1.5, NaN])('%d is no state', async (state) => {
  expect(await refusal(() => segmentsOf(state))).toBe('bad-option');
});

describe('the shortest flips', () => {
  const cases = fc.tuple(
    fc.integer({ min: 0, max: 127 }),
    fc.uniqueArray(fc.integer({ min: 0, max: 127 }), { minLength: 1, maxLength: 12 }),
  );

  it('are as many as the segments in which the nearest wanted state differs, and lead there', () => {
    fc.assert(
      fc.property(cases, ([from, wanted]) => {
        const { states, flips } = shortestFlips(from, (state) => wanted.includes(state))!;
        const nearest = Math.min(...wanted.map((state) => distance(from, state)));
        expect(flips).toHaveLength(nearest);
        expect(states[0]).toBe(from);
        expect(wanted).toContain(states.at(-1));
        states.slice(1).forEach((state, i) => expect(state).toBe(states[i] ^ stateOf(flips[i])));
      }),
      { seed: 1 },
    );
  });

  it('lead to the preferred one of those that are equally near', () => {
    fc.assert(
      fc.property(cases, ([from, wanted]) => {
        const nearest = Math.min(...wanted.map((state) => distance(from, state)));
        const best = Math.max(...wanted.filter((state) => distance(from, state) === nearest));
        const path = shortestFlips(
          from,
          (state) => wanted.includes(state),
          (state) => state,
        );
        expect(path?.states.at(-1)).toBe(best);
      }),
      { seed: 2 },
    );
  });

  it('are none where the start is wanted, and there is no way where nothing is', () => {
    expect(shortestFlips(9, () => true)).toEqual({ states: [9], flips: '' });
    expect(shortestFlips(9, () => false)).toBeUndefined();
  });

  it('look at every state once before they give up', () => {
    const seen: number[] = [];
    shortestFlips(77, (state) => {
      seen.push(state);
      return false;
    });
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: 128 }, (_, i) => i));
  });
});

test('in the map neighbours are one flip apart, around the edges too, and no state is missing', () => {
  const { rows, columns, states } = stateMap();
  expect([rows.length, columns.length]).toEqual([8, 16]);
  expect(new Set(states.flat()).size).toBe(128);
  states.forEach((row, r) =>
    row.forEach((state, c) => {
      expect(segmentsOf(state)).toBe(
        Array.from(rows[r] + columns[c])
          .sort()
          .join(''),
      );
      expect(distance(state, row[(c + 1) % 16])).toBe(1);
      expect(distance(state, states[(r + 1) % 8][c])).toBe(1);
    }),
  );
});
