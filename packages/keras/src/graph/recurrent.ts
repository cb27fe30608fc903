import * as tf from '@tensorflow/tfjs-core';
import type { Attribute } from '@interp/graph';
import type { Json } from '../config/model-spec.js';
import type { LayerNodes, LayerSite, Value } from './layer-site.js';

/** The order of ONNX' gates among Keras'. */
const gates: Readonly<Record<string, readonly number[]>> = { LSTM: [0, 3, 1, 2], GRU: [0, 1, 2], SimpleRNN: [0] };

const operations: Readonly<Record<string, string>> = { LSTM: 'LSTM', GRU: 'GRU', SimpleRNN: 'RNN' };

const activationNames: Readonly<Record<string, string>> = {
  tanh: 'Tanh',
  sigmoid: 'Sigmoid',
  relu: 'Relu',
  softsign: 'Softsign',
  softplus: 'Softplus',
};

/** The operation of an activation, by its name in Keras. */
export const activationOf = (site: LayerSite, name: unknown): string => {
  const found = typeof name === 'string' && Object.hasOwn(activationNames, name) ? activationNames[name] : undefined;
  if (found !== undefined) return found;
  throw site.refuse(
    `has the activation ${JSON.stringify(name)?.slice(0, 40)}; expected tanh, sigmoid, relu or softsign`,
  );
};

/** Refuses a layer that keeps its state from batch to batch. */
export const checkStateless = (site: LayerSite, config: Json): void => {
  if (config['stateful'] === true) throw site.refuse('keeps its state from batch to batch, which is not supported');
};

/** Kernels `[values, gates · units]` as ONNX has them, `[1, gates · units, values]`. */
const turned =
  (order: readonly number[]) =>
  (kernel: tf.Tensor): tf.Tensor => {
    const parts = tf.split(kernel, order.length, 1);
    return tf.expandDims(
      tf.transpose(
        tf.concat(
          order.map((gate) => parts[gate]),
          1,
        ),
      ),
      0,
    );
  };

/** Biases: `[gates · units]` for inputs alone, or `[2, gates · units]` for inputs and states. */
const biases =
  (order: readonly number[]) =>
  (bias: tf.Tensor): tf.Tensor => {
    const rows = bias.rank === 1 ? tf.stack([bias, tf.zerosLike(bias)]) : bias;
    const parts = tf.split(rows, order.length, 1);
    return tf.reshape(
      tf.concat(
        order.map((gate) => parts[gate]),
        1,
      ),
      [1, -1],
    );
  };

/** What is the same of all passes over a sequence. */
interface Pass {
  readonly type: string;
  readonly config: Json;
  readonly backwards: boolean;
  /** The first of its weights among the layer's. */
  readonly from: number;
  /** Its name within the layer; empty where it is all of it. */
  readonly part: string;
}

/** What a pass keeps from place to place. */
const statesOf = (type: string): readonly string[] => (type === 'LSTM' ? ['last', 'cell'] : ['last']);

/** How many weights a pass has. */
const weightCount = ({ config }: Pass): number => (config['use_bias'] === false ? 2 : 3);

