import { atlasPicture, type AtlasData } from '@interp/viz';
import { drawn, placesOf, textsOf } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

const size = 6;
const images = {
  data: Float32Array.from({ length: 4 * size * size }, (_, i) => ((i % size) % 2 === 0 ? 1 : -1)),
  shape: [4, size, size, 1],
};
const atlas: AtlasData = {
  images,
  classes: [0, 1, 1, 2],
  probabilities: [0.9, 0.6234, 0.999, 0.05],
  map: {
    cells: [
      [0, 1],
      [3, 2],
    ],
    columnTitles: ['left', 'right'],
    rowTitles: ['above', 'below'],
  },
  marks: { 3: 'Z' },
  paths: [
    { title: 'there', images: [0, 1, 2], steps: ['+ a', '− b'] },
    { title: 'nowhere', images: [3], steps: [] },
  ],
};

test('every image of the map and of the ways is drawn in its place, in the colour of its class', () => {
  const svg = atlasPicture(atlas, { scale: 4 });
  const places = placesOf(svg);
  expect(places).toHaveLength(4 + 3 + 1);
  expect(places[0].x).toBe(places[2].x);
  expect(places[0].y).toBe(places[1].y);
  expect(places[1].x).toBeGreaterThan(places[0].x + 4 * size);
  expect(places[2].y).toBeGreaterThan(places[0].y + 4 * size);
  const { at } = drawn(svg);
  const [x, y] = [16 + places[1].x, 16 + places[1].y];
  expect(at(x, y)).toEqual([0xd5, 0x5e, 0x00]);
  expect(Math.min(...at(x + 4, y))).toBeGreaterThan(200);
});

test('class and probability stand under each, names and titles where they belong', () => {
  const svg = atlasPicture(atlas, { title: 'All of them', pathsTitle: 'Ways', scale: 6 });
  const texts = textsOf(svg).map(({ text }) => text);
  expect(texts.slice(0, 5)).toEqual(['All of them', 'left', 'right', 'above', 'below']);
  expect(texts).toEqual(
    expect.arrayContaining(['.90', '.62', '&gt;.99', '.05', 'Z', 'Ways', 'there', '+ a', '− b', 'nowhere']),
  );
  expect(svg).toContain('aria-label="All of them"');
});

test('without ways or titles it is smaller; the same input gives the same text', () => {
  const alone = { ...atlas, paths: [] };
  expect(drawn(atlasPicture(alone)).height).toBeLessThan(drawn(atlasPicture(atlas)).height);
  expect(atlasPicture(atlas)).toBe(atlasPicture(atlas));
});

test('many ways stand beside each other where there is room, below each other where there is not', () => {
  const paths = Array.from({ length: 6 }, (_, i) => ({ title: `way ${i}`, images: [0, 1], steps: ['+'] }));
  const narrow = atlasPicture({ ...atlas, paths });
  const cells = [Array.from({ length: 60 }, (_, i) => i % 4)];
  const wideMap = { cells, columnTitles: cells[0].map(String), rowTitles: ['one'] };
  const wide = atlasPicture({ ...atlas, paths, map: wideMap });
  expect(drawn(wide).height).toBeLessThan(drawn(narrow).height);
});

describe('refuses', () => {
  const cases: [string, string, Partial<AtlasData>, number?][] = [
    ['too few classes', 'bad-shape', { classes: [1] }],
    ['too few probabilities', 'bad-shape', { probabilities: [1] }],
    ['a class below 0', 'bad-option', { classes: [0, -1, 0, 0] }],
    ['a probability of 2', 'bad-option', { probabilities: [0, 2, 0, 0] }],
    ['a map without rows', 'bad-shape', { map: { ...atlas.map, cells: [] } }],
    ['a map with a title too few', 'bad-shape', { map: { ...atlas.map, columnTitles: ['one'] } }],
    [
      'an image that there is not',
      'bad-option',
      {
        map: {
          ...atlas.map,
          cells: [
            [0, 4],
            [1, 2],
          ],
        },
      },
    ],
    ['a way with a step too many', 'bad-shape', { paths: [{ title: 'x', images: [1], steps: ['y'] }] }],
    ['a way to nowhere', 'bad-option', { paths: [{ title: 'x', images: [7], steps: [] }] }],
    ['a NaN', 'bad-value', { images: { ...images, data: images.data.map(() => NaN) } }],
    ['scale 0', 'bad-option', {}, 0],
  ];
  it.each(cases)('%s', async (_, code, part, scale = 2) => {
    expect(await refusal(() => atlasPicture({ ...atlas, ...part }, { scale }))).toBe(code);
  });
});
