import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Attribute, Graph, GraphNode } from '../src/index.js';

/** Builds a graph node by node. */
export interface GraphParts {
  /** Adds a constant and returns its name. */
  readonly constant: (value: tf.Tensor) => string;
  /** Adds a constant of normal numbers. */
  readonly normal: (shape: readonly number[], deviation?: number) => string;
  /** Adds a constant of whole numbers. */
  readonly whole: (values: readonly number[]) => string;
  /** Adds a node and returns the name of its first output. */
  readonly node: (
    operation: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, Attribute>>,
    outputs?: number,
  ) => string;
  /** The graph that ends in a value. */
  readonly to: (...outputs: readonly string[]) => Graph;
}

/** Begins a graph of the input `x`. */
export const graphOf = (shape: readonly (number | null)[], seed = 1): GraphParts => {
  const stream = random(seed);
  const constants = new Map<string, tf.Tensor>();
  const nodes: GraphNode[] = [];
  const constant: GraphParts['constant'] = (value) => {
    const name = `constant ${constants.size}`;
    constants.set(name, value);
    return name;
  };
  return {
    constant,
    normal: (size, deviation = 1) =>
      constant(tf.tensor(stream.normals(tf.util.sizeFromShape([...size]), 0, deviation), [...size])),
    whole: (values) => constant(tf.tensor1d([...values], 'int32')),
    node: (operation, inputs, attributes = {}, outputs = 1) => {
      const name = `${operation} ${nodes.length}`;
      const made = Array.from({ length: outputs }, (_, i) => (i === 0 ? name : `${name}:${i}`));
      nodes.push({ name, type: operation, operation, inputs, outputs: made, attributes });
      return name;
    },
    // In reverse order, for nodes may come in any.
    to: (...outputs) => ({
      name: 'graph',
      inputs: [{ name: 'x', shape, dtype: 'float32' }],
      outputs: outputs.map((name) => ({ name })),
      nodes: nodes.toReversed(),
      constants,
    }),
  };
};

/** Normal numbers. */
export const normals = (shape: readonly number[], seed = 2): tf.Tensor =>
  tf.tensor(random(seed).normals(tf.util.sizeFromShape([...shape]), 0, 1), [...shape]);
