import type * as tf from '@tensorflow/tfjs-core';

/** The value of an attribute of an operation. */
export type Attribute = number | string | boolean | readonly number[] | readonly string[];

/** One operation of a {@link Graph}. */
export interface GraphNode {
  /** Its name in the source, for messages, rules of relevance and diagrams. Nodes of one name are steps of one layer, as a convolution and its activation. */
  readonly name: string;
  /** The layer of the source that it is a part of, for descriptions and diagrams. Default its name. */
  readonly layer?: string;
  /** What the source calls the operation, for people: `Conv`, `FusedConv2D`, … */
  readonly type: string;
  /** The operator of ONNX that it is, in the sense of its newest opset: `Conv`, `Gemm`, `MatMul`, `Relu`, … */
  readonly operation: string;
  /** The names of the values that it takes; empty where an optional one is left out. */
  readonly inputs: readonly string[];
  /** The names of the values that it gives. */
  readonly outputs: readonly string[];
  /**
   * Its attributes, as ONNX names them. Beside those, `channelsLast: true` says of an operation over images, signals or volumes that its values and
   * weights have TensorFlow's order and not ONNX': channels in the last axis of values; kernels of convolutions `[...window, in / group, out]`, those
   * of transposed ones `[...window, out / group, in]`.
   */
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** What a graph takes. */
export interface GraphInput {
  /** Its name. */
  readonly name: string;
  /** Its shape; null for a size that is not fixed. The first axis is the batch. */
  readonly shape: readonly (number | null)[];
  /** Its type: `float32`, `int32`, … */
  readonly dtype: string;
}

/**
 * A graph of operations, the common form of graph models of TensorFlow.js, ONNX files and whatever else is read. The vocabulary is that of ONNX'
 * operators in its newest opset, so that a front end translates names and attributes, and nothing else.
 */
export interface Graph {
  /** The model's name. */
  readonly name: string;
  /** What it takes. */
  readonly inputs: readonly GraphInput[];
  /** What it gives: names of values. */
  readonly outputs: readonly { readonly name: string }[];
  /** The operations, in any order. */
  readonly nodes: readonly GraphNode[];
  /** Weights and other constants by name; borrowed by what is made of the graph, so keep them as long as that is used. */
  readonly constants: ReadonlyMap<string, tf.Tensor>;
}
