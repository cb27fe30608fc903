import { attributesOf, type Attributes } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { type Part, type PartWriter, partWriter } from './part.js';
import type { OpenShape } from './value.js';

/** Recurrent operations, which become as many operations as a sequence has places. */
const gates: Readonly<Record<string, number>> = { LSTM: 4, GRU: 3, RNN: 1 };

/** The most places of a sequence. */
const mostSteps = 4096;

/**
 * The number of places of a sequence that is written out place by place.
 *
 * @param at - the operation that goes over it
 * @param size - as a shape says it
 * @throws InterpError `unsupported-layer` where it is open, or too large
 */
export const lengthOf = (at: Attributes, size: number | null | undefined): number => {
  if (typeof size !== 'number') throw at.refusal('goes over places whose number is not known when the model is loaded');
  if (size > mostSteps) throw at.refusal(`goes over ${size} places; expected at most ${mostSteps}`);
  return size;
};

/** What a direction needs for each of its places. */
interface Cell extends Pick<PartWriter, 'op' | 'between'> {
  /** Names of the activations, of gates and of values. */
  readonly activations: readonly string[];
  readonly hidden: number;
  /** The transposed recurrent weights, `[hidden, gates · hidden]`. */
  readonly weights: string;
  /** The recurrent bias, where it is not yet in what comes of the input. */
  readonly bias: string | undefined;
  /** What a product with weights takes of a value: the value, or what it is rounded to. */
  readonly factor: (value: string) => string;
  readonly at: Attributes;
}

/** What is known before a place: values, empty where they are 0. */
interface State {
  readonly h: string;
  readonly c: string;
}

/** Σ of what is not 0. */
const plus = (op: PartWriter['op'], ...terms: readonly string[]): string => {
  const some = terms.filter((term) => term !== '');
  return some.length > 1 ? some.reduce((a, b) => op('Add', [a, b])) : (some[0] ?? '');
};

const parts = ({ between, hidden }: Cell, x: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => between(x, 1, i * hidden, (i + 1) * hidden));

const lstm = (cell: Cell, x: string, { h, c }: State): State => {
  const { op, weights, activations, factor } = cell;
  const sum = plus(op, x, h === '' ? '' : op('MatMul', [factor(h), weights]));
  const [input, output, forget, candidate] = parts(cell, sum, 4);
  const [gate, value, last] = activations;
  const added = op('Mul', [op(gate, [input]), op(value, [candidate])]);
  const next = plus(op, c === '' ? '' : op('Mul', [op(gate, [forget]), c]), added);
  return { h: op('Mul', [op(gate, [output]), op(last, [next])]), c: next };
};

const gru = (cell: Cell, x: string, { h }: State): State => {
  const { op, between, weights, activations, hidden, bias, factor, at } = cell;
  const [gate, value] = activations;
  const both = { from: 0, to: 2 * hidden };
  const ofHidden = (from: number, to: number, of: string): string =>
    plus(
      op,
      of === '' ? '' : op('MatMul', [factor(of), between(weights, 1, from, to)]),
      bias ? between(bias, 0, from, to) : '',
    );
  const early = plus(op, between(x, 1, both.from, both.to), ofHidden(both.from, both.to, h));
  const [update, reset] = parts(cell, early, 2).map((one) => op(gate, [one]));
  const isAfter = at.flag('linear_before_reset');
  const inner = isAfter
    ? ofHidden(both.to, 3 * hidden, h)
    : ofHidden(both.to, 3 * hidden, h === '' ? '' : op('Mul', [reset, h]));
  const recurrent = isAfter && inner !== '' ? op('Mul', [reset, inner]) : inner;
  const candidate = op(value, [plus(op, between(x, 1, both.to, 3 * hidden), recurrent)]);
  // (1 - z) n + z h = n + z (h - n)
  const kept = h === '' ? op('Neg', [candidate]) : op('Sub', [h, candidate]);
  return { h: op('Add', [candidate, op('Mul', [update, kept])]), c: '' };
};

const rnn = ({ op, weights, activations, factor }: Cell, x: string, { h }: State): State => ({
  h: op(activations[0], [plus(op, x, h === '' ? '' : op('MatMul', [factor(h), weights]))]),
  c: '',
});

const cells = { LSTM: lstm, GRU: gru, RNN: rnn } as const;
const usual = { LSTM: ['Sigmoid', 'Tanh', 'Tanh'], GRU: ['Sigmoid', 'Tanh'], RNN: ['Tanh'] } as const;
const known = new Set(['Sigmoid', 'Tanh', 'Relu', 'HardSigmoid', 'Softsign', 'Softplus', 'Elu', 'LeakyRelu']);

