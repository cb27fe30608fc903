import { drawnOutliers, outlierKinds } from '../src/index.js';
import { codeOf } from '@interp/testing/refusal';

const outliers = drawnOutliers({ seed: 5, count: 62 });
const image = (index: number): Uint8Array => outliers.pixels.subarray(index * 784, (index + 1) * 784);

test('every kind is drawn, each image is another, and the same seed gives the same', () => {
  expect(new Set(outliers.labels).size).toBe(outlierKinds.length);
  expect(drawnOutliers({ seed: 5, count: 62 }).pixels).toEqual(outliers.pixels);
  expect(drawnOutliers({ seed: 6, count: 62 }).pixels).not.toEqual(outliers.pixels);
  const hashes = new Set(Array.from(outliers.labels, (_, i) => Buffer.from(image(i)).toString('latin1')));
  expect(hashes.size).toBeGreaterThan(58);
});

test('shapes are in the format of MNIST: in a box of 20 by 20, centred by mass', () => {
  const noise = outlierKinds.indexOf('noise');
  outliers.labels.forEach((kind, i) => {
    if (kind === noise) return;
    const inked = Array.from(image(i), (grey, at) => ({ x: at % 28, y: Math.floor(at / 28), grey })).filter(
      ({ grey }) => grey > 0,
    );
    const mass = inked.reduce((sum, { grey }) => sum + grey, 0);
    for (const axis of ['x', 'y'] as const) {
      const places = inked.map((pixel) => pixel[axis]);
      const [low, high] = [Math.min(...places), Math.max(...places)];
      expect(high - low).toBeLessThanOrEqual(23);
      // What sticks out at one side is cut off.
      const isInside = low > 0 && high < 27;
      const centre = inked.reduce((sum, pixel) => sum + pixel.grey * pixel[axis], 0) / mass;
      if (isInside) expect(Math.abs(centre - 13.5)).toBeLessThan(0.75);
    }
  });
});

const inkOf = (pixels: Uint8Array): number => pixels.reduce((sum, grey) => sum + grey, 0);

test('any pen: most strokes stay as they are, others are thick downwards and thin across, or have bars across their ends', () => {
  const others = drawnOutliers({ seed: 5, count: 620, pens: 'any' });
  const round = drawnOutliers({ seed: 5, count: 620 });
  expect(others.labels).toEqual(round.labels);
  const at = (set: typeof round, i: number): Uint8Array => set.pixels.subarray(784 * i, 784 * (i + 1));
  const places = Array.from(round.labels.keys());
  const changed = places.filter((i) => Buffer.compare(at(others, i), at(round, i)) !== 0);
  // Half of what one pen draws: 0.7 keep the pen, 0.7 have no bars.
  expect(changed.length / places.length).toBeGreaterThan(0.25);
  expect(changed.length / places.length).toBeLessThan(0.5);
  const kept = ['nib', 'filled', 'silhouette', 'noise'].map((kind) => outlierKinds.indexOf(kind));
  expect(changed.filter((i) => kept.includes(round.labels[i]))).toEqual([]);
  for (const i of changed) expect(inkOf(at(others, i))).toBeGreaterThan(0);
});

test('options are checked', () => {
  expect(codeOf(() => drawnOutliers({ seed: 1, pens: 'quill' as 'any' }))).toBe('bad-option');
  expect(codeOf(() => drawnOutliers({} as { seed: number }))).toBe('bad-option');
  expect(codeOf(() => drawnOutliers({ seed: 1, count: 0 }))).toBe('bad-option');
});
