import type { Attribute } from '@interp/graph';
import type { GraphBuilder, OnnxNode } from '../building/graph-builder.js';

/** Puts an operation of a file into the graph as operators of the newest opset. */
export type Translation = (node: OnnxNode, builder: GraphBuilder) => void;

/** Translations by operator; those of other domains than ONNX' own have the domain before their name. */
export type Translations = Readonly<Record<string, Translation>>;

/** The attributes of an operation but for some. */
export const without = (node: OnnxNode, ...names: readonly string[]): Readonly<Record<string, Attribute>> =>
  Object.fromEntries(Object.entries(node.attributes.plain).filter(([name]) => !names.includes(name)));

/**
 * Puts operations after one another that stand for one of the file: each is given its inputs and gives its one output, the last the output of the file's.
 */
export const chain = (
  node: OnnxNode,
  builder: GraphBuilder,
): {
  /** An operation within. */
  readonly op: (
    operation: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ) => string;
  /** The last one. */
  readonly end: (
    operation: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
  ) => void;
  /** A constant number or list of whole numbers. */
  readonly ints: (name: string, values: readonly number[] | number) => string;
  /** A constant number. */
  readonly float: (name: string, value: number) => string;
} => ({
  op: (operation, inputs, attributes = {}) =>
    builder.emit(node, { operation, inputs, outputs: [builder.value(node, operation)], attributes }),
  end: (operation, inputs, attributes = {}) => {
    builder.emit(node, { operation, inputs, outputs: node.outputs.slice(0, 1), attributes });
  },
  ints: (name, values) => builder.constant(node, name, values),
  float: (name, value) => builder.constant(node, name, value, { dtype: 'float32' }),
});

/** Puts values beside each other along a new axis, as an output of an operation. */
export const stack = (
  node: OnnxNode,
  builder: GraphBuilder,
  values: readonly string[],
  axis: number,
  output: string,
): void => {
  const { op, ints } = chain(node, builder);
  const axes = ints('axes', [axis]);
  const inputs = values.map((value) => op('Unsqueeze', [value, axes]));
  builder.emit(node, { operation: 'Concat', inputs, outputs: [output], attributes: { axis } });
};