const activationsOf = (
  at: Attributes,
  kind: keyof typeof usual,
  directions: number,
): readonly (readonly string[])[] => {
  const given = at.node.attributes['activations'];
  const names = Array.isArray(given) ? given.map(String) : [];
  const each = usual[kind].length;
  const unknown = names.find((name) => !known.has(name));
  if (unknown !== undefined) throw at.refusal(`has the activation ${unknown}; expected ${[...known].join(', ')}`);
  return Array.from({ length: directions }, (_, d) =>
    names.length > 0 ? names.slice(d * each, (d + 1) * each) : usual[kind],
  );
};

const checkSupported = (at: Attributes): void => {
  const { attributes, inputs } = at.node;
  const [, , , , lengths = '', , , peepholes = ''] = inputs;
  if (lengths !== '' || peepholes !== '') throw at.refusal('has lengths of sequences, or peepholes; expected none');
  if (['clip', 'input_forget', 'layout'].some((name) => (attributes[name] ?? 0) !== 0))
    throw at.refusal('clips, couples its gates or has the batch first; expected none of these');
};

/**
 * The operations that an LSTM, a GRU or a plain recurrent network stands for, one after the other, for all places of a sequence. Where `rounds` is set,
 * products with weights take values rounded to 256 levels, the sequence as a whole and each state by itself.
 *
 * @param node - the node; its first input is `[places, batch, values]`
 * @param shapes - the shapes of its inputs
 * @returns parts, the last ones of which give the outputs of the node
 * @throws InterpError `unsupported-layer` for peepholes, an open number of places, and what else is not supported
 */
export const unrolled = (node: GraphNode, [sequence]: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  checkSupported(at);
  const places = lengthOf(at, sequence[0]);
  const kind = node.operation as keyof typeof cells;
  const [x, w, r, b = '', , firstH = '', firstC = ''] = node.inputs;
  const hidden = at.number('hidden_size');
  const direction = at.text('direction', 'forward');
  const directions = direction === 'bidirectional' ? 2 : 1;
  const activations = activationsOf(at, kind, directions);
  const writer = partWriter(node);
  const { op, between } = writer;
  const rowOf = (value: string, d: number): string =>
    value === '' ? '' : op('Squeeze', [between(value, 0, d, d + 1)], { axes: [0] });
  const size = gates[kind] * hidden;
  const factor = (value: string): string => (at.flag('rounds') ? op('FakeQuantizeByRange', [value]) : value);
  const sequenceFactor = factor(x);

  const run = (d: number): { readonly all: readonly string[]; readonly last: State } => {
    const bias = rowOf(b, d);
    const [ofInput, ofHidden] = bias === '' ? ['', ''] : [between(bias, 0, 0, size), between(bias, 0, size, 2 * size)];
    const isApart = kind === 'GRU';
    const projected = op('MatMul', [sequenceFactor, op('Transpose', [rowOf(w, d)], { perm: [1, 0] })]);
    const biased = plus(op, projected, isApart ? ofInput : plus(op, ofInput, ofHidden));
    const weights = op('Transpose', [rowOf(r, d)], { perm: [1, 0] });
    const cell: Cell = {
      op,
      between,
      activations: activations[d],
      hidden,
      weights,
      bias: isApart && ofHidden !== '' ? ofHidden : undefined,
      factor,
      at,
    };
    const all: string[] = [];
    let state: State = { h: rowOf(firstH, d), c: rowOf(firstC, d) };
    const isBack = direction === 'reverse' || d === 1;
    for (let i = 0; i < places; i++) {
      const place = isBack ? places - 1 - i : i;
      const here = op('Squeeze', [between(biased, 0, place, place + 1)], { axes: [0] });
      state = cells[kind](cell, here, state);
      all[place] = state.h;
    }
    return { all, last: state };
  };
  const runs = Array.from({ length: directions }, (_, d) => run(d));
  const joined = (values: readonly string[], axis: number): string =>
    values.length === 1 ? values[0] : op('Concat', values, { axis });
  const outputs = [
    (): string =>
      joined(
        Array.from({ length: places }, (_, t) =>
          joined(
            runs.map(({ all }) => op('Unsqueeze', [all[t]], { axes: [0, 1] })),
            1,
          ),
        ),
        0,
      ),
    (): string =>
      joined(
        runs.map(({ last }) => op('Unsqueeze', [last.h], { axes: [0] })),
        0,
      ),
    (): string =>
      joined(
        runs.map(({ last }) => op('Unsqueeze', [last.c], { axes: [0] })),
        0,
      ),
  ];
  node.outputs.forEach((name, i) => {
    if (name !== '') writer.give(i, outputs[i]());
  });
  return writer.parts;
};
