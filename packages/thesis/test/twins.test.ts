import { textOf } from '@interp/report';
import { inRows, withTwins } from '../src/figures/twins.js';

const grey = (count: number) => ({
  shape: [count, 2, 2, 1],
  data: Float32Array.from({ length: 4 * count }, (_, i) => 0.01 * (i % 4)),
});
const names = (count: number) => () => Array.from({ length: count }, (_, i) => `P${i}`);

/** The left and top edges of all pictures of a drawing. */
const placesOf = (svg: string) =>
  Array.from(svg.matchAll(/<image [^>]*>/g), ([tag]) =>
    ['x', 'y'].map((side) => Number(new RegExp(` ${side}="([\\d.]+)"`).exec(tag)?.[1])),
  );

test.each([
  [1, 2, 1],
  [2, 4, 1],
  [3, 2, 3],
])('%i images stand in %i columns, each beside its twin', async (count, columns, rows) => {
  const svg = textOf(await withTwins(grey(count), names(count)), 'en');
  const places = placesOf(svg);
  expect(places).toHaveLength(2 * count);
  expect(new Set(places.map(([x]) => x)).size).toBe(columns);
  expect(new Set(places.map(([, y]) => y)).size).toBe(rows);
  expect(svg.match(/>stretched</g)).toHaveLength(columns / 2);
  const pictures = Array.from(svg.matchAll(/data:image\/png;base64,[^"]*/g), ([data]) => data);
  for (let i = 0; i < count; i++) expect(pictures[2 * i]).not.toBe(pictures[2 * i + 1]);
  expect(new Set(pictures).size).toBe(2); // all alike, and so are the twins
});

test.each([
  [7, 5, 4],
  [10, 5, 4],
])('%i images stand in %i columns, each above its twin', async (count, columns, rows) => {
  const svg = textOf(await withTwins(grey(count), names(count)), 'en');
  const places = placesOf(svg);
  expect(places).toHaveLength(2 * count);
  expect(new Set(places.map(([x]) => x)).size).toBe(columns);
  const tops = [...new Set(places.map(([, y]) => y))].sort((a, b) => a - b);
  expect(tops).toHaveLength(rows);
  for (let row = 0; row < rows; row += 2) {
    const [own, twins] = [tops[row], tops[row + 1]].map((top) => places.filter(([, y]) => y === top).map(([x]) => x));
    expect(twins).toEqual(own);
  }
  expect(svg.match(/>stretched</g)).toHaveLength(rows / 2);
  expect(new Set(svg.match(/data:image\/png;base64,[^"]*/g)).size).toBe(2); // all alike, and so are the twins
});

test('the rows are named in both languages', async () => {
  const cell = await withTwins(grey(2), (say) => ['a', say('expert', 'experto')]);
  expect(textOf(cell, 'es')).toMatch(/tal cual[^]*contraste/);
  expect(textOf(cell, 'es')).toContain('experto');
  expect(textOf(cell, 'en')).toMatch(/as found[^]*stretched/);
});

test('ten prototypes stand in two rows of five', async () => {
  const places = placesOf(textOf(await inRows(grey(10), names(10)), 'en'));
  expect([new Set(places.map(([x]) => x)).size, new Set(places.map(([, y]) => y)).size]).toEqual([5, 2]);
});
