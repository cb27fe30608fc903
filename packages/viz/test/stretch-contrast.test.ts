import fc from 'fast-check';
import { refusal } from '@interp/testing/refusal';
import { stretchContrast } from '@interp/viz';

const pixel = fc.float({ min: -1, max: 1, noNaN: true });

test('the smallest value of each image becomes 0, the largest 1, and the order of all stays', () => {
  fc.assert(
    fc.property(fc.array(fc.array(pixel, { minLength: 6, maxLength: 6 }), { minLength: 1, maxLength: 4 }), (images) => {
      const data = Float32Array.from(images.flat());
      const stretched = stretchContrast({ data, shape: [images.length, 2, 3, 1] });
      expect(stretched.range).toEqual([0, 1]);
      images.forEach((_, i) => {
        const [before, after] = [data.subarray(6 * i, 6 * i + 6), stretched.data.subarray(6 * i, 6 * i + 6)];
        const [low, high] = [Math.min(...before), Math.max(...before)];
        if (low < high) expect([Math.min(...after), Math.max(...after)]).toEqual([0, 1]);
        else expect(after.every((value) => value === Math.fround((low + 1) / 2))).toBe(true);
        before.forEach((a, p) => before.forEach((b, q) => a < b && expect(after[p]).toBeLessThanOrEqual(after[q])));
      });
    }),
  );
});

test('colours share one scale, and alpha is kept', () => {
  const data = Uint8Array.of(10, 20, 30, 255, 20, 20, 60, 0);
  const { data: stretched } = stretchContrast({ data, shape: [1, 1, 2, 4] });
  expect(Array.from(stretched)).toEqual([0, 0.2, 0.4, 1, 0.2, 0.2, 1, 0].map(Math.fround));
});

test('refuses what is no batch of images', async () => {
  expect(await refusal(() => stretchContrast({ data: Float32Array.of(1), shape: [1, 1] }))).toBe('bad-shape');
  expect(await refusal(() => stretchContrast({ data: Float32Array.of(NaN), shape: [1, 1, 1, 1] }))).toBe('bad-value');
});
