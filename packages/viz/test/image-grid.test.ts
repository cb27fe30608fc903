import fc from 'fast-check';
import { imageGrid, type ImageBatch, type ImageGridOptions } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import { drawn, placesOf, textsOf } from './pictures.js';
import { refusal, refused } from '@interp/testing/refusal';

const grey = (n: number, height: number, width: number): ImageBatch => ({
  data: Float32Array.from({ length: n * height * width }, (_, i) => ((i * 37) % 101) / 50 - 1),
  shape: [n, height, width, 1],
});

const expected = (value: number): number => Math.round((255 * (Math.fround(value) + 1)) / 2);

describe('pixels', () => {
  it.each([
    [1, 1],
    [3, 1],
    [5, 2],
    [4, 1.5],
  ])('every pixel is a crisp square of its grey: image scale %i, PNG scale %d', (scale, zoom) => {
    const images = grey(6, 3, 4);
    const svg = imageGrid(images, { columns: 3, scale });
    const picture = drawn(svg, zoom);
    const places = placesOf(svg);
    expect(places).toHaveLength(6);
    places.forEach((place, image) => {
      for (let y = 0; y < 3 * scale * zoom; y++)
        for (let x = 0; x < 4 * scale * zoom; x++) {
          const [row, column] = [Math.floor(y / (scale * zoom)), Math.floor(x / (scale * zoom))];
          const shade = expected(images.data[image * 12 + row * 4 + column]);
          const here = picture.at(Math.round(place.x * zoom) + x, Math.round(place.y * zoom) + y);
          expect([image, y, x, ...here]).toEqual([image, y, x, shade, shade, shade]);
        }
    });
  });

  it('draws colours, and bytes from 0 to 255', () => {
    const svg = imageGrid(
      { data: Uint8Array.of(255, 0, 0, 0, 128, 255), shape: [1, 1, 2, 3] },
      { scale: 2, title: 'Colours' },
    );
    const [{ x, y }] = placesOf(svg);
    const picture = drawn(svg);
    expect([picture.at(x, y), picture.at(x + 3, y + 1)]).toEqual([
      [255, 0, 0],
      [0, 128, 255],
    ]);
  });

  it('draws transparent pixels on white', () => {
    const svg = imageGrid({ data: Uint8Array.of(9, 9, 9, 0, 9, 9, 9, 255), shape: [1, 1, 2, 4] }, { scale: 2 });
    const [{ x, y }] = placesOf(svg);
    const picture = drawn(svg);
    expect([picture.at(x, y), picture.at(x + 2, y)]).toEqual([
      [255, 255, 255],
      [9, 9, 9],
    ]);
  });

  it('clips what lies outside of the range', () => {
    const svg = imageGrid({ data: Float32Array.of(-7, 0.5, 7), shape: [1, 1, 3, 1], range: [0, 1] }, { scale: 1 });
    const [{ x, y }] = placesOf(svg);
    const picture = drawn(svg);
    expect([0, 1, 2].map((i) => picture.at(x + i, y)[0])).toEqual([0, 128, 255]);
  });
});

