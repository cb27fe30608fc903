import { snapshotFrames, snapshotGrid } from '@interp/viz';
import { refusal } from '@interp/testing/refusal';
import { drawn, placesOf, textsOf } from './pictures.js';

// Three latent codes after 0 and 100 steps: images of one grey each.
const levels = [-1, -0.5, 0, 0, 0.5, 1];
const images = Float32Array.from({ length: 6 * 4 }, (_, i) => levels[Math.floor(i / 4)]);
const series = { steps: [0, 100], count: 3, imageShape: [2, 2, 1], images };
const greysOf = (svg: string): number[] => {
  const picture = drawn(svg);
  return placesOf(svg).map(({ x, y }) => picture.at(x, y)[0]);
};
const greys = [0, 64, 128, 128, 191, 255];
const textOf = (svg: string): string[] => textsOf(svg).map(({ text }) => text);

test('a row for each step, a column for each latent code', () => {
  const svg = snapshotGrid(series);
  expect(greysOf(svg)).toEqual(greys);
  const places = placesOf(svg);
  expect(places[3].x).toBe(places[0].x);
  expect(places[3].y).toBeGreaterThan(places[0].y);
  expect(textOf(svg)).toEqual(expect.arrayContaining(['step 0', 'step 100']));
  expect(snapshotGrid(series, { title: 'Learning' })).toContain('Learning');
});

test('frames have the samples of one step each, and one size', () => {
  const frames = snapshotFrames(series, { columns: 2 });
  expect(frames.flatMap(greysOf)).toEqual(greys);
  expect(frames.map((svg) => textOf(svg).find((text) => text.startsWith('after')))).toEqual([
    'after 0 steps',
    'after 100 steps',
  ]);
  const [one, other] = frames.map((svg) => drawn(svg));
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  const places = placesOf(frames[0]);
  expect(places[2].y).toBeGreaterThan(places[1].y);
});

test('images of another number are refused', async () => {
  expect(await refusal(() => snapshotGrid({ ...series, count: 4 }))).toBe('bad-shape');
  expect(await refusal(() => snapshotFrames({ ...series, steps: [0, 1, 2] }))).toBe('bad-shape');
  expect(await refusal(() => snapshotFrames(series, { columns: 0 }))).toBe('bad-option');
});
