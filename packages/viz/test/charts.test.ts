import * as vega from 'vega';
import { barChart, lineChart } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import { drawn } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

const lines = [
  { name: 'training', y: [0.9, 0.3, 0.1] },
  { name: 'test & <validation>', y: Float32Array.of(0.8, 0.35, 0.2) },
];
const bars = [
  { name: 'thesis', values: [90, 2700, 270] },
  { name: 'ours', values: [1.2, 40, 3] },
];
const labels = ['AM', 'expert', 'decoder'];

/** Texts of a chart with the rectangle that they cover, as far as they stand upright. */
const textsOf = (svg: string): string[] =>
  Array.from(svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g), (match) => match[1]);

/** Pixels of a colour in a drawn chart. */
const count = (svg: string, [red, green, blue]: number[]): number => {
  const picture = drawn(svg);
  let found = 0;
  for (let y = 0; y < picture.height; y++)
    for (let x = 0; x < picture.width; x++) {
      const [r, g, b] = picture.at(x, y);
      if (r === red && g === green && b === blue) found++;
    }
  return found;
};

const firstColour = [0x00, 0x72, 0xb2];
const secondColour = [0xd5, 0x5e, 0x00];

describe('lines', () => {
  it('are drawn in their colours, with titles and a legend', async () => {
    const svg = await lineChart(lines, { title: 'Loss', xTitle: 'epoch', yTitle: 'cross-entropy' });
    expect(textsOf(svg)).toEqual(
      expect.arrayContaining([
        'Loss',
        'epoch',
        'cross-entropy',
        'training',
        'test &amp; &lt;validation&gt;',
        '0.0',
        '1.0',
      ]),
    );
    expect(count(svg, firstColour)).toBeGreaterThan(500);
    expect(count(svg, secondColour)).toBeGreaterThan(500);
  });

  it('need no legend where there is one', async () => {
    expect(textsOf(await lineChart([lines[0]]))).not.toContain('training');
  });

  it('stand on logarithmic axes with decades as ticks', async () => {
    const svg = await lineChart([{ x: [1, 10, 1000], y: [1e-6, 1e-3, 2] }], { xLog: true, yLog: true });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['1', '10', '100', '1000', '10⁻⁶', '10⁻⁴', '0.01', '1']));
  });

  it('may be one point or constant', async () => {
    for (const y of [[3], [3, 3, 3], [0, 0]]) expect(count(await lineChart([{ y }]), firstColour)).toBeGreaterThan(10);
    expect(count(await lineChart([{ y: [5, 5] }], { yLog: true }), firstColour)).toBeGreaterThan(100);
  });

  it('beyond ten are dashed', async () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ name: `line ${i}`, y: [i, i + 1] }));
    const svg = await lineChart(many);
    expect(svg.match(/stroke-dasharray="6,4"/g)!.length).toBeGreaterThanOrEqual(2);
  });
});

describe('bars', () => {
  it('are as high as their values', async () => {
    const svg = await barChart(['a', 'b'], [{ values: [1, 3] }], { width: 200, height: 120 });
    const heights = Array.from(svg.matchAll(/aria-roledescription="bar"[^>]*d="([^"]+)"/g), (match) => {
      const numbers = match[1].match(/-?[\d.]+/g)!.map(Number);
      return numbers;
    });
    expect(heights).toHaveLength(2);
    const low = count(
      await barChart(['a', 'b'], [{ values: [1, 1] }], { width: 200, height: 120, yRange: [0, 4] }),
      firstColour,
    );
    const high = count(
      await barChart(['a', 'b'], [{ values: [3, 3] }], { width: 200, height: 120, yRange: [0, 4] }),
      firstColour,
    );
    expect(high / low).toBeGreaterThan(2.85);
    expect(high / low).toBeLessThan(3.15);
  });

  it('are grouped by label, in the order given', async () => {
    const svg = await barChart(labels, bars, { yTitle: 'seconds', yLog: true });
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['AM', 'expert', 'decoder', 'thesis', 'ours', '10', '1000']));
    expect(count(svg, firstColour)).toBeGreaterThan(count(svg, secondColour));
    expect(count(svg, secondColour)).toBeGreaterThan(1000);
  });

  it('may begin above 0, with a break across each', async () => {
    const draw = (values: number[], yFrom?: number) =>
      barChart(['a', 'b'], [{ values }], { width: 200, height: 120, yFrom, yRange: [yFrom ?? 0, 100] });
    const svg = await draw([98, 94], 90);
    expect(textsOf(svg).filter((text) => text === '≈')).toHaveLength(2);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['90', '100']));
    expect(textsOf(svg)).not.toContain('0');
    expect(textsOf(await draw([98, 94])).join()).not.toContain('≈');
    expect(count(await draw([98, 98], 90), firstColour)).toBeGreaterThan(
      1.5 * count(await draw([94, 94], 90), firstColour),
    );
    expect(await refusal(() => draw([89, 94], 90))).toBe('bad-value');
    expect(await refusal(() => barChart(['a'], [{ values: [2] }], { yFrom: 1, yLog: true }))).toBe('bad-option');
  });

  it('may be negative', async () => {
    const svg = await barChart(['a', 'b'], [{ values: [1, -1] }]);
    expect(textsOf(svg)).toEqual(expect.arrayContaining(['−1.0', '0.0', '1.0']));
    expect(count(svg, firstColour)).toBeGreaterThan(10_000);
  });

  it('turn their labels where these would not fit side by side', async () => {
    const long = ['integrated gradients', 'layer-wise relevance propagation', 'sensitivity'];
    const values = [{ values: [1, 2, 3] }];
    expect(await barChart(long, values, { width: 240 })).toContain('rotate(315)');
    expect(await barChart(long, values, { width: 900 })).not.toContain('rotate(315)');
  });
});

