import fc from 'fast-check';
import { divergingColour, heatmapGrid, type HeatmapGridOptions, type HeatmapSeries } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import { drawn, placesOf, textsOf } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

const shape = [2, 2, 3, 1];
const maps = { data: Float32Array.of(4, -4, 0, 1, -1, 2, 1, -0.5, 0, 0, 0, 0.25), shape };
const images = { data: Uint8Array.of(0, 255, 0, 255, 0, 255, 9, 9, 9, 9, 9, 9), shape };
const series: HeatmapSeries[] = [
  { images, title: 'Input' },
  { maps, title: 'LRP', captions: ['one', 'two'] },
];

/** Colour of a pixel of the `index`th picture of a grid. */
const colour = (svg: string, index: number, row: number, column: number): number[] => {
  const { x, y, width } = placesOf(svg)[index];
  const scale = width / 3;
  return drawn(svg).at(x + column * scale, y + row * scale);
};

describe('diverging colours', () => {
  it('are white at 0, red above and blue below', () => {
    expect(divergingColour(0)).toEqual([255, 255, 255]);
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 1, noNaN: true }), (share) => {
        const [red, , blue] = divergingColour(share);
        expect(red).toBeGreaterThan(blue);
        const [coldRed, , coldBlue] = divergingColour(-share);
        expect(coldBlue).toBeGreaterThan(coldRed);
      }),
    );
  });

  it('darken steadily to both ends, nearly alike', () => {
    const lightness = (share: number): number => {
      const [red, green, blue] = divergingColour(share);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    };
    for (let share = 0; share < 1; share += 0.01) {
      expect(lightness(share + 0.01)).toBeLessThan(lightness(share));
      expect(lightness(-share - 0.01)).toBeLessThan(lightness(-share));
      expect(Math.abs(lightness(share) - lightness(-share))).toBeLessThan(36);
    }
  });
});

describe('maps', () => {
  it('reach full colour at their own largest relevance', () => {
    const svg = heatmapGrid(series);
    expect(colour(svg, 2, 0, 0)).toEqual([...divergingColour(1)]);
    expect(colour(svg, 2, 0, 1)).toEqual([...divergingColour(-1)]);
    expect(colour(svg, 2, 0, 2)).toEqual([255, 255, 255]);
    expect(colour(svg, 2, 1, 0)).toEqual([...divergingColour(0.25)]);
    expect(colour(svg, 3, 0, 0)).toEqual([...divergingColour(1)]);
    expect(colour(svg, 3, 0, 1)).toEqual([...divergingColour(-0.5)]);
  });

  it('have what full red means under them, where it differs between them', () => {
    const texts = (options: HeatmapGridOptions = {}): string[] =>
      textsOf(heatmapGrid(series, options)).map(({ text }) => text);
    expect(texts().filter((text) => text.startsWith('±'))).toEqual(['±4', '±1']);
    expect(texts({ limit: 'shared' }).join()).not.toContain('±');
    expect(texts({ colourBar: false }).join()).not.toContain('±');
  });

  it('share a limit when told to, or take the one given', () => {
    expect(colour(heatmapGrid(series, { limit: 'shared' }), 3, 0, 0)).toEqual([...divergingColour(0.25)]);
    expect(colour(heatmapGrid(series, { limit: 8 }), 2, 0, 0)).toEqual([...divergingColour(0.5)]);
    expect(colour(heatmapGrid(series, { limit: 2 }), 2, 0, 1)).toEqual([...divergingColour(-1)]);
  });

  it('add up the channels', () => {
    const colours = { data: Float32Array.of(1, 2, 3, -1, 0.5, 0.5, 3, -6, 0), shape: [1, 1, 3, 3] };
    const svg = heatmapGrid([{ maps: colours }]);
    expect(colour(svg, 0, 0, 0)).toEqual([...divergingColour(1)]);
    expect(colour(svg, 0, 0, 1)).toEqual([255, 255, 255]);
    expect(colour(svg, 0, 0, 2)).toEqual([...divergingColour(-0.5)]);
  });

  it('without any relevance are white', () => {
    const svg = heatmapGrid([{ maps: { data: new Float32Array(6), shape: [1, 2, 3, 1] } }]);
    expect(colour(svg, 0, 1, 1)).toEqual([255, 255, 255]);
  });

  it('cover the image where they are strong and show it where they are 0', () => {
    const svg = heatmapGrid([{ maps, images }]);
    const [red, green, blue] = colour(svg, 0, 0, 0);
    expect(red).toBeGreaterThan(200);
    expect(Math.max(green, blue)).toBeLessThan(80);
    expect(colour(svg, 0, 0, 1)[2]).toBeGreaterThan(200);
    expect(colour(svg, 0, 0, 2)).toEqual([0, 0, 0]);
    expect(colour(svg, 1, 1, 0)).toEqual([9, 9, 9]);
  });
});

