import {
  bipartiteGraph,
  networkGraph,
  type BipartiteGraphData,
  type BipartiteGraphOptions,
  type NetworkGraphData,
} from '@interp/viz';
import { drawn } from './pictures.js';
import { refusal } from '@interp/testing/refusal';

interface Circle {
  readonly x: number;
  readonly y: number;
  readonly r: number;
}

const circlesOf = (svg: string): Circle[] =>
  Array.from(svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="([\d.]+)"/g), (match) => {
    const [x, y, r] = match.slice(1).map(Number);
    return { x, y, r };
  });

const units = (svg: string): Circle[] => circlesOf(svg).filter(({ r }) => r > 5);
const lines = (svg: string): string[] => svg.match(/<path [^>]*fill="none"[^>]*>/g) ?? [];
const texts = (svg: string): string[] => Array.from(svg.matchAll(/<text [^>]*>([^<]*)</g), (match) => match[1]);

describe('a network', () => {
  it('has a circle for each neuron, layer by layer to the right and in order downwards, and a line for each weight', async () => {
    const svg = await networkGraph({ sizes: [3, 3, 3, 2] });
    const circles = units(svg);
    expect(circles).toHaveLength(11);
    expect(lines(svg)).toHaveLength(9 + 9 + 6);
    const columns = [circles.slice(0, 3), circles.slice(3, 6), circles.slice(6, 9), circles.slice(9)];
    columns.forEach((column, l) => {
      expect(new Set(column.map(({ x }) => x)).size).toBe(1);
      expect(column.map(({ y }) => y)).toEqual(column.map(({ y }) => y).sort((one, other) => one - other));
      if (l > 0) expect(column[0].x).toBeGreaterThan(columns[l - 1][0].x + 40);
    });
    expect(texts(svg)).toEqual(['32 parameters', 'input', 'hidden 1', 'hidden 2', 'output']);
  });

  it('has titles of one’s own above its layers, as many as there are', async () => {
    const layerTitles = ['entrada', 'oculta', 'salida'];
    const svg = await networkGraph({ sizes: [2, 2, 1] }, { title: '9 parámetros', layerTitles });
    expect(texts(svg)).toEqual(['9 parámetros', ...layerTitles]);
    const machine = await bipartiteGraph(
      { visible: 3, hidden: 2 },
      { title: '', layerTitles: ['visibles', 'ocultas'] },
    );
    expect(texts(machine)).toEqual(expect.arrayContaining(['visibles', 'ocultas']));
    expect(await refusal(() => networkGraph({ sizes: [2, 1] }, { layerTitles }))).toBe('bad-option');
  });

  it('says a and w with their indices where that is asked for', async () => {
    const svg = await networkGraph({ sizes: [2, 3, 1] }, { notation: true, title: 'Notation' });
    const shown = texts(svg);
    expect(shown.filter((text) => text === 'a')).toHaveLength(6);
    expect(shown.filter((text) => text === 'w')).toHaveLength(2);
    expect(shown).toEqual(expect.arrayContaining(['12', '11', 'layer 1', 'layer 3', 'Notation']));
  });

  it('leaves out most of large layers, with dots for them', async () => {
    const svg = await networkGraph({ sizes: [784, 20, 2] }, { most: 5 });
    expect(units(svg)).toHaveLength(4 + 4 + 2);
    expect(circlesOf(svg).filter(({ r }) => r < 5)).toHaveLength(6);
    expect(lines(svg)).toHaveLength(16 + 8);
    expect(texts(svg)[0]).toBe(`${785 * 20 + 21 * 2} parameters`);
  });

  it('gives weights their sign and size', async () => {
    const svg = await networkGraph({ sizes: [2, 1], weights: [Float32Array.of(2, -1)] });
    const drawnLines = lines(svg);
    expect(drawnLines[0]).toMatch(/stroke="#c8382f" stroke-width="3.5"/);
    expect(drawnLines[1]).toMatch(/stroke="#2f6fb5" stroke-width="2"/);
    expect(drawn(svg).width).toBeGreaterThan(100);
  });

  it.each<[string, string, NetworkGraphData, { most?: number }?]>([
    ['one layer', 'bad-shape', { sizes: [3] }],
    ['a layer without neurons', 'bad-option', { sizes: [3, 0] }],
    ['weights of too few layers', 'bad-shape', { sizes: [1, 1, 1], weights: [[1]] }],
    ['weights of another number', 'bad-shape', { sizes: [2, 1], weights: [[1]] }],
    ['weights that are not finite', 'bad-value', { sizes: [1, 1], weights: [[NaN]] }],
    ['two neurons of a layer at most', 'bad-option', { sizes: [3, 3] }, { most: 2 }],
  ])('refuses %s', async (_, code, network, options = {}) => {
    expect(await refusal(() => networkGraph(network, options))).toBe(code);
  });
});

describe('a restricted Boltzmann machine', () => {
  it('ties each visible unit below to each hidden one above, and none to its like', async () => {
    const svg = await bipartiteGraph({ visible: 5, hidden: 3 });
    const circles = units(svg);
    const [visible, hidden] = [circles.slice(0, 5), circles.slice(5)];
    expect(hidden).toHaveLength(3);
    expect(lines(svg)).toHaveLength(15);
    expect(Math.max(...hidden.map(({ y }) => y))).toBeLessThan(Math.min(...visible.map(({ y }) => y)) - 40);
    expect(visible.map(({ x }) => x)).toEqual(visible.map(({ x }) => x).sort((one, other) => one - other));
    expect(texts(svg).filter((text) => text === 'v')).toHaveLength(5);
    expect(svg).not.toMatch(/<path [^>]*Z"/);
  });

  it('shows the units that are asked for, with dots where some are left out', async () => {
    const weights = Float32Array.from({ length: 20 }, (_, i) => i - 10);
    const svg = await bipartiteGraph({ visible: 10, hidden: 2, weights }, { shown: [2, 3, 9], title: 'Some' });
    expect(units(svg)).toHaveLength(5);
    expect(circlesOf(svg).filter(({ r }) => r < 5)).toHaveLength(6);
    expect(texts(svg)).toEqual(expect.arrayContaining(['Some', '3', '4', '10', 'visible', 'hidden']));
    expect(lines(svg).filter((line) => line.includes('#2f6fb5'))).toHaveLength(4);
    expect(await bipartiteGraph({ visible: 10, hidden: 2, weights }, { shown: [2, 3, 9], title: 'Some' })).toBe(svg);
  });

  it.each<[string, string, BipartiteGraphData, BipartiteGraphOptions?]>([
    ['no units', 'bad-shape', { visible: 0, hidden: 1 }],
    ['half a unit', 'bad-shape', { visible: 2, hidden: 1.5 }],
    ['weights of another number', 'bad-shape', { visible: 2, hidden: 2, weights: [1, 2, 3] }],
    ['weights that are not finite', 'bad-value', { visible: 1, hidden: 1, weights: [Infinity] }],
    ['a unit that there is not', 'bad-option', { visible: 2, hidden: 2 }, { shown: [2] }],
    ['units out of order', 'bad-option', { visible: 2, hidden: 2 }, { shown: [1, 0] }],
    ['no units to show', 'bad-option', { visible: 2, hidden: 2 }, { shown: [] }],
  ])('refuses %s', async (_, code, machine, options = {}) => {
    expect(await refusal(() => bipartiteGraph(machine, options))).toBe(code);
  });
});
