import { textOf } from '@interp/report';
import { inRows, withTwins } from '../src/figures/twins.js';

const grey = (count: number) => ({
  shape: [count, 2, 2, 1],
  data: Float32Array.from({ length: 4 * count }, (_, i) => 0.01 * (i % 4)),
});

/** The left and top edges of all pictures of a drawing. */
const placesOf = (svg: string) =>
  Array.from(svg.matchAll(/<image [^>]*>/g), ([tag]) =>
    ['x', 'y'].map((side) => Number(new RegExp(` ${side}="([\\d.]+)"`).exec(tag)?.[1])),
  );

test('the rows are named in both languages', async () => {
  const cell = await withTwins(grey(2), (say) => ['a', say('expert', 'experto')]);
  expect(textOf(cell, 'es')).toMatch(/tal cual[^]*contraste/);
  expect(textOf(cell, 'es')).toContain('experto');
  expect(textOf(cell, 'en')).toMatch(/as found[^]*stretched/);
});

test('ten prototypes stand in two rows of five', async () => {
  const cell = await inRows(grey(10), () => Array.from({ length: 10 }, (_, i) => `P${i}`));
  const places = placesOf(textOf(cell, 'en'));
  expect([new Set(places.map(([x]) => x)).size, new Set(places.map(([, y]) => y)).size]).toEqual([5, 2]);
});
