import { InterpError, shownName } from '@interp/checks';
import { type GraphInput, type GraphNode, knownValue } from '@interp/graph';
import * as tf from '@tensorflow/tfjs-core';
import type { ReadExternal } from '../file/external-data.js';
import type { FunctionProto, GraphProto, NodeProto, ValueInfoProto } from '../file/messages.js';
import { domainOf, type ModelFile, opsetsOf } from '../file/read-model.js';
import { constantTensor } from '../file/constant-tensor.js';
import { storedTensor } from '../file/stored-tensor.js';
import { constantFrom } from '../operators/constants.js';
import { followQuantised } from '../operators/quantised-operators.js';
import { translations } from '../operators/translations.js';
import { attributesOf } from './attributes.js';
import { type Constant, graphBuilder, type GraphBuilder, type OnnxNode, refuse } from './graph-builder.js';
import { type Bodies, branched, looped, scanned } from './control-flow.js';
import { rankAfter } from './ranks.js';
import { functionKey, type Scope, scopeIn } from './scope.js';

/** What is needed everywhere while a graph is built. */
interface Building {
  readonly builder: ReturnType<typeof graphBuilder>;
  readonly inputs: readonly GraphInput[];
  /** How many values were computed of shapes. */
  readonly computed: { count: number };
  readonly external: ReadExternal;
  readonly functions: ReadonlyMap<string, FunctionProto>;
  /** A new name for a value. */
  readonly rename: (name: string) => string;
}

/** A graph before its constants are tensors. */
export interface BuiltGraph {
  /** Its operations. */
  readonly nodes: readonly GraphNode[];
  /** Its constants. */
  readonly constants: ReadonlyMap<string, Constant>;
  /** The names of its outputs. */
  readonly outputs: readonly string[];
}

const onnxNode = (node: NodeProto, scope: Scope, { external }: Building): OnnxNode => {
  const domain = domainOf(node.domain);
  const name = `${scope.prefix}${node.name || node.output.find((output) => output !== '') || node.opType}`;
  const version = scope.opsets.get(domain);
  if (version === undefined)
    throw new InterpError(
      'bad-file',
      `the operation ${shownName(name)} of type ${shownName(node.opType, 60)} belongs to ${domain === '' ? "ONNX' operators" : `the operators of ${shownName(domain, 60)}`}, of which the file does not say a version`,
    );
  return {
    name,
    type: domain === '' ? node.opType : `${domain}.${node.opType}`,
    version,
    inputs: node.input.map(scope.nameOf),
    outputs: node.output.map((output) => scope.declare(output)),
    attributes: attributesOf(name, node.attribute, external, scope.given),
  };
};

/** The body of a function in the place of its call. */
const inline = (node: OnnxNode, body: FunctionProto, scope: Scope, building: Building): void => {
  const opsets = body.opsetImport.length > 0 ? opsetsOf(body.opsetImport) : scope.opsets;
  const defaults = new Map(body.attributeProto.map((attribute) => [attribute.name, attribute]));
  const given = new Map([...defaults, ...node.attributes.messages]);
  const inner = scopeIn(scope, { seesOuter: false, rename: building.rename, opsets, given, prefix: `${node.name}/` });
  body.input.forEach((input, i) => inner.declare(input, node.inputs[i] ?? ''));
  addNodes(body.node, inner, building);
  body.output.forEach((output, i) => passOn(node, inner.nameOf(output), node.outputs[i] ?? '', building.builder));
};

/** Gives a value of a function or a branch the name that it has outside. */
const passOn = (node: OnnxNode, from: string, to: string, builder: GraphBuilder): void => {
  if (to === '') return;
  const sequence = builder.sequenceOf(from);
  if (sequence) builder.defineSequence(to, sequence);
  else translations['Identity']({ ...node, inputs: [from], outputs: [to] }, builder);
  if (builder.isQuantised(from)) builder.markQuantised(to, builder.levelsOf(from));
};

/** The most values of a model that are computed of shapes. */
const mostComputed = 4096;

/** A constant equal to a value, where that follows from shapes and constants alone. */
const knownConstant = (name: string, building: Building): Constant | undefined => {
  const { builder, inputs } = building;
  const given = builder.constantOf(name);
  if (given || ++building.computed.count > mostComputed) return given;
  const constants = new Map<string, tf.Tensor>();
  const nodes = new Set<GraphNode>();
  const needed = new Set([name]);
  // A set is walked in order, what is added meanwhile included.
  for (const value of needed) {
    const maker = builder.constantOf(value) ? undefined : builder.makerOf(value);
    if (!maker) continue;
    nodes.add(maker);
    for (const input of maker.inputs) needed.add(input);
  }
  try {
    for (const value of needed) {
      const constant = builder.constantOf(value);
      if (constant) constants.set(value, constantTensor(constant));
    }
    const known = knownValue({ name, inputs, outputs: [{ name }], nodes: [...nodes], constants });
    return known && { shape: known.shape, dtype: known.dtype, values: () => known.values };
  } finally {
    tf.dispose([...constants.values()]);
  }
};

