import { heatmapOverPicture, type HeatmapOverPictureOptions, type PlacedMap, type RgbaPicture } from '@interp/viz';
import { textWidth } from '../src/svg/text.js';
import { drawn, textsOf } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

/** A grey sheet of 80 by 60. */
const sheet: RgbaPicture = {
  data: new Uint8Array(4 * 80 * 60).fill(255).fill(100, 0, 4 * 80 * 30),
  width: 80,
  height: 60,
};
for (let at = 3; at < sheet.data.length; at += 4) sheet.data[at] = 255;
const map = (...data: number[]): PlacedMap['map'] => ({ data: Float32Array.from(data), shape: [1, 2, 2, 1] });
const options: HeatmapOverPictureOptions = { size: 80 };

test('maps lie in their frames: red for, blue against, the pale picture elsewhere', () => {
  const maps: PlacedMap[] = [
    { map: map(2, 2, -1, -1), frame: [10, 40, 16, 16], caption: '7: 12.3' },
    { map: map(0, 0, 0, 0), frame: [50, 35, 20, 20] },
  ];
  const svg = heatmapOverPicture(sheet, maps, { ...options, title: 'photo.png' });
  const [title, caption] = textsOf(svg);
  expect([title.text, caption.text]).toEqual(['photo.png', '7: 12.3']);
  const { at } = drawn(svg);
  const top = title.y + 12;
  const [left] = [16];
  const [red, , blue] = at(left + 18, top + 43);
  expect(red).toBeGreaterThan(200);
  expect(blue).toBeLessThan(80);
  const against = at(left + 18, top + 53);
  expect(against[2]).toBeGreaterThan(against[0] + 30);
  expect(at(left + 60, top + 45)).toEqual([255, 255, 255]);
  const [pale] = at(left + 60, top + 10);
  expect(pale).toBeGreaterThan(150);
  expect(pale).toBeLessThan(200);
});

test('a frame may go beyond the picture; nothing of its map does', () => {
  const svg = heatmapOverPicture(sheet, [{ map: map(1, 1, 1, 1), frame: [-30, -30, 140, 140] }], options);
  const { at, width, height } = drawn(svg);
  expect(at(width - 3, 20)).toEqual([255, 255, 255]);
  expect(at(40, height - 3)).toEqual([255, 255, 255]);
  expect(at(50, 40)[2]).toBeLessThan(80);
});

test('the picture is whole under a frame many times as wide, and the map lies where it belongs', () => {
  const tall: RgbaPicture = { data: sheet.data, width: 60, height: 80 };
  const row = { data: Float32Array.from({ length: 40 }, (_, i) => (i === 20 ? 1 : 0)), shape: [1, 1, 40, 1] as const };
  const svg = heatmapOverPicture(tall, [{ map: row, frame: [-570, 0, 1200, 80] }], { ...options, size: 400 });
  const edges = [...svg.matchAll(/<image x="([^"]*)" y="([^"]*)" width="([^"]*)" height="([^"]*)"/g)];
  expect(edges.map(([, ...sides]) => sides.map(Number))).toEqual([[16, 16, 300, 400], [16, 16, 300, 400]]); // prettier-ignore
  const { at } = drawn(svg);
  // Cell 20 of 40 is the right half of the picture.
  expect(at(16 + 225, 30)[2]).toBeLessThan(80);
  expect(at(16 + 225, 30)[0]).toBeGreaterThan(200);
  expect(at(16 + 70, 30)[0]).toBe(at(16 + 70, 30)[2]);
});

test('the scale is each map’s own, or that of all', () => {
  const maps: PlacedMap[] = [
    { map: map(4, 4, 4, 4), frame: [0, 30, 20, 20] },
    { map: map(1, 1, 1, 1), frame: [40, 30, 20, 20] },
  ];
  const blueOf = (limit: HeatmapOverPictureOptions['limit']) =>
    drawn(heatmapOverPicture(sheet, maps, { ...options, limit })).at(66, 60)[2];
  expect(blueOf('own')).toBeLessThan(80);
  expect(blueOf('shared')).toBeGreaterThan(150);
  expect(blueOf(2)).toBeGreaterThan(blueOf('own'));
});

test('a tiny picture is enlarged up to its last row and column', () => {
  const data = new Uint8Array(4 * 3 * 2).fill(255);
  const { at, width, height } = drawn(heatmapOverPicture({ data, width: 3, height: 2 }, [], { size: 640 }));
  for (const [x, y] of [
    [width - 18, height - 40],
    [width - 18, 20],
    [20, height - 40],
  ])
    expect(at(x, y)).toEqual([255, 255, 255]);
});

test('what is written is drawn whole, however narrow the picture is', () => {
  const narrow = { data: new Uint8Array(4 * 8 * 60).fill(255), width: 8, height: 60 };
  const caption = 'a class with a long name: 12.3';
  const maps = [{ map: map(1, 1, 1, 1), frame: [0, 0, 8, 60], caption }] as const;
  const svg = heatmapOverPicture(narrow, maps, { size: 64, title: 'narrow.png' });
  const width = Number(/width="(\d+)"/.exec(svg)![1]);
  const texts = textsOf(svg);
  for (const { text, x } of texts) expect(x + textWidth(text, 12, 600)).toBeLessThanOrEqual(width);
  expect(texts.map(({ text }) => text).join(' ')).toContain('full colour at each largest value');
});

test('the same input gives the same drawing, and a picture without maps is drawn', () => {
  const draw = () => heatmapOverPicture(sheet, [{ map: map(1, 0, -1, 0), frame: [5, 5, 20, 20] }], options);
  expect(draw()).toBe(draw());
  expect(textsOf(heatmapOverPicture(sheet, []))).toEqual([]);
});

test.each<[string, () => string, string]>([
  ['too few bytes', () => heatmapOverPicture({ ...sheet, width: 81 }, []), 'bad-shape'],
  [
    'two maps in one',
    () => heatmapOverPicture(sheet, [{ map: { data: new Float32Array(8), shape: [2, 2, 2, 1] }, frame: [0, 0, 9, 9] }]),
    'bad-shape',
  ],
  ['NaN', () => heatmapOverPicture(sheet, [{ map: map(NaN, 0, 0, 0), frame: [0, 0, 9, 9] }]), 'bad-value'],
  [
    'a frame without area',
    () => heatmapOverPicture(sheet, [{ map: map(1, 0, 0, 0), frame: [0, 0, 0, 9] }]),
    'bad-value',
  ],
])('%s is refused', async (_, draw, code) => {
  expect(await refusal(draw)).toBe(code);
});
