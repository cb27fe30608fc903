import type * as tf from '@tensorflow/tfjs-core';
import type { Attribute, GraphNode } from '../graph.js';
import type { NodeReader } from './graph-def.js';

type Attributes = Readonly<Record<string, Attribute>>;

/** A node of TensorFlow on its way to operators of ONNX. */
export interface Emitter extends NodeReader {
  /** Adds an operation and gives the name of its first value, the others are `name:1` and so on. */
  make(operation: string, inputs: readonly string[], attributes?: Attributes, outputs?: number): string;
  /** A constant of whole numbers, or one whole number. */
  whole(values: readonly number[] | number): string;
  /** A constant number. */
  scalar(value: number): string;
  /** The constant that a value is; undefined where it is computed. */
  constant(value: string): tf.Tensor | undefined;
  /** The numbers of a constant input; refused where it is computed. */
  numbersOf(input: number): readonly number[];
}

/** How a node of TensorFlow is said in operators of ONNX: gives the names of its values. */
export type Translation = (emitter: Emitter) => readonly string[] | string;

/**
 * An emitter for a node.
 *
 * @param reader - the node
 * @param constantOf - gives constants by their names
 * @param nodes - filled with operations
 */
export const emitterOf = (
  reader: NodeReader,
  constantOf: (value: string) => tf.Tensor | undefined,
  nodes: GraphNode[],
): Emitter => {
  let made = 0;
  const make: Emitter['make'] = (operation, inputs, attributes = {}, outputs = 1) => {
    const name = `${reader.name}#${made++}`;
    const names = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
    nodes.push({ name: reader.name, type: reader.op, operation, inputs, outputs: names, attributes });
    return name;
  };
  return {
    ...reader,
    make,
    whole: (values) =>
      make('Constant', [], typeof values === 'number' ? { value_int: values } : { value_ints: values }),
    scalar: (value) => make('Constant', [], { value_float: value }),
    constant: constantOf,
    numbersOf: (input) => {
      const value = reader.inputs[input];
      const tensor = value === undefined ? undefined : constantOf(value);
      if (!tensor) throw reader.refusal(`computes its input ${input}; expected a constant`);
      return Array.from(tensor.dataSync());
    },
  };
};