const bodiesIn = (building: Building): Bodies => {
  const { builder, rename } = building;
  return {
    builder,
    known: (value) => knownConstant(value, building),
    add: (node, body, scope, given) => {
      const { opsets, given: attributes } = scope;
      const inner = scopeIn(scope, { seesOuter: true, rename, opsets, given: attributes, prefix: `${node.name}/` });
      body.input.forEach(({ name }, i) => inner.declare(name, given[i] ?? ''));
      addInitializers(body, inner, building);
      addNodes(body.node, inner, building);
      return body.output.map(({ name }) => inner.nameOf(name));
    },
    passOn: (node, from, to) => passOn(node, from, to, builder),
  };
};

/** Operations that hold graphs. */
const withBodies: Readonly<Record<string, (node: OnnxNode, scope: Scope, bodies: Bodies) => void>> = {
  If: branched,
  Loop: looped,
  Scan: scanned,
};

const addNodes = (nodes: readonly NodeProto[], scope: Scope, building: Building): void => {
  for (const proto of nodes) {
    const node = onnxNode(proto, scope, building);
    const key = functionKey({ domain: proto.domain, name: proto.opType, overload: proto.overload });
    const body = building.functions.get(key);
    if (body) inline(node, body, scope, building);
    else if (Object.hasOwn(withBodies, node.type)) withBodies[node.type](node, scope, bodiesIn(building));
    else {
      const translation = Object.hasOwn(translations, node.type) ? translations[node.type] : undefined;
      if (node.inputs.some((input) => building.builder.sequenceOf(input)) && !translation)
        refuse(node, 'takes a sequence, which is not supported');
      const real = followQuantised(node, building.builder);
      if (translation) translation(real, building.builder);
      else building.builder.emit(real);
    }
  }
};

const addInitializers = (graph: GraphProto, scope: Scope, { builder, external }: Building): void => {
  for (const tensor of graph.initializer)
    builder.define(scope.declare(tensor.name), constantFrom(storedTensor(tensor, external)));
  const [sparse] = graph.sparseInitializer;
  if (sparse)
    throw new InterpError(
      'unsupported-model',
      `the tensor ${shownName(sparse.values?.name ?? '')} is stored as a sparse one, which is not supported; store it in full`,
    );
};

/** Shapes that the file says of values within, as far as it says them. */
const noteShapes = (values: readonly ValueInfoProto[], builder: GraphBuilder): void => {
  for (const { name, type } of values) {
    const shape = type?.tensorType?.shape?.dim.map(({ dimValue = -1n }) => (dimValue >= 0n ? Number(dimValue) : null));
    if (shape) builder.setShape(name, shape);
  }
};

/**
 * The graph of a file, in operators of the newest opset.
 *
 * @param file - its messages; borrowed
 * @param inputs - what it takes
 * @param external - reads tensors that are kept beside the file
 * @returns the graph; its constants are read when they are asked for
 */
export const buildGraph = (file: ModelFile, inputs: readonly GraphInput[], external: ReadExternal): BuiltGraph => {
  const { graph, opsets } = file;
  const names = new Set<string>([...inputs.map(({ name }) => name), ...graph.initializer.map(({ name }) => name)]);
  for (const { output } of graph.node) for (const name of output) names.add(name);
  const builder = graphBuilder(rankAfter, names);
  const building: Building = {
    builder,
    inputs,
    computed: { count: 0 },
    external,
    functions: new Map(file.functions.map((body) => [functionKey(body), body])),
    rename: builder.rename,
  };
  const scope = scopeIn(undefined, { seesOuter: false, rename: (name) => name, opsets, given: new Map(), prefix: '' });
  noteShapes(graph.valueInfo, builder);
  for (const { name, shape, dtype } of inputs) {
    scope.declare(name);
    builder.setShape(name, shape);
    if (dtype === 'bool') builder.markBoolean(name);
  }
  addInitializers(graph, scope, building);
  addNodes(graph.node, scope, building);
  const outputs = graph.output.map(({ name }) => {
    if (builder.sequenceOf(name))
      throw new InterpError(
        'unsupported-model',
        `the output ${shownName(name)} is a sequence, which is not supported; expected tensors`,
      );
    if (builder.isQuantised(name))
      throw new InterpError(
        'unsupported-model',
        `the output ${shownName(name)} is quantised, which is not supported; expected DequantizeLinear before it`,
      );
    return name;
  });
  return { nodes: builder.nodes, constants: builder.constants, outputs };
};
