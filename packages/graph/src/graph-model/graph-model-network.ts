import { InterpError, isObject, shownValue } from '@interp/checks';
import type { Network } from '@interp/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { Graph, GraphInput, GraphNode } from '../graph.js';
import { graphNetwork, type GraphNetworkOptions } from '../graph-network.js';
import { convolutionTranslations } from './convolution-translations.js';
import { elementwiseTranslations } from './elementwise-translations.js';
import { emitterOf, type Translation } from './emitter.js';
import {
  checkAttributes,
  type GraphDef,
  isNode,
  isSignature,
  type NodeReader,
  type RawNode,
  readNode,
  sizesOf,
  valueName,
} from './graph-def.js';
import { placeTranslations } from './place-translations.js';
import { shapeTranslations } from './shape-translations.js';

/** How operations of TensorFlow are said in operators of ONNX. */
const translations: ReadonlyMap<string, Translation> = new Map(
  [convolutionTranslations, elementwiseTranslations, shapeTranslations, placeTranslations].flatMap((some) =>
    Object.entries(some),
  ),
);

/** A graph model of TensorFlow.js, or its artifacts with decoded weights: the part of `tf.GraphModel` that is read, so that the converter need not be installed. */
export interface GraphModelSource {
  /** Weights by name, as `tf.GraphModel` and `tf.io.decodeWeights` give them; borrowed. */
  readonly weights: Readonly<Record<string, tf.Tensor | readonly tf.Tensor[]>>;
  /** The topology of the artifacts, `{ node: […] }`; where it is missing, that of the model. */
  readonly modelTopology?: unknown;
  /** The artifacts' signature. */
  readonly signature?: unknown;
  /** The artifacts' metadata, which may have the signature. */
  readonly userDefinedMetadata?: unknown;
}

type Parts = Pick<GraphModelSource, 'modelTopology' | 'signature' | 'userDefinedMetadata'>;

const definitionOf = (given: GraphModelSource): GraphDef => {
  const source: GraphModelSource = Object(given) as GraphModelSource;
  // `tf.GraphModel` keeps its artifacts to itself, and has no other way to its nodes.
  const parts: Parts = source.modelTopology ? source : ((source as { artifacts?: Parts }).artifacts ?? {});
  const nodes: unknown = (parts.modelTopology as { node?: unknown } | undefined)?.node;
  if (!Array.isArray(nodes) || !nodes.every(isNode) || !isObject(source.weights))
    throw new InterpError('unsupported-model', 'the source is no graph model of TensorFlow.js: it has no nodes; load it by tf.loadGraphModel first'); // prettier-ignore
  for (const node of nodes) checkAttributes(node);
  const metadata = isObject(parts.userDefinedMetadata) ? parts.userDefinedMetadata : {};
  const signature = parts.signature ?? metadata['signature'];
  return { nodes, weights: source.weights, signature: isSignature(signature) ? signature : undefined };
};

const isInput = ({ op }: RawNode): boolean => op === 'Placeholder' || op === 'PlaceholderWithDefault';

const inputOf = (node: NodeReader, { signature }: GraphDef): GraphInput => {
  const said = Object.values(signature?.inputs ?? {}).find(({ name = '' }) => valueName(name) === node.name);
  const shape = sizesOf(said?.tensorShape) ?? node.shape('shape');
  if (!shape) throw node.refusal('says nothing of its shape; save the model with the shapes of its inputs');
  return { name: node.name, shape, dtype: node.type('dtype') };
};

/** Names of the outputs: those of the signature, else the values that no node takes. */
const outputsOf = ({ nodes, signature }: GraphDef): string[] => {
  const said = Object.values(signature?.outputs ?? {}).flatMap(({ name }) => (name ? [valueName(name)] : []));
  const names = new Set(nodes.map(({ name }) => name));
  const known = said.filter((name) => names.has(name.replace(/:\d+$/, '')));
  if (known.length > 0) return known;
  const taken = new Set(nodes.flatMap(({ input = [] }) => input.map((name) => name.replace(/^\^|:\d+$/g, ''))));
  return nodes.filter(({ name, op }) => !taken.has(name) && op !== 'Const' && op !== 'NoOp' && !isInput({ name, op })).map(({ name }) => name); // prettier-ignore
};