describe('layout', () => {
  it('is white around the images and as large as it says', () => {
    const svg = imageGrid(grey(4, 5, 5), { columns: 2, scale: 4, gap: 6 });
    const picture = drawn(svg);
    expect([picture.width, picture.height]).toEqual([16 + 20 + 6 + 20 + 16, 16 + 20 + 6 + 20 + 16]);
    expect(picture.at(2, 2)).toEqual([255, 255, 255]);
    expect(drawn(svg, 2).width).toBe(2 * picture.width);
  });

  it.each([
    [1, 112],
    [28, 112],
    [32, 128],
    [224, 224],
  ])('makes images of %i pixels %i high', (size, height) => {
    expect(placesOf(imageGrid(grey(1, size, size)))[0].height).toBe(Math.min(height, 64 * size));
  });

  it('puts ten in a row', () => {
    const places = placesOf(imageGrid(grey(23, 2, 2)));
    expect(new Set(places.map(({ x }) => x)).size).toBe(10);
    expect(new Set(places.map(({ y }) => y)).size).toBe(3);
  });

  it('leaves cells empty and draws an image twice where it is told to', () => {
    const svg = imageGrid(grey(2, 4, 4), {
      cells: [null, 1, 0, null, null, 1],
      columns: 3,
      scale: 5,
      gap: 6,
      captions: ['first', 'second'],
      columnTitles: ['a', 'b', 'c'],
      rowTitles: ['x', 'y'],
    });
    const places = placesOf(svg);
    expect(places.map(({ x }) => x - places[0].x)).toEqual([0, places[1].x - places[0].x, places[1].x - places[0].x]);
    expect(places[2].y).toBeGreaterThan(places[0].y + 20);
    const texts = textsOf(svg);
    expect(texts.filter(({ text }) => text === 'second').map(({ x }) => x)).toEqual([
      places[0].x + 10,
      places[2].x + 10,
    ]);
    expect(texts.find(({ text }) => text === 'a')!.x).toBeLessThan(places[0].x);
    expect(imageGrid(grey(3, 4, 4), { cells: [0, 1, 2] })).toBe(imageGrid(grey(3, 4, 4)));
  });

  it('puts texts beside, above and under the images, in the middle of them, inside the picture and over none', () => {
    const svg = imageGrid(grey(4, 4, 4), {
      columns: 2,
      scale: 5,
      title: 'Title',
      captions: ['a caption wider than its image\nsecond line', 'b', '', 'd'],
      rowTitles: ['first row', 'second row'],
      columnTitles: ['left', 'right'],
    });
    const places = placesOf(svg);
    const texts = textsOf(svg);
    const find = (text: string) => texts.find((one) => one.text === text)!;
    expect(texts).toHaveLength(9);
    expect(find('b').x).toBe(places[1].x + 10);
    expect(find('b').y).toBeGreaterThan(places[1].y + 20);
    expect(find('second line').y).toBeLessThan(places[2].y);
    expect(find('left')).toMatchObject({ x: places[0].x + 10, anchor: 'middle' });
    expect(find('left').y).toBeLessThan(places[0].y);
    expect(find('second row')).toMatchObject({ anchor: 'end' });
    expect(find('second row').x).toBeLessThan(places[2].x);
    expect(Math.abs(find('second row').y - places[2].y - 10)).toBeLessThan(8);
    expect(find('Title').y).toBeLessThan(find('left').y - 12);
  });

  it('keeps the ink of wide captions apart and inside', () => {
    const captions = Array.from({ length: 4 }, () => 'WWWWWW 0.998');
    const svg = imageGrid(grey(4, 4, 4), { scale: 4, captions });
    const picture = drawn(svg, 2);
    const baseline = 2 * textsOf(svg)[0].y;
    const inked = Array.from({ length: picture.width }, (_, x) =>
      [4, 8, 12].some((up) => picture.at(x, baseline - up)[0] < 160),
    );
    const [places] = [textsOf(svg).map(({ x }) => 2 * x)];
    for (let i = 0; i + 1 < places.length; i++) {
      const middle = (places[i] + places[i + 1]) / 2;
      expect(inked.slice(middle - 6, middle + 6)).not.toContain(true);
    }
    expect(inked.indexOf(true)).toBeGreaterThan(16);
  });

  it('cuts captions that are far too long', () => {
    const svg = imageGrid(grey(1, 4, 4), { captions: ['word '.repeat(400)] });
    expect(textsOf(svg)[0].text).toMatch(/^(word )+(w(o(rd?)?)?)?…$/);
    expect(drawn(svg).width).toBeLessThan(300);
  });

  it('breaks titles between words', () => {
    const svg = imageGrid(grey(1, 4, 4), { title: 'word '.repeat(40) });
    expect(textsOf(svg).length).toBeGreaterThan(4);
    expect(drawn(svg).width).toBeLessThan(360);
  });
});