describe('arrangement', () => {
  const five = (title: string): HeatmapSeries => ({
    title,
    maps: { data: new Float32Array(20).fill(1), shape: [5, 2, 2, 1] },
  });

  it('puts each series in a row, item under item', () => {
    const places = placesOf(heatmapGrid([five('a'), five('b')], { colourBar: false }));
    expect(places).toHaveLength(10);
    expect(new Set(places.slice(0, 5).map(({ y }) => y)).size).toBe(1);
    expect(places.slice(5).map(({ x }) => x)).toEqual(places.slice(0, 5).map(({ x }) => x));
  });

  it('or in a column, items down', () => {
    const svg = heatmapGrid([five('a'), five('b')], {
      arrange: 'columns',
      itemTitles: ['v', 'w', 'x', 'y', 'z'],
      colourBar: false,
    });
    const places = placesOf(svg);
    expect(new Set(places.map(({ x }) => x)).size).toBe(2);
    expect(new Set(places.map(({ y }) => y)).size).toBe(5);
    expect(textsOf(svg).find(({ text }) => text === 'b')!.x).toBe(places[1].x + places[1].width / 2);
    expect(textsOf(svg).find(({ text }) => text === 'z')!.x).toBeLessThan(places[8].x);
  });

  it('begins anew below after so many columns, titles and all', () => {
    const svg = heatmapGrid([five('a'), five('b')], {
      columns: 3,
      itemTitles: ['v', 'w', 'x', 'y', 'z'],
      colourBar: false,
    });
    const tops = [...new Set(placesOf(svg).map(({ y }) => y))];
    expect(tops).toHaveLength(4);
    expect(textsOf(svg).filter(({ text }) => text === 'a')).toHaveLength(2);
    const y = textsOf(svg).find(({ text }) => text === 'y')!.y;
    expect(y).toBeGreaterThan(tops[1]);
    expect(y).toBeLessThan(tops[2]);
  });
});

describe('colour bar', () => {
  it('runs from full red to full blue, white in the middle', () => {
    const svg = heatmapGrid([series[1]]);
    const { x, y, height } = placesOf(svg).at(-1)!;
    const picture = drawn(svg);
    expect(picture.at(x + 5, y)).toEqual([...divergingColour(1)]);
    expect(picture.at(x + 5, y + height - 1)).toEqual([...divergingColour(-1)]);
    expect(Math.min(...picture.at(x + 5, y + Math.floor(height / 2)))).toBeGreaterThan(240);
  });

  it.each<[HeatmapSeries[], HeatmapGridOptions, string[]]>([
    [series, {}, ['+max', '0', '−max']],
    [series, { limit: 'shared' }, ['+4', '0', '−4']],
    [series, { limit: 0.123456 }, ['+0.123', '0', '−0.123']],
    [[{ maps: { data: Float32Array.of(0.00012345), shape: [1, 1, 1, 1] } }], {}, ['+0.000123', '0', '−0.000123']],
    [series, { colourBar: false }, []],
    [[series[0]], {}, []],
  ])('says what its ends mean (%#)', (all, options, labels) => {
    const texts = textsOf(heatmapGrid(all, options)).map(({ text }) => text);
    expect(texts.filter((text) => /^[+−]|^0$/.test(text))).toEqual(labels);
  });
});

it('gives the same bytes for the same input', () => {
  expect(heatmapGrid(series)).toBe(heatmapGrid(series));
  expect(svgToPng(heatmapGrid(series))).toEqual(svgToPng(heatmapGrid(series)));
});

describe('refuses', () => {
  const small = { data: new Float32Array(4), shape: [1, 2, 2, 1] };
  const cases: [string, string, HeatmapSeries[], HeatmapGridOptions?][] = [
    ['no series', 'bad-shape', []],
    ['an empty series', 'bad-option', [{ title: 'nothing' }]],
    ['another number of items', 'bad-shape', [{ maps }, { maps: { data: new Float32Array(6), shape: [1, 2, 3, 1] } }]],
    [
      'images of another size under the maps',
      'bad-shape',
      [{ maps: small, images: { ...small, shape: [1, 1, 4, 1] } }],
    ],
    ['a NaN in a map', 'bad-value', [{ maps: { data: Float32Array.of(NaN), shape: [1, 1, 1, 1] } }]],
    ['a negative limit', 'bad-option', series, { limit: -1 }],
    ['too few captions', 'bad-option', [{ maps, captions: ['a'] }]],
    ['too many item titles', 'bad-option', series, { itemTitles: ['a', 'b', 'c'] }],
    ['no columns', 'bad-option', series, { columns: 0 }],
    ['a diagonal', 'bad-option', series, { arrange: 'diagonal' as 'rows' }],
  ];
  it.each(cases)('%s: %s', async (_, code, all, options = {}) => {
    expect(await refusal(() => heatmapGrid(all, options))).toBe(code);
  });
});
