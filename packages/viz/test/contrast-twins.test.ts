import { refusal } from '@interp/testing/refusal';
import { contrastTwins, imageGrid } from '../src/index.js';
import { drawn, placesOf, textsOf } from './pictures.js';

const faint = (count: number) => ({
  shape: [count, 2, 2, 1],
  data: Float32Array.from({ length: 4 * count }, (_, i) => 0.01 * (i % 4)),
});
const columnsOf = (svg: string) => new Set(placesOf(svg).map(({ x }) => x)).size;
const topsOf = (svg: string) => [...new Set(placesOf(svg).map(({ y }) => y))].sort((a, b) => a - b);

test('a few images stand each beside its twin', () => {
  const forms = [1, 2, 3].map((count) => {
    const svg = contrastTwins(faint(count));
    return [columnsOf(svg), topsOf(svg).length];
  });
  expect(forms).toEqual([
    [2, 1],
    [4, 1],
    [2, 3],
  ]);
});

test('the twin goes from black to white, the image is as it is', () => {
  const svg = contrastTwins(faint(1), { scale: 4 });
  const picture = drawn(svg);
  const [own, twin] = placesOf(svg);
  expect([0, 4].map((right) => picture.at(own.x + right, own.y)[0])).toEqual([128, 129]);
  expect(picture.at(twin.x, twin.y)[0]).toBe(0);
  expect(picture.at(twin.x + 4, twin.y + 4)[0]).toBe(255);
});

test('more stand in rows, each above its twins', () => {
  for (const [count, rows] of [
    [4, 2],
    [7, 4],
    [10, 4],
  ]) {
    const svg = contrastTwins(faint(count));
    const tops = topsOf(svg);
    expect([placesOf(svg).length, tops.length]).toEqual([2 * count, rows]);
    const lefts = tops.map((top) => placesOf(svg).flatMap(({ x, y }) => (y === top ? [x] : [])));
    for (let row = 0; row < rows; row += 2) expect(lefts[row + 1]).toEqual(lefts[row]);
  }
  expect(columnsOf(contrastTwins(faint(10), { columns: 10 }))).toBe(10);
});

test('names and captions', () => {
  const captions = ['a', 'b', 'c', 'd'];
  const texts = textsOf(contrastTwins(faint(4), { captions, names: ['mine', 'twin'] })).map(({ text }) => text);
  expect(texts).toEqual(expect.arrayContaining([...captions, 'mine', 'twin']));
  expect(textsOf(contrastTwins(faint(1))).map(({ text }) => text)).toEqual(['as found', 'stretched']);
});

test('the range of the images is kept', () => {
  const bright = { ...faint(1), range: [0, 1] as const };
  const both = Float32Array.from([...bright.data, 0, 1 / 3, 2 / 3, 1]);
  expect(contrastTwins(bright)).toBe(
    imageGrid(
      { data: both, shape: [2, 2, 2, 1], range: [0, 1] },
      { columns: 2, columnTitles: ['as found', 'stretched'] },
    ),
  );
});

test.each([
  ['no images', { data: new Float32Array(), shape: [0, 2, 2, 1] }, {}, 'bad-shape'],
  ['too few captions', faint(2), { captions: ['a'] }, 'bad-option'],
  ['one name', faint(2), { names: ['a'] as never }, 'bad-option'],
])('%s: refused', async (_, images, options, code) => {
  expect(await refusal(() => contrastTwins(images, options))).toBe(code);
});
