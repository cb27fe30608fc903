import { refusal } from '@interp/testing/refusal';
import { preprocessing, type PreprocessingOptions } from '@interp/images';
import { imagesOf } from '../src/images.js';
import { preprocessed } from '../src/preprocessing.js';

/** Two pixels of three channels, in [0, 1]. */
const unit = [0, 0.25, 1, 0.6, 0.5, 0.1];
const pixels = Float32Array.from(unit, (p) => 2 * p - 1);
const [mean, std] = [
  [0.485, 0.456, 0.406],
  [0.229, 0.224, 0.225],
];
const grey = [0.299 * 0 + 0.587 * 0.25 + 0.114 * 1, 0.299 * 0.6 + 0.587 * 0.5 + 0.114 * 0.1];

test.each<[string, PreprocessingOptions, readonly number[]]>([
  ['nothing', {}, unit.map((p) => 2 * p - 1)],
  ['bounds', { bounds: [0, 255] }, unit.map((p) => 255 * p)],
  ['mean and std', { mean, std }, unit.map((p, i) => (p - mean[i % 3]) / std[i % 3])],
  ['one mean for all', { mean: [0.5] }, unit.map((p) => p - 0.5)],
  ['std alone', { std: [0.5, 0.25, 1] }, unit.map((p, i) => p / [0.5, 0.25, 1][i % 3])],
  ['bgr', { channels: 'bgr', bounds: [0, 1] }, [1, 0.25, 0, 0.1, 0.5, 0.6]],
  [
    'bgr, mean and std as they are for rgb',
    { channels: 'bgr', mean, std },
    [2, 1, 0, 5, 4, 3].map((i) => (unit[i] - mean[i % 3]) / std[i % 3]),
  ],
  ['grey', { channels: 'grey', bounds: [0, 1] }, grey.flatMap((p) => [p, p, p])],
])('%s make of pixels what they say, and pictures again', (_, settings, expected) => {
  const { toModel, toPicture, bounds } = preprocessing(3, settings);
  const inputs = toModel(pixels);
  inputs.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 4));
  for (const value of toModel(Float32Array.of(-1, -1, -1, 1, 1, 1))) {
    expect(value).toBeGreaterThanOrEqual(bounds[0]);
    expect(value).toBeLessThanOrEqual(bounds[1]);
  }
  if (settings.channels !== 'grey') toPicture(inputs).forEach((value, i) => expect(value).toBeCloseTo(pixels[i], 5));
});

test('grey images are taken by a model of three channels', () => {
  const images = imagesOf({ size: 1, inputShape: [1, 3, 1], name: () => 'x', pixels: () => Float32Array.of(-1, 0, 1) });
  const found = preprocessed(images, preprocessing(3, { bounds: [0, 1] }), [1, 3, 3]);
  expect([...found.pixels(0, 1)]).toEqual([0, 0, 0, 0.5, 0.5, 0.5, 1, 1, 1]);
});

test.each<[PreprocessingOptions, number]>([
  [{ mean: [0.5, 0.5] }, 3],
  [{ std: [1, 1, 1] }, 1],
  [{ channels: 'bgr' }, 1],
])('%j do not fit %i channels', async (settings, channels) => {
  expect(await refusal(() => preprocessing(channels, settings))).toBe('bad-option');
});
