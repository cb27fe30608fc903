import { addressOf, initialState, stateAt } from '../src/state/studio-state.js';
import { stops } from '../src/views/thesis/stops.js';
import { stopText } from '../src/views/thesis/thesis-words.js';

test('there is a dozen stops, and the address of each is a state that its view can have', () => {
  expect(stops).toHaveLength(12);
  for (const { address } of stops) {
    const query = (text: string) => [...new URLSearchParams(text.slice(text.indexOf('?'))).entries()].sort();
    expect(query(addressOf(stateAt(address)))).toEqual(query(address));
    expect(address.startsWith(stateAt(address, initialState).view)).toBe(true);
  }
});

test('each stop says what it is about in three sentences, and what to try, then and today', () => {
  for (let stop = 1; stop <= stops.length; stop++) {
    expect(stopText('a', stop).match(/[.?!:](?= [A-Z]|$)/g)?.length).toBeGreaterThanOrEqual(2);
    for (const kind of ['t', 'y', 'b', 'c'] as const) expect(stopText(kind, stop)).toMatch(/\w{3}/);
  }
});