describe('texts', () => {
  it('escapes markup', () => {
    const svg = imageGrid(grey(1, 2, 2), { captions: [`<b a="1">&'`], title: '"<&' });
    expect(svg).toContain('&lt;b a=&quot;1&quot;&gt;&amp;&#39;');
    expect(svg).toContain('aria-label="&quot;&lt;&amp;"');
  });

  it('stays a document whatever the captions hold', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 30 }), fc.string({ maxLength: 30 }), (caption, title) => {
        const svg = imageGrid(grey(1, 2, 2), {
          captions: [caption],
          title,
          rowTitles: [caption],
          columnTitles: [title],
        });
        expect(svgToPng(svg).length).toBeGreaterThan(100);
      }),
      { numRuns: 150, seed: 1 },
    );
  });

  it.each(['\ud800', 'a\u0000b', '\uffff', ']]>', '\u001b[31m', '&#0;', '\r\n'])('survives %j', (caption) => {
    expect(svgToPng(imageGrid(grey(1, 2, 2), { captions: [caption] })).length).toBeGreaterThan(100);
  });
});

it('gives the same bytes for the same input', () => {
  const options = { captions: ['1', '2', '3'], title: 'Same' };
  const [first, second] = [imageGrid(grey(3, 9, 9), options), imageGrid(grey(3, 9, 9), options)];
  expect(second).toBe(first);
  expect(svgToPng(second)).toEqual(svgToPng(first));
});

describe('refuses', () => {
  const images = grey(4, 3, 3);
  const cases: [string, string, ImageBatch, ImageGridOptions?][] = [
    ['no images', 'bad-shape', { data: new Float32Array(0), shape: [0, 3, 3, 1] }],
    ['another rank', 'bad-shape', { data: new Float32Array(9), shape: [1, 3, 3] }],
    ['two channels', 'bad-shape', { data: new Float32Array(18), shape: [1, 3, 3, 2] }],
    ['too few numbers', 'bad-shape', { data: new Float32Array(8), shape: [1, 3, 3, 1] }],
    ['a NaN', 'bad-value', { data: Float32Array.of(0, NaN, 0, 0), shape: [1, 2, 2, 1] }],
    ['an infinity', 'bad-value', { data: Float32Array.of(0, 0, -Infinity, 0), shape: [1, 2, 2, 1] }],
    ['an empty range', 'bad-option', { ...images, range: [1, 1] }],
    ['a range of NaN', 'bad-option', { ...images, range: [NaN, 1] }],
    ['no columns', 'bad-option', images, { columns: 0 }],
    ['half a column', 'bad-option', images, { columns: 1.5 }],
    ['a cell with an image that there is not', 'bad-option', images, { cells: [4] }],
    ['only empty cells', 'bad-option', images, { cells: [null, null] }],
    ['scale 0', 'bad-option', images, { scale: 0 }],
    ['scale 65', 'bad-option', images, { scale: 65 }],
    ['a negative gap', 'bad-option', images, { gap: -1 }],
    ['too few captions', 'bad-option', images, { captions: ['a'] }],
    ['too many row titles', 'bad-option', images, { rowTitles: ['a', 'b'] }],
    ['too few column titles', 'bad-option', images, { columnTitles: ['a', 'b'] }],
  ];
  it.each(cases)('%s: %s', async (_, code, batch, options = {}) => {
    expect(await refusal(() => imageGrid(batch, options))).toBe(code);
  });

  it('says where a NaN is', async () => {
    const data = new Float32Array(2 * 3 * 4 * 1);
    data[12 + 1 * 4 + 2] = NaN;
    expect((await refused(() => imageGrid({ data, shape: [2, 3, 4, 1] }))).message).toMatch(
      'NaN in image 1, row 1, column 2',
    );
  });
});