/** Nodes that lead to outputs. */
const neededNodes = ({ nodes }: GraphDef, outputs: readonly string[]): readonly RawNode[] => {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const found = new Set<RawNode>();
  const open = new Set(outputs.map((name) => name.replace(/:\d+$/, '')));
  // A set is walked in order, what is added meanwhile included.
  for (const name of open) {
    const node = byName.get(name);
    if (!node) throw new InterpError('unsupported-model', `the graph model has no node ${shownValue(name)}, which another takes; the file may be incomplete`); // prettier-ignore
    found.add(node);
    for (const input of node.input ?? []) if (!input.startsWith('^')) open.add(input.replace(/:\d+$/, ''));
  }
  return nodes.filter((node) => found.has(node));
};

/**
 * The graph of a graph model of TensorFlow.js, in operators of ONNX: fused operations are opened, and everything keeps the name of its node.
 *
 * @param source - the model, or its artifacts with decoded weights; borrowed
 * @param name - a name for messages
 * @returns the graph, whose constants are the model's weights
 * @throws InterpError `unsupported-model` where it is no graph model; `unsupported-layer`, naming the operation and its type
 */
export const graphOfModel = (source: GraphModelSource, name = 'graph model'): Graph => {
  const definition = definitionOf(source);
  const outputs = outputsOf(definition);
  const used = neededNodes(definition, outputs);
  const constants = new Map<string, tf.Tensor>();
  const constantOf = (value: string): tf.Tensor | undefined => {
    const weight = definition.weights[value] as tf.Tensor | readonly tf.Tensor[] | undefined;
    return Array.isArray(weight) ? (weight as readonly tf.Tensor[])[0] : (weight as tf.Tensor | undefined);
  };
  const nodes: GraphNode[] = [];
  const values = new Map<string, string>();
  const inputs: GraphInput[] = [];
  for (const node of used) {
    const reader = readNode(node);
    if (isInput(node)) {
      inputs.push(inputOf(reader, definition));
    } else if (node.op === 'Const') {
      const constant = constantOf(node.name);
      if (!constant) throw reader.refusal('has no weight; the file may be incomplete');
      constants.set(node.name, constant);
    } else {
      const translate = translations.get(node.op);
      if (!translate)
        throw reader.refusal('is not known here; leave it out when converting, or give a function that runs the model');
      [translate(emitterOf(reader, constantOf, nodes))]
        .flat()
        .forEach((value, i) => values.set(i === 0 ? node.name : `${node.name}:${i}`, value));
    }
  }
  const resolved = (value: string): string => {
    let at = value;
    for (
      let next = values.get(at), steps = 0;
      next !== undefined && steps <= values.size;
      next = values.get(at), steps++
    )
      at = next;
    return at;
  };
  // The last operation of a node gives the value of the node's own name.
  const ownNames = new Map<string, string>();
  for (const value of values.keys()) {
    const last = resolved(value);
    if (last.startsWith(`${value}#`) && !ownNames.has(last)) ownNames.set(last, value);
  }
  const named = (value: string): string => ownNames.get(resolved(value)) ?? resolved(value);
  const isConstant = (value: string): boolean => constants.has(value) || inputs.some((input) => input.name === value);
  const graphNodes = nodes.map((node) => ({ ...node, inputs: node.inputs.map((value) => (value === '' || isConstant(value) ? value : named(value))), outputs: node.outputs.map(named) })); // prettier-ignore
  return { name, inputs, outputs: outputs.map((output) => ({ name: named(output) })), nodes: graphNodes, constants };
};

/**
 * The network of a graph model of TensorFlow.js, for relevance, gradients without a tape, attacks and prototypes. `classifier(model)` of
 * `@interp/core` takes the model itself, and only runs it.
 *
 * @param model - a `tf.GraphModel`, or its artifacts with decoded weights; borrowed as long as the network is used
 * @param options - shapes that the model leaves open
 * @returns the network; inputs, outputs and layers have the names of the model's nodes
 * @throws InterpError `unsupported-model` where it is no graph model; `unsupported-layer`, naming the operation and its type; `bad-option`
 *
 * @example
 * ```ts
 * import * as tf from '@tensorflow/tfjs-core';
 * import { graphModelNetwork } from '@interp/graph';
 *
 * const shape = { dim: [{ size: -1 }, { size: 2 }] };
 * const network = graphModelNetwork({
 *   modelTopology: { node: [{ name: 'x', op: 'Placeholder', attr: { shape: { shape } } }, { name: 'y', op: 'Relu', input: ['x'] }] },
 *   weights: {},
 * });
 * console.log(network.run(tf.tensor2d([[-1, 2]])).y.dataSync()); // Float32Array(2) [ 0, 2 ]
 * ```
 */
export const graphModelNetwork = (model: GraphModelSource, options: GraphNetworkOptions = {}): Network =>
  graphNetwork(graphOfModel(model), options);
