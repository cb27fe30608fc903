import { refusal } from '@interp/testing/refusal';
import { explanationPicture, firstImages, heatmapGrid } from '../src/index.js';
import { textsOf } from './pictures.js';

const shape = [3, 2, 2, 1];
const images = { data: new Float32Array(12), shape };
const maps = { data: Float32Array.from({ length: 12 }, (_, i) => (i % 5) - 2), shape };
const captions = ['a', 'b', 'c'];
const picture = { data: new Uint8Array(4 * 80 * 60).fill(255), width: 80, height: 60 };
const map = { data: Float32Array.of(1, 0, 0, -1), shape: [1, 2, 2, 1] };
const pictures = [
  { name: 'folder/one.png', picture, maps: [{ index: 1, map, frame: [4, 20, 20, 20] as const }] },
  { name: 'two.png', picture, maps: [{ index: 2, map, frame: [4, 20, 20, 20] as const }] },
];
const words = (svg: string): string[] => textsOf(svg).map(({ text }) => text);

test('without pictures it is a grid of images above their maps', async () => {
  const series = [
    { images, title: 'input' },
    { maps, title: 'LRP', captions },
  ];
  expect(await explanationPicture({ images, maps, captions }, { title: 'LRP' })).toBe(heatmapGrid(series));
  expect(await explanationPicture({ images, maps, captions }, { title: 'LRP', limit: 'shared' })).toBe(
    heatmapGrid(series, { limit: 'shared' }),
  );
});

test('pictures stand above, each called by the end of its path, with what belongs to its images', async () => {
  const svg = await explanationPicture({ images, maps, captions, pictures }, { title: 'LRP' });
  expect(svg.match(/<svg /g)).toHaveLength(4);
  const [one, two] = svg.split('<svg ').slice(2);
  expect(words(one)).toEqual(expect.arrayContaining(['one.png', 'b']));
  expect(words(one)).not.toContain('c');
  expect(words(two)).toEqual(expect.arrayContaining(['two.png', 'c']));
});

test('so many are drawn, and no more pictures are asked for', async () => {
  let asked = 0;
  const each = function* () {
    for (const one of pictures) {
      asked++;
      yield one;
    }
  };
  const few = { most: 2, mostPictures: 1 };
  const svg = await explanationPicture({ images, maps, captions, pictures: each() }, few);
  expect([asked, svg.match(/<svg /g)?.length]).toEqual([1, 3]);
  const grid = svg.split('<svg ').at(-1)!;
  expect(words(grid)).toEqual(expect.arrayContaining(['a', 'b']));
  expect(words(grid)).not.toContain('c');
  const none = await explanationPicture({ images, maps, captions, pictures }, { mostPictures: 0 });
  expect(none).not.toContain('one.png');
});

test('other numbers of images and maps are refused', async () => {
  const one = firstImages(images, 1);
  expect(await refusal(() => explanationPicture({ images: one, maps, captions }))).toBe('bad-shape');
  expect(await refusal(() => explanationPicture({ images, maps, captions: ['a'] }))).toBe('bad-option');
});

test('the first images are a view of as many', () => {
  const bright = { ...images, range: [0, 1] as const };
  const two = firstImages(bright, 2);
  expect([two.shape, two.data.length, two.range]).toEqual([[2, 2, 2, 1], 8, [0, 1]]);
  expect(two.data.buffer).toBe(images.data.buffer);
  expect(firstImages(bright, 3)).toBe(bright);
});
