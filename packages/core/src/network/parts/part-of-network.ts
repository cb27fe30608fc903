import { InterpError, shownName, shownNames } from '@interp/checks';
import { memoised } from '../../memoised.js';
import { neededFor } from '../lowering/canonicalise.js';
import { permuted } from '../layers/reshaping-operators.js';
import type { Network } from '../network.js';
import { type NamedOutput, networkOfSteps } from '../network-of-steps.js';
import type { Step } from '../steps.js';

/** What is taken of a network, with what is added to it. */
export interface NetworkPart {
  /** Its inputs, by the names of values. */
  readonly inputs: Network['inputs'];
  /** Steps before they are simplified; those that no output needs are left out. */
  readonly steps: readonly Step[];
  /** Its outputs, and the values of the steps that they are. */
  readonly outputs: readonly (NamedOutput & {
    readonly value: string;
  })[];
}

/**
 * The network of a part of another one. It takes inputs as classifiers do, with channels last.
 *
 * @param whole - the whole; borrowed as long as the part is used
 * @param part - what is taken of it
 * @returns the part, computed by its steps alone
 */
export const networkOfPart = (whole: Network, { steps, inputs, outputs }: NetworkPart): Network => {
  const { lowered, layers } = whole;
  const values = outputs.map(({ value }) => value);
  const made = outputs.flatMap(({ value, shape, order }) => (order ? [] : [[value, shape] as const]));
  const part = {
    ...lowered,
    steps: neededFor(steps, values),
    inputs: inputs.map(({ name }) => name),
    outputs: values,
    valueOf: (name: string) => name,
    shapes: new Map([...(lowered.shapes ?? []), ...made]),
    isMended: false,
  };
  return networkOfSteps(part, {
    inputs,
    outputs: outputs.map(({ name, shape, order }) => ({ name, shape, ...(order && { order }) })),
    layers,
    valuesPerImage: (inputShape) => whole.valuesPerImage(inputShape),
  });
};

/** The inputs of a part of a network that takes what the whole does, channels last. */
export const inputsLast = ({ inputs }: Network): Network['inputs'] =>
  inputs.map(({ name, shape, picture, dtype }) => ({ name, shape: picture ?? shape, dtype }));

/** The outputs of a network as those of a part of it. */
export const outputsOf = ({ outputs, lowered }: Network): NetworkPart['outputs'] =>
  outputs.map(({ name, shape, order }, i) => {
    const value = lowered.valueOf(lowered.outputs[i]);
    const stored = lowered.shapes?.get(value);
    const isMixed = stored !== undefined && !order && (stored.length !== shape.length || shape[0] !== null);
    // Of an output that goes over several images at once, nobody can say which value is of which.
    return { name, shape: isMixed ? [] : shape, value, ...(order && { order }) };
  });

const described = ({ outputs }: Network): string =>
  shownNames(outputs.map(({ name, shape }) => `${name} [${shape.map((size) => size ?? 'n').join(', ')}]`));

/** An output of a network, with its axes in the order of its shape. */
interface OutputEnd {
  /** The output. */
  readonly output: NetworkPart['outputs'][number];
  /** A step that turns axes, where there is one. */
  readonly added: readonly Step[];
}

/**
 * An output of a network.
 *
 * @param network - the network
 * @param name - of the output. Default the only one
 * @throws InterpError `unsupported-model` for several outputs of which none is named, `bad-option` for a name that is none
 */
export const outputEnd = (network: Network, name?: string): OutputEnd => {
  const { outputs } = network;
  if (name === undefined && outputs.length > 1)
    throw new InterpError('unsupported-model', `the model has ${outputs.length} outputs, ${described(network)}; expected the name of one of them as output`); // prettier-ignore
  const place = name === undefined ? 0 : outputs.findIndex((output) => output.name === name);
  if (place < 0)
    throw new InterpError('bad-option', `the model has no output ${shownName(name!)}; expected ${described(network)}`);
  const { value, order, ...output } = outputsOf(network)[place];
  if (!order) return { output: { ...output, value }, added: [] };
  const end = `${value} as ${output.name}`;
  const layer = { name: output.name, type: 'Transpose' };
  const turned = { operator: permuted(order.slice(1)), inputs: [value], outputs: [end], layer };
  return { output: { ...output, value: end }, added: [turned] };
};

const known = memoised<Network, Map<string, Network>>(() => new Map());

/**
 * The network of one output of another, without what others alone need.
 *
 * @param network - the whole
 * @param name - of the output. Default the only one
 * @returns the part, cached; the whole itself where it has no other output
 * @throws InterpError as {@link outputEnd}
 */
export const oneOutput = (network: Network, name?: string): Network => {
  const { output, added } = outputEnd(network, name);
  if (network.outputs.length === 1) return network;
  const parts = known(network);
  const before = parts.get(output.name);
  if (before) return before;
  const made = networkOfPart(network, {
    inputs: inputsLast(network),
    steps: [...network.lowered.steps, ...added],
    outputs: [output],
  });
  parts.set(output.name, made);
  return made;
};