/** One pass over a sequence `[n, places, features]`. Gives `[n, places, units]` or, of the last place, `[n, units]`, and its states, `[1, n, units]`. */
const pass = (site: LayerSite, x: string, one: Pass): Value & { readonly states: readonly string[] } => {
  const { type, config, backwards, from, part } = one;
  const order = gates[type];
  const named = (name: string): string => (part === '' ? name : `${part} ${name}`);
  checkStateless(site, config);
  if (Object.keys(site.named).length > 0)
    throw site.refuse(`is given ${Object.keys(site.named).join(', ')}, which is not supported`);
  const [kernel, recurrent] = [0, 1].map((index) => site.weight(from + index, 2, 'turned', turned(order)));
  const bias =
    weightCount(one) === 3 ? [site.weight(from + 2, site.weightShape(from + 2).length, 'turned', biases(order))] : [];
  const own = activationOf(site, config['activation'] ?? 'tanh');
  const gate = type === 'SimpleRNN' ? own : activationOf(site, config['recurrent_activation'] ?? 'sigmoid');
  const isSequence = config['return_sequences'] === true;
  const attributes: Record<string, Attribute> = {
    hidden_size: site.weightShape(from + 1)[0],
    direction: backwards ? 'reverse' : 'forward',
    activations: type === 'LSTM' ? [gate, own, own] : type === 'GRU' ? [gate, own] : [own],
    ...(type === 'GRU' && { linear_before_reset: config['reset_after'] === true ? 1 : 0 }),
  };
  const places = site.add('Transpose', [x], { perm: [1, 0, 2] }, named('places first'));
  const inputs = [places, kernel, recurrent, ...bias];
  const outputs = ['all', ...statesOf(type)];
  const [all, ...states] = site.addOutputs(operations[type], inputs, attributes, named('pass'), outputs);
  if (!isSequence)
    return { states, name: site.add('Squeeze', [states[0], site.integers('first', [0])], {}, part), rank: 2 };
  const rows = site.add('Squeeze', [all, site.integers('second', [1])], {}, named('rows'));
  return { states, name: site.add('Transpose', [rows], { perm: [1, 0, 2] }, part), rank: 3 };
};

/** One pass, and what a layer gives of it: its states as well, where it is asked; from behind, its places in the order in which it goes. */
const layerOf = (site: LayerSite, type: string, config: Json): readonly Value[] => {
  const [backwards, states] = [config['go_backwards'] === true, config['return_state'] === true];
  const isTurned = backwards && config['return_sequences'] === true;
  const whole = pass(site, site.input.name, { type, config, backwards, from: 0, part: isTurned ? 'in order' : '' });
  const list = (name: string, value: number): string => site.integers(name, [value]);
  const slice = [list('start', -1), list('end', -(2 ** 31 - 1)), list('axis', 1), list('step', -1)];
  const made = isTurned ? { name: site.add('Slice', [whole.name, ...slice]), rank: whole.rank } : whole;
  if (!states) return [made];
  const first = site.integers('first', [0]);
  const kept = statesOf(type).map((of, i) => ({
    name: site.add('Squeeze', [whole.states[i], first], {}, `state ${of}`),
    rank: 2,
  }));
  return [made, ...kept];
};

/** `SimpleRNN`, `LSTM` and `GRU`. */
export const recurrent: LayerNodes = (site) => layerOf(site, site.spec.type, site.config);

/** `RNN` around one of their cells. */
export const recurrentCell: LayerNodes = (site) => {
  const { cell, ...options } = site.config;
  const { class_name: type, config } = (cell ?? {}) as { readonly class_name?: unknown; readonly config?: Json };
  const name = typeof type === 'string' ? type.replace(/Cell$/, '') : '';
  if (!Object.hasOwn(gates, name) || !config) throw site.refuse('wraps what is no LSTMCell, GRUCell or SimpleRNNCell');
  return layerOf(site, name, { ...config, ...options });
};

/** A recurrent layer from both ends. */
export const bidirectional: LayerNodes = (site) => {
  const { layer, merge_mode: mode } = site.config;
  const { class_name: type, config } = layer as { readonly class_name: string; readonly config: Json };
  if (!Object.hasOwn(gates, type) || config['return_state'] === true)
    throw site.refuse(`wraps a layer of class ${type.slice(0, 40)}; expected LSTM, GRU or SimpleRNN`);
  const ahead: Pass = { type, config, backwards: false, from: 0, part: 'forward' };
  const forward = pass(site, site.input.name, ahead);
  const back = pass(site, site.input.name, { ...ahead, backwards: true, from: weightCount(ahead), part: 'backward' });
  const both = [forward.name, back.name];
  const merges: Readonly<Record<string, () => string>> = {
    concat: () => site.add('Concat', both, { axis: -1 }),
    sum: () => site.add('Sum', both),
    ave: () => site.add('Mean', both),
    mul: () => site.add('Mul', both),
  };
  const merge = typeof mode === 'string' && Object.hasOwn(merges, mode) ? merges[mode] : undefined;
  if (!merge) throw site.refuse('gives both passes apart; expected a merge_mode concat, sum, ave or mul');
  return { name: merge(), rank: forward.rank };
};
