import { refusal } from '@interp/testing/refusal';
import { fitPicture, mapOnPicture, type Preprocessing } from '@interp/images';
import { fittedAxes, frameOf } from '../src/fitting/resized-axis.js';

/** A picture of 13 × 9 pixels, all different. */
const [width, height] = [13, 9];
const at = (x: number, y: number, c: number): number => (c === 3 ? 255 : (x * 37 + y * 91 + c * 53) % 256);
const picture = {
  data: Uint8Array.from({ length: 4 * width * height }, (_, i) =>
    at((i >> 2) % width, Math.floor((i >> 2) / width), i % 4),
  ),
  width,
  height,
};
const bytes = (values: Float32Array): number[] => Array.from(values, (value) => 127.5 * (value + 1));

/** The same by Pillow 12, which resizes in floating point: `resize(size, BILINEAR, box)`; the first six numbers and the last three. */
test.each<['stretch' | 'cover', readonly number[], readonly number[]]>([
  ['stretch', [4, 5, 3], [99.507, 132.027, 136.752, 133.583, 151.784, 133.858, 117.248, 129.288, 154.493]],
  ['cover', [4, 5, 3], [105.3, 140.38, 130.843, 139.157, 148.271, 138.369, 123.157, 130.077, 148.7]],
  ['stretch', [3, 16, 3], [81.75, 134.75, 123.75, 108.344, 115.344, 150.344, 130.25, 119.25, 172.25]],
  ['cover', [8, 3, 3], [160.53, 205.85, 84.77, 177.468, 52.432, 85.65, 76.532, 169.23, 48.15, 93.47].toSpliced(6, 1)],
])('%s to [%s] is what Pillow makes of it', (fit, inputShape, expected) => {
  const found = bytes(fitPicture(picture, { inputShape, fit }));
  [...found.slice(0, 6), ...found.slice(-3)].forEach((value, i) => expect(value).toBeCloseTo(expected[i], 2));
});

test('contain keeps proportions, and beside the picture lies the grey of its border', () => {
  const grey = { ...picture, data: picture.data.map((value, i) => (i % 4 === 3 ? 255 : i < 4 * 60 ? 51 : 204)) };
  const found = bytes(fitPicture(grey, { inputShape: [8, 6, 3], fit: 'contain' }));
  // 13 × 9 in 6 × 8 is 6 × 4, with two rows above and below.
  const row = (y: number) => found.slice(18 * y, 18 * y + 18);
  for (const y of [0, 1, 6, 7]) row(y).forEach((value) => expect(value).toBeCloseTo(204, 4));
  row(2).forEach((value) => expect(value).toBeCloseTo(51, 4));
  row(5).forEach((value) => expect(value).toBeCloseTo(204, 4));
});

/** Sizes of pictures and inputs: small and large, square and not, a line. */
const sizes = [
  [13, 9, 4, 5],
  [3, 50, 8, 8],
  [1, 1, 7, 3],
  [1, 40, 6, 9],
  [40, 1, 9, 6],
  [17, 17, 17, 17],
  [5, 4, 31, 33],
] as const;

test.each(
  sizes.flatMap(([w, h, rows, columns]) =>
    (['cover', 'contain', 'stretch'] as const).map((fit) => [w, h, rows, columns, fit] as const),
  ),
)('%i × %i to %i × %i, %s: each place is a mean; what it has comes back whole', (w, h, rows, columns, fit) => {
  const axes = fittedAxes({ width: w, height: h }, [rows, columns, 1], fit);
  for (const { first, shares, from } of [axes.rows, axes.columns])
    shares.forEach((own, place) => {
      if (own.length === 0) return expect(fit).toBe('contain');
      expect(own.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      expect(own.every((share) => share >= 0)).toBe(true);
      expect(first[place] + own.length).toBeLessThanOrEqual(from);
    });
  const inside = (i: number) =>
    axes.rows.shares[Math.floor(i / columns)].length * axes.columns.shares[i % columns].length > 0;
  const map = Float32Array.from({ length: rows * columns }, (_, i) => (inside(i) ? Math.sin(i) : 0));
  const net = { inputShape: [rows, columns, 3], preprocessing: { fit } };
  const { data, shape } = mapOnPicture(map, net, { width: w, height: h });
  expect(shape).toEqual([1, h, w, 1]);
  const sum = (values: Float32Array) => values.reduce((all, value) => all + value, 0);
  expect(sum(data)).toBeCloseTo(sum(map), 4);
});

test.each<[Preprocessing['fit'], readonly number[]]>([
  ['stretch', [0, 0, 200, 100]],
  ['cover', [75, 0, 50, 100]],
  ['contain', [0, -150, 200, 400]],
])('%s: where the input lies in the picture', (fit, frame) => {
  expect(frameOf(fittedAxes({ width: 200, height: 100 }, [8, 4, 3], fit))).toEqual(frame);
});

test.each([
  [
    'no map',
    () => mapOnPicture(new Float32Array(5), { inputShape: [2, 2, 3], preprocessing: { fit: 'cover' } }, picture),
  ],
  ['bytes of another size', () => fitPicture({ ...picture, width: 3 }, { inputShape: [4, 4, 3] })],
])('%s is refused', async (_, work) => {
  expect(await refusal(work)).toBe('bad-shape');
});
