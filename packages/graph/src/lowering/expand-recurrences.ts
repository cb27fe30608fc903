import { attributesOf } from '../attributes.js';
import type { GraphNode } from '../graph.js';
import { type Part, partWriter } from './part.js';
import { forAllHeads } from './expand-attention.js';
import { lengthOf } from './unroll.js';
import type { OpenShape } from './value.js';

/**
 * The operations that linear attention stands for, place by place: a state of keys by values, which decays, learns and is asked. Katharopoulos et al. 2020,
 * Yang et al. 2024 (gated delta rule).
 *
 * @param node - the node; its inputs are `[batch, length, heads · width]`
 * @param shapes - the shapes of its inputs
 * @returns parts, which give its outputs
 * @throws InterpError `unsupported-layer` for a rule or sizes that are not supported
 */
export const expandedLinearAttention = (node: GraphNode, shapes: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  const [q, k, v, past = '', decay = '', rate = ''] = node.inputs;
  const rule = at.text('update_rule', 'gated_delta');
  if (!['linear', 'gated', 'delta', 'gated_delta'].includes(rule))
    throw at.refusal(`has the rule ${rule.slice(0, 40)}; expected linear, gated, delta or gated_delta`);
  const [isGated, isDelta] = [rule.startsWith('gated'), rule.endsWith('delta')];
  if ((isGated && decay === '') || (isDelta && rate === ''))
    throw at.refusal(`has the rule ${rule} and no decay or rate; expected them`);
  const [heads, keyHeads] = [at.number('q_num_heads'), at.number('kv_num_heads')];
  const length = lengthOf(at, shapes[0][1]);
  const writer = partWriter(node);
  const { op, number, between, give } = writer;
  const width = (shapes[1].at(-1) ?? 0) / keyHeads;
  const scale = at.number('scale', 0) || 1 / Math.sqrt(width);
  /** What is there at a place, `[batch, heads, values, 1]`. */
  const here = (x: string, place: number, of: number): string =>
    op('Reshape', [between(x, 1, place, place + 1)], { shape: [0, of, -1, 1] });
  const rateHeads = rate !== '' && shapes[5].at(-1) === 1 ? 1 : keyHeads;
  const turned = (column: string): string => op('Transpose', [column], { perm: [0, 1, 3, 2] });
  let state = past;
  const made: string[] = [];
  for (let t = 0; t < length; t++) {
    const [key, value] = [here(k, t, keyHeads), here(v, t, keyHeads)];
    if (isGated && state !== '') state = op('Mul', [state, op('Exp', [here(decay, t, keyHeads)])]);
    const row = turned(value);
    const news = state === '' || !isDelta ? row : op('Sub', [row, op('MatMul', [turned(key), state])]);
    const learnt = op('MatMul', [key, news]);
    const weighed = isDelta ? op('Mul', [learnt, here(rate, t, rateHeads)]) : learnt;
    state = state === '' ? weighed : op('Add', [state, weighed]);
    const query = turned(op('Mul', [here(q, t, heads), number(scale)]));
    made.push(
      op('Reshape', [op('MatMul', [query, forAllHeads(writer, state, { heads, keyHeads })])], { shape: [0, 1, -1] }),
    );
  }
  give(0, made.length === 1 ? made[0] : op('Concat', made, { axis: 1 }));
  give(1, state);
  return writer.parts;
};

/**
 * The operations that a causal convolution with a state stands for: values before the first, a convolution of each channel, an activation.
 *
 * @param node - the node; its input is `[batch, channels, length]`
 * @param shapes - the shapes of its inputs
 * @returns parts, which give its outputs
 * @throws InterpError `unsupported-layer` for another activation than SiLU
 */
export const expandedCausalConvolution = (node: GraphNode, shapes: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  const [x, kernel, bias = '', past = ''] = node.inputs;
  const activation = at.text('activation', 'none');
  if (!['none', 'silu', 'swish'].includes(activation))
    throw at.refusal(`has the activation ${activation.slice(0, 40)}; expected none, silu or swish`);
  const [channels, , size] = shapes[1];
  const before = lengthOf(at, size) - 1;
  const length = lengthOf(at, shapes[0][2]);
  const writer = partWriter(node);
  const { op, wholes, give, between } = writer;
  const padded = (): string => (before > 0 ? op('Pad', [x, wholes([0, 0, before, 0, 0, 0])]) : x);
  const whole = past === '' ? padded() : op('Concat', [past, x], { axis: 2 });
  const inputs = [whole, kernel, ...(bias === '' ? [] : [bias])];
  const made = op('Conv', inputs, { group: channels ?? 1, kernel_shape: [before + 1] });
  give(0, activation === 'none' ? made : op('Swish', [made]));
  if ((node.outputs[1] ?? '') !== '') give(1, between(whole, 2, length, length + before));
  return writer.parts;
};

/**
 * The operations that a convolutional LSTM stands for, place by place. Shi et al. 2015, without peepholes. Its inputs are a sequence
 * `[batch, places, …window, channels]`, kernels `[…window, channels, 4 · units]` of values and of states, and a bias; gates are those of input, forgetting,
 * value and output, as in Keras.
 *
 * @param node - the node; it gives the states of all places, `[batch, places, …window, units]`, the last one, and the last cell
 * @param shapes - the shapes of its inputs
 * @returns parts, which give its outputs
 */
export const expandedConvLstm = (node: GraphNode, shapes: readonly OpenShape[]): readonly Part[] => {
  const at = attributesOf(node);
  const [x, kernel, recurrent, bias = ''] = node.inputs;
  const [shape, , recurrentShape] = shapes;
  const length = lengthOf(at, shape[1]);
  const units = lengthOf(at, recurrentShape.at(-2));
  const [gate, value] = [at.text('gate', 'Sigmoid'), at.text('value', 'Tanh')];
  const axes = shape.length - 3;
  const writer = partWriter(node);
  const { op, between, give } = writer;
  const ofInput = {
    channelsLast: true,
    auto_pad: at.text('auto_pad', 'VALID'),
    strides: at.numbers('strides') ?? [],
    dilations: at.numbers('dilations') ?? [],
  };
  const all: string[] = [];
  let [state, cell] = ['', ''];
  for (let t = 0; t < length; t++) {
    const place = at.flag('reverse') ? length - 1 - t : t;
    const here = op('Squeeze', [between(x, 1, place, place + 1)], { axes: [1] });
    const arrived = op('Conv', [here, kernel, ...(bias === '' ? [] : [bias])], ofInput);
    const kept = state === '' ? '' : op('Conv', [state, recurrent], { channelsLast: true, auto_pad: 'SAME_UPPER' });
    const whole = kept === '' ? arrived : op('Add', [arrived, kept]);
    const [input, forget, candidate, output] = [0, 1, 2, 3].map((i) =>
      between(whole, axes + 1, i * units, (i + 1) * units),
    );
    const added = op('Mul', [op(gate, [input]), op(value, [candidate])]);
    cell = cell === '' ? added : op('Add', [op('Mul', [op(gate, [forget]), cell]), added]);
    state = op('Mul', [op(gate, [output]), op(value, [cell])]);
    all.push(op('Unsqueeze', [state], { axes: [1] }));
  }
  if ((node.outputs[0] ?? '') !== '') give(0, all.length === 1 ? all[0] : op('Concat', all, { axis: 1 }));
  give(1, state);
  give(2, cell);
  return writer.parts;
};
