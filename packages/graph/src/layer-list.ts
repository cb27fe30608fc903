import { type LayerUse, sizeOfShape } from '@interp/core/internal';
import type { GraphNode } from './graph.js';

/** Operations that a layer of several ends in, and what its details say of them. */
const activations = new Set(['Relu', 'Sigmoid', 'Tanh', 'Softmax', 'Elu', 'Gelu', 'Selu', 'LeakyRelu', 'HardSwish', 'HardSigmoid', 'Softplus', 'Swish', 'Mish']); // prettier-ignore

/** The activation of a layer of several operations. */
const activationOf = (operations: readonly string[]): string => {
  const last = operations.findLast((operation) => activations.has(operation)) ?? '';
  if (!operations.includes('Mul')) return last.toLowerCase();
  return { Sigmoid: 'swish', HardSigmoid: 'hard_swish', Tanh: 'mish' }[last] ?? last.toLowerCase();
};

const sizes = (all: readonly number[]): string => all.map(String).join(' × ');

/** Numbers of an attribute that say something: not all of them 1. */
const set = (word: string, { attributes }: GraphNode, name: string, usual?: string): string => {
  const value = attributes[name];
  if (!Array.isArray(value) || value.every((one) => one === 1) || sizes(value as number[]) === usual) return '';
  return `${word} ${sizes(value as number[])}`;
};

/** What a box says of an operation over windows: their size, strides and so on. */
const detailOf = (node: GraphNode, weight: readonly number[] = []): string => {
  const { operation, attributes } = node;
  const isPooling = /^(Max|Average|Lp)Pool$/.test(operation);
  if (!isPooling && !/^Conv(Transpose)?$/.test(operation)) return '';
  const given = attributes['kernel_shape'];
  const ofWeight = attributes['channelsLast'] === true ? weight.slice(0, -2) : weight.slice(2);
  const size = Array.isArray(given) ? sizes(given as number[]) : isPooling ? '' : sizes(ofWeight);
  const group = attributes['group'];
  const perGroup = attributes['channelsLast'] === true ? weight.at(-2) : weight[1];
  return [
    size,
    set('stride', node, 'strides', isPooling ? size : undefined),
    set('dilation', node, 'dilations'),
    typeof group !== 'number' || group < 2
      ? ''
      : perGroup === 1
        ? /Depthwise/i.test(node.type)
          ? ''
          : 'depthwise'
        : `groups ${group}`,
  ]
    .filter(Boolean)
    .join(', ');
};

/** Shapes of what a node takes and gives, without the batch. */
export interface NodeShapes {
  /** Of its first output; undefined where it only passes on what it is given. */
  readonly output: readonly (number | null)[] | undefined;
  /** Of the same for people. Default as it is. */
  readonly shown?: readonly (number | null)[];
  /** Of what it takes first. */
  readonly input: readonly number[] | undefined;
  /** Of the constant that it takes first or second. */
  readonly weight: readonly number[] | undefined;
  /** Whether channels are in the first of these axes, not in the last. */
  readonly channelsFirst: boolean;
}

const inAll = (shape: readonly (number | null)[]): number => sizeOfShape(shape.map((size) => size ?? 1));

/** The products of a convolution or a matrix of weights with what it is given. */
const productsOf = ({ operation }: GraphNode, { output, input, weight, channelsFirst }: NodeShapes): number => {
  if (!weight || !output || !input) return 0;
  const positions = (shape: readonly (number | null)[]): number =>
    inAll(channelsFirst ? shape.slice(1) : shape.slice(0, -1));
  if (operation === 'Conv') return positions(output) * sizeOfShape(weight);
  if (operation === 'ConvTranspose') return positions(input) * sizeOfShape(weight);
  if (operation === 'Gemm') return sizeOfShape(weight);
  return operation === 'MatMul' ? inAll(output) * (weight.at(-2) ?? 1) : 0;
};

/** The layers of a graph while it is gone through, and how they are connected. */
export interface LayerList {
  /**
   * Takes up a node that depends on the network's input.
   *
   * @param node - the node; each after those whose values it takes
   * @param shapes - of what it takes and gives
   */
  add(node: GraphNode, shapes: NodeShapes): void;
  /**
   * The layers in the order in which they were begun.
   *
   * @returns each with its inputs
   */
  all(): readonly LayerUse[];
}

interface OpenLayer {
  readonly type: string;
  readonly window: string;
  readonly operations: readonly string[];
  readonly shape: readonly (number | null)[];
  readonly products: number;
  readonly from: Set<string>;
}

/** Layers of so many operations have no activation of their own. */
const mostOperations = 8;

const useOf = (name: string, { type, window, operations, shape, products, from }: OpenLayer): LayerUse => {
  const hasActivation = (operations.length > 1 || type === 'Activation') && operations.length < mostOperations;
  const detail = [window, hasActivation ? activationOf(operations) : ''].filter(Boolean).join(', ');
  return { name, type, ...(detail !== '' && { detail }), shape: [null, ...shape], products, inputs: [...from] };
};

/**
 * An empty list.
 *
 * @param inputs - what the network takes
 * @returns the list
 */
export const layerList = (inputs: readonly { readonly name: string }[]): LayerList => {
  const layers = new Map<string, OpenLayer>();
  /** The layers, or inputs, that each value comes from. */
  const sources = new Map<string, readonly string[]>(inputs.map(({ name }) => [name, [name]]));
  return {
    add: (node, shapes) => {
      const { name, layer = name, type, operation } = node;
      const from = [...new Set(node.inputs.flatMap((value) => sources.get(value) ?? []))];
      if (shapes.output) {
        const before = layers.get(layer);
        const all = before?.from ?? new Set();
        for (const source of from) if (source !== layer) all.add(source);
        layers.set(layer, {
          type: before?.type ?? type,
          window: before?.window || detailOf(node, shapes.weight),
          operations: [...(before?.operations ?? []), operation].slice(0, mostOperations),
          shape: shapes.shown ?? shapes.output,
          products: (before?.products ?? 0) + productsOf(node, shapes),
          from: all,
        });
      }
      for (const value of node.outputs) if (value !== '') sources.set(value, shapes.output ? [layer] : from);
    },
    all: () => [...layers].map(([name, layer]) => useOf(name, layer)),
  };
};
