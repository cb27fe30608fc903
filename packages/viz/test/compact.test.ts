import { architectureDiagram, barChart, heatmapGrid, imageGrid, lineChart } from '@interp/viz';

const shape = [4, 4, 4, 1];
const images = { data: Float32Array.from({ length: 64 }, (_, i) => (i % 7) / 7), shape, range: [0, 1] as const };
const maps = { data: Float32Array.from({ length: 64 }, (_, i) => (i % 5) - 2), shape };

const sizeOf = (svg: string): readonly number[] =>
  [/ width="([\d.]+)"/, / height="([\d.]+)"/].map((size) => Number(size.exec(svg)?.[1]));

/** The position of the first text that is so, and of the first picture. */
const placeOf = (svg: string, text: string): readonly number[] => {
  const [tag = ''] = new RegExp(`<text [^>]*>${text}</text>`).exec(svg) ?? [];
  return [/ x="([-\d.]+)"/, / y="([-\d.]+)"/].map((side) => Number(side.exec(tag)?.[1]));
};

const pictureTops = (svg: string): readonly number[] =>
  Array.from(svg.matchAll(/<image [^>]* y="([\d.]+)"/g), ([, y]) => Number(y));

test('a compact grid has titles of rows above them and takes less room', () => {
  const options = { columns: 2, rowTitles: ['first', 'second'], captions: ['a', 'b', 'c', 'd'] };
  const [usual, compact] = [false, true].map((small) => imageGrid(images, { ...options, compact: small }));
  expect(sizeOf(compact)[0]).toBeLessThan(sizeOf(usual)[0]);
  const tops = [...new Set(pictureTops(compact))];
  const [first, second] = [placeOf(compact, 'first'), placeOf(compact, 'second')];
  expect(first[0]).toBe(second[0]);
  expect(first[1]).toBeLessThan(tops[0]);
  expect(second[1]).toBeGreaterThan(tops[0]);
  expect(second[1]).toBeLessThan(tops[1]);
});

test('the colour scale of a compact grid lies below, its least value on the left', () => {
  const svg = heatmapGrid([{ maps }], { compact: true, limit: 'shared' });
  const [least, zero, most] = ['−2', '0', '\\+2'].map((text) => placeOf(svg, text));
  expect(least[0]).toBeLessThan(zero[0]);
  expect(zero[0]).toBeLessThan(most[0]);
  expect(new Set([least[1], zero[1], most[1]]).size).toBe(1);
  expect(least[1]).toBeGreaterThan(Math.max(...pictureTops(svg)));
  expect(sizeOf(svg)[0]).toBeLessThan(sizeOf(heatmapGrid([{ maps }], { limit: 'shared' }))[0]);
});

test.each(['line', 'bar'] as const)(
  'a compact %s chart has all words, and more of its width for the plot',
  async (kind) => {
    const draw = (compact: boolean): Promise<string> => {
      const options = { title: 'Loss', yTitle: 'cross-entropy', xTitle: 'epoch', width: 200, height: 100, compact };
      return kind === 'line'
        ? lineChart(
            [
              { name: 'training', y: [3, 1] },
              { name: 'test', y: [3, 2] },
            ],
            options,
          )
        : barChart(
            ['1', '2'],
            [
              { name: 'training', values: [3, 1] },
              { name: 'test', values: [3, 2] },
            ],
            options,
          );
    };
    const [usual, compact] = [await draw(false), await draw(true)];
    for (const text of ['Loss', 'cross-entropy', 'epoch', 'training', 'test'])
      expect(compact).toContain(`>${text}</text>`);
    expect(sizeOf(compact)[0]).toBeLessThan(sizeOf(usual)[0] - 60);
    expect(compact).not.toMatch(/rotate\(-90/); // the axis' title stands upright
  },
);

test('the boxes of an architecture speak another language', async () => {
  const layers = [
    { name: 'in', kind: 'InputLayer', shape: [4], parameters: 0, inputs: [] },
    { name: 'head', kind: 'Dense', detail: 'sigmoid', shape: [2], parameters: 10, inputs: ['in'] },
  ];
  const names = { InputLayer: 'entrada', Dense: 'completa', sigmoid: 'sigmoide' };
  const svg = await architectureDiagram({ layers }, { words: { names } });
  expect(svg).toContain('>entrada<');
  expect(svg).toContain('>completa sigmoide<');
  expect(svg).toContain('>head<');
});