it('nothing is cut off: the outermost pixels are white', async () => {
  const charts = [
    await lineChart(lines, { title: 'A title much wider than its narrow chart', width: 60, height: 60 }),
    await barChart(['a rather long label', 'another rather long label'], [{ values: [1e6, 2e6] }], { width: 80 }),
  ];
  for (const svg of charts) {
    const { width, height, at } = drawn(svg);
    for (let x = 0; x < width; x++) expect([...at(x, 3), ...at(x, height - 4)]).toEqual(Array(6).fill(255));
    for (let y = 0; y < height; y++) expect([...at(3, y), ...at(width - 4, y)]).toEqual(Array(6).fill(255));
  }
});

it('prints nothing, gives the same bytes again and leaves Vega as it was', async () => {
  const { textMetrics } = vega as unknown as { textMetrics: { width: unknown } };
  const before = textMetrics.width;
  const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map((level) =>
    import.meta.jest.spyOn(console, level).mockImplementation(() => undefined),
  );
  const draw = () => Promise.all([lineChart(lines, { title: 'Loss' }), barChart(labels, bars)]);
  const [first, second] = [await draw(), await draw()];
  for (const spy of spies) {
    expect(spy).not.toHaveBeenCalled();
    spy.mockRestore();
  }
  expect(second).toEqual(first);
  expect(second.map((svg) => svgToPng(svg))).toEqual(first.map((svg) => svgToPng(svg)));
  expect(textMetrics.width).toBe(before);
});

describe('refuses', () => {
  const cases: [string, string, () => Promise<string>][] = [
    ['no lines', 'bad-shape', () => lineChart([])],
    ['an empty line', 'bad-shape', () => lineChart([{ y: [] }])],
    ['x and y of different lengths', 'bad-shape', () => lineChart([{ x: [1], y: [1, 2] }])],
    ['a NaN', 'bad-value', () => lineChart([{ y: [1, NaN] }])],
    ['0 on a logarithmic axis', 'bad-value', () => lineChart([{ y: [1, 0] }], { yLog: true })],
    ['-1 on a logarithmic axis', 'bad-value', () => lineChart([{ x: [-1, 1], y: [1, 1] }], { xLog: true })],
    ['two lines of one name', 'bad-option', () => lineChart([lines[0], lines[0]])],
    ['a width of 0', 'bad-option', () => lineChart(lines, { width: 0 })],
    ['an infinite range', 'bad-value', () => lineChart(lines, { yRange: [0, Infinity] })],
    ['no bars', 'bad-shape', () => barChart([], bars)],
    ['no series', 'bad-shape', () => barChart(labels, [])],
    ['too few values', 'bad-shape', () => barChart(labels, [{ values: [1] }])],
    ['two labels alike', 'bad-option', () => barChart(['a', 'a'], [{ values: [1, 2] }])],
    ['an infinite bar', 'bad-value', () => barChart(['a'], [{ values: [Infinity] }])],
  ];
  it.each(cases)('%s: %s', async (_, code, act) => {
    expect(await refusal(act)).toBe(code);
  });
});
