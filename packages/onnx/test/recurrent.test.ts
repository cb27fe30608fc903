import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-layers';
import { canWalk, random } from '@interp/core';
import { codeOf } from '@interp/testing/refusal';
import { onnxNetwork } from '../src/index.js';
import { floats, node, onnxFile, value, type Written } from './onnx-file.js';
import { type Nested, resultOf } from './run-file.js';

const [places, images, size, hidden] = [3, 2, 2, 3];
const draw = random(5);
const numbers = (count: number): number[] => Array.from({ length: count }, () => draw.uniform() * 2 - 1);

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));
/** W x of some rows of a matrix. */
const times = (matrix: readonly number[], x: readonly number[], row: number): number =>
  x.reduce((sum, one, i) => sum + matrix[row * x.length + i] * one, 0);

interface Weights {
  readonly w: readonly number[];
  readonly r: readonly number[];
  readonly b: readonly number[];
}

type Cell = (
  x: readonly number[],
  h: readonly number[],
  c: readonly number[],
  weights: Weights,
) => { h: number[]; c: number[] };

const units = Array.from({ length: hidden }, (_, i) => i);

/** As ONNX writes them, for one image. */
const cells: Readonly<Record<string, Cell>> = {
  LSTM: (x, h, c, { w, r, b }) => {
    const gate = (which: number, i: number): number => {
      const row = which * hidden + i;
      return times(w, x, row) + times(r, h, row) + b[row] + b[4 * hidden + row];
    };
    const next = units.map((i) => sigmoid(gate(2, i)) * c[i] + sigmoid(gate(0, i)) * Math.tanh(gate(3, i)));
    return { h: units.map((i) => sigmoid(gate(1, i)) * Math.tanh(next[i])), c: next };
  },
  GRU: (x, h, _, { w, r, b }) => {
    const input = (row: number): number => times(w, x, row) + b[row];
    const bias = (row: number): number => b[3 * hidden + row];
    const [z, reset] = [0, 1].map((which) =>
      units.map((i) => sigmoid(input(which * hidden + i) + times(r, h, which * hidden + i) + bias(which * hidden + i))),
    );
    const gated = h.map((one, i) => reset[i] * one);
    const n = units.map((i) =>
      Math.tanh(input(2 * hidden + i) + times(r, gated, 2 * hidden + i) + bias(2 * hidden + i)),
    );
    return { h: units.map((i) => (1 - z[i]) * n[i] + z[i] * h[i]), c: [] };
  },
  'GRU, reset after': (x, h, _, { w, r, b }) => {
    const input = (row: number): number => times(w, x, row) + b[row];
    const recurrent = (row: number): number => times(r, h, row) + b[3 * hidden + row];
    const [z, reset] = [0, 1].map((which) =>
      units.map((i) => sigmoid(input(which * hidden + i) + recurrent(which * hidden + i))),
    );
    const n = units.map((i) => Math.tanh(input(2 * hidden + i) + reset[i] * recurrent(2 * hidden + i)));
    return { h: units.map((i) => (1 - z[i]) * n[i] + z[i] * h[i]), c: [] };
  },
  RNN: (x, h, _, { w, r, b }) => ({
    h: units.map((i) => Math.tanh(times(w, x, i) + times(r, h, i) + b[i] + b[hidden + i])),
    c: [],
  }),
};

const gates: Readonly<Record<string, number>> = { LSTM: 4, GRU: 3, RNN: 1 };

/** `[images, places, size]` in, all states of each direction out: `[places, directions, images, hidden]`. */
const slowly = (
  cell: Cell,
  x: readonly number[][][],
  weights: readonly Weights[],
  backwards: readonly boolean[],
): Nested => {
  const all = Array.from({ length: places }, () => weights.map((): number[][] => []));
  weights.forEach((own, d) => {
    for (let n = 0; n < images; n++) {
      let state = { h: units.map(() => 0), c: units.map(() => 0) };
      for (let i = 0; i < places; i++) {
        const t = backwards[d] ? places - 1 - i : i;
        state = cell(x[n][t], state.h, state.c, own);
        all[t][d][n] = state.h;
      }
    }
  });
  return all;
};

const cases = Object.keys(cells).flatMap((name) =>
  (['forward', 'reverse', 'bidirectional'] as const).map((direction) => [name, direction] as const),
);

const written = (
  name: string,
  direction: string,
  weights: readonly Weights[],
  more: Partial<Written> = {},
): Written => {
  const [type] = name.split(',');
  const rows = gates[type] * hidden;
  const all = (which: keyof Weights): number[] => weights.flatMap((own) => [...own[which]]);
  return {
    inputs: [value('x', ['n', places, size])],
    nodes: [
      node('Transpose', ['x'], ['t'], { perm: [1, 0, 2] }),
      node(type, ['t', 'w', 'r', 'b'], ['s', 'last'], {
        hidden_size: hidden,
        direction,
        ...(name.includes('after') && { linear_before_reset: 1 }),
      }),
      node('Transpose', ['s'], ['y'], { perm: [2, 0, 1, 3] }),
    ],
    tensors: [
      floats('w', [weights.length, rows, size], all('w')),
      floats('r', [weights.length, rows, hidden], all('r')),
      floats('b', [weights.length, 2 * rows], all('b')),
    ],
    ...more,
  };
};

const drawn = (name: string, count: number): Weights[] => {
  const rows = gates[name.split(',')[0]] * hidden;
  return Array.from({ length: count }, () => ({
    w: numbers(rows * size),
    r: numbers(rows * hidden),
    b: numbers(2 * rows),
  }));
};

const flat = (nested: Nested): number[] => (typeof nested === 'number' ? [nested] : nested.flatMap(flat));

test.each(cases)('%s, %s, is what its formula says', (name, direction) => {
  const weights = drawn(name, direction === 'bidirectional' ? 2 : 1);
  const x = Array.from({ length: images }, () => Array.from({ length: places }, () => numbers(size)));
  const backwards = direction === 'bidirectional' ? [false, true] : [direction === 'reverse'];
  const expected = slowly(cells[name], x, weights, backwards) as readonly Nested[][][];
  const [found] = resultOf(written(name, direction, weights), { x });
  const inOrder = Array.from({ length: images }, (_, n) => expected.map((ofPlace) => ofPlace.map((all) => all[n])));
  flat(inOrder).forEach((one, i) => expect(flat(found)[i]).toBeCloseTo(one, 5));
  const network = onnxNetwork(onnxFile(written(name, direction, weights)));
  expect(canWalk(network)).toBe(true);
  network.dispose();
});

test('what is not supported is refused by name', () => {
  const weights = drawn('LSTM', 1);
  const good = written('LSTM', 'forward', weights);
  const [before, recurrent, after] = good.nodes;
  const wrong = [
    node('LSTM', [...recurrent.input], [...recurrent.output], { hidden_size: hidden, clip: { float: 3 } }),
    node('LSTM', [...recurrent.input], [...recurrent.output], { hidden_size: hidden, layout: 1 }),
    node('LSTM', [...recurrent.input, '', '', '', 'w'], [...recurrent.output], { hidden_size: hidden }),
  ];
  for (const one of wrong)
    expect(codeOf(() => onnxNetwork(onnxFile({ ...good, nodes: [before, one, after] })))).toBe('unsupported-layer');
});
