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

test('options are checked', () => {
  expect(codeOf(() => drawnOutliers({} as { seed: number }))).toBe('bad-option');
  expect(codeOf(() => drawnOutliers({ seed: 1, count: 0 }))).toBe('bad-option');
});
