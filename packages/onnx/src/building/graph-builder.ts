import { InterpError, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import type { Attribute, GraphNode } from '@interp/graph';
import type { Values } from '../file/stored-tensor.js';
import { givesBooleans } from './booleans.js';
import type { Attributes } from './attributes.js';

/** A constant of the graph: an initialiser of the file, or one that a translation needs. */
export interface Constant {
  /** Its shape. */
  readonly shape: readonly number[];
  /** The type of its elements. */
  readonly dtype: 'float32' | 'int32' | 'bool';
  /** Its elements, or the one number that they all are. */
  readonly values: () => Values | readonly number[] | number;
  /** The smallest and the largest number of its type in the file, where these are whole numbers. */
  readonly range?: readonly [lowest: number, highest: number];
}

/** An operation of a file, its values named as they are in the whole graph. */
export interface OnnxNode {
  /** Its name, unique in the graph. */
  readonly name: string;
  /** The operator. */
  readonly type: string;
  /** The version of the operator set that it is written in. */
  readonly version: number;
  /** The names of its inputs, empty where one is left out. */
  readonly inputs: readonly string[];
  /** The names of its outputs, empty where one is left out. */
  readonly outputs: readonly string[];
  /** Its attributes. */
  readonly attributes: Attributes;
}

/** What a translation says of an operation that it puts into the graph; what it leaves out is as in the file. */
export interface Emitted {
  /** The operator. */
  readonly operation?: string;
  /** Names of values. */
  readonly inputs?: readonly string[];
  /** Names of values. */
  readonly outputs?: readonly string[];
  /** All of its attributes. */
  readonly attributes?: Readonly<Record<string, Attribute>>;
}

/** The graph as far as it is built. */
export interface GraphBuilder {
  /** Adds an operation that belongs to one of the file, and gives its first output. */
  readonly emit: (node: OnnxNode, emitted?: Emitted) => string;
  /** Adds a constant that belongs to an operation of the file, and gives its name. */
  readonly constant: (
    node: OnnxNode,
    name: string,
    values: readonly number[] | number,
    options?: ConstantOptions,
  ) => string;
  /** A new name for a value that belongs to an operation of the file. */
  readonly value: (node: OnnxNode, name: string) => string;
  /** A new name for a value, which begins with one of the file's. */
  readonly rename: (name: string) => string;
  /** Makes a value a constant. */
  readonly define: (value: string, constant: Constant) => void;
  /** The operation that makes a value, or undefined where none does, or not yet. */
  readonly makerOf: (value: string) => GraphNode | undefined;
  /** A constant by the name of its value, or undefined where it is none, or not yet. */
  readonly constantOf: (value: string) => Constant | undefined;
  /** The numbers of a small constant. */
  readonly numbersOf: (value: string) => readonly number[] | undefined;
  /** The number of axes of a value, where it is known. */
  readonly rankOf: (value: string) => number | undefined;
  /** Says the number of axes of a value. */
  readonly setRank: (value: string, rank: number | undefined) => void;
  /** The shape of a value as the file says it, with null for a size that it does not say. */
  readonly shapeOf: (value: string) => readonly (number | null)[] | undefined;
  /** Says the shape of a value. */
  readonly setShape: (value: string, shape: readonly (number | null)[]) => void;
  /** The values of a list by its name. */
  readonly sequenceOf: (name: string) => readonly string[] | undefined;
  /** Says which values a list has. */
  readonly defineSequence: (name: string, values: readonly string[]) => void;
  /** Whether a value is boolean, as far as that is known. */
  readonly isBoolean: (value: string) => boolean;
  /** Says that a value is boolean. */
  readonly markBoolean: (value: string) => void;
  /** Whether a value stands for whole numbers, which it holds by their real ones. */
  readonly isQuantised: (value: string) => boolean;
  /** How the whole numbers of a value stand for real ones, where it is the same for all of them. */
  readonly levelsOf: (value: string) => Levels | undefined;
  /** Says that a value stands for whole numbers. */
  readonly markQuantised: (value: string, levels: Levels | undefined) => void;
}

/** How whole numbers stand for real ones, `(q - zero) · scale`. */
export interface Levels {
  /** The distance of two levels. */
  readonly scale: number;
  /** The whole number that stands for 0. */
  readonly zero: number;
}

/** How numbers of a translation become a constant. */
export interface ConstantOptions {
  /** Default int32. */
  readonly dtype?: 'float32' | 'int32';
  /** Default that of a list, or of a scalar. */
  readonly shape?: readonly number[];
}

/** The most operations of a graph, also where functions call functions. */
const mostNodes = 100_000;
/** The most numbers that are looked at to decide about a graph: axes, shapes, positions. */
const mostNumbers = 4096;

/** Gives each thing a name that no other has. */
const uniqueNames = (): ((name: string) => string) => {
  const counts = new Map<string, number>();
  return (name) => {
    for (;;) {
      const count = (counts.get(name) ?? 0) + 1;
      counts.set(name, count);
      if (count === 1) return name;
      const numbered = `${name}#${count}`;
      if (counts.has(numbered)) continue;
      counts.set(numbered, 1);
      return numbered;
    }
  };
};

/**
 * An empty graph, and what translations do to it.
 *
 * @param rankAfter - how many axes the first output of an operation has
 * @param taken - names of values that the file uses
 */
export const graphBuilder = (
  rankAfter: (node: GraphNode, builder: GraphBuilder) => number | undefined,
  taken: Iterable<string>,
): GraphBuilder & { readonly nodes: readonly GraphNode[]; readonly constants: ReadonlyMap<string, Constant> } => {
  const nodes: GraphNode[] = [];
  const makers = new Map<string, GraphNode>();
  const constants = new Map<string, Constant>();
  const ranks = new Map<string, number>();
  const shapes = new Map<string, readonly (number | null)[]>();
  const sequences = new Map<string, readonly string[]>();
  const quantised = new Map<string, Levels | undefined>();
  const booleans = new Set<string>();
  const uniqueNode = uniqueNames();
  const uniqueValue = uniqueNames();
  for (const name of taken) uniqueValue(name);
  const builder: GraphBuilder = {
    emit: (
      node,
      { operation = node.type, inputs = node.inputs, outputs = node.outputs, attributes = node.attributes.plain } = {},
    ) => {
      if (nodes.length >= mostNodes)
        throw new InterpError(
          'unsupported-model',
          `the model has more than ${mostNodes} operations; expected a smaller one`,
        );
      const isOwn = outputs === node.outputs || outputs.some((output) => node.outputs.includes(output));
      const name = uniqueNode(isOwn ? node.name : `${node.name}/${operation}`);
      const made: GraphNode = { name, type: node.type, operation, inputs, outputs, attributes };
      nodes.push(made);
      for (const output of outputs) makers.set(output, made);
      const rank = rankAfter(made, builder);
      if (givesBooleans(made, builder.isBoolean)) for (const output of outputs) booleans.add(output);
      for (const output of operation === 'Split' ? outputs : outputs.slice(0, 1))
        if (!ranks.has(output)) builder.setRank(output, rank);
      return outputs[0];
    },
    rename: uniqueValue,
    value: (node, name) => uniqueValue(`${node.name}/${name}`),
    constant: (
      node,
      name,
      values,
      { dtype = 'int32', shape = typeof values === 'number' ? [] : [values.length] } = {},
    ) => {
      const value = uniqueValue(`${node.name}/${name}`);
      builder.define(value, { shape, dtype, values: () => values });
      return value;
    },
    define: (value, constant) => {
      constants.set(value, constant);
      ranks.set(value, constant.shape.length);
    },
    makerOf: (value) => makers.get(value),
    constantOf: (value) => constants.get(value),
    numbersOf: (value) => {
      const constant = constants.get(value);
      if (!constant) return undefined;
      const size = sizeOfShape(constant.shape);
      if (size > mostNumbers) return undefined;
      const values = constant.values();
      return typeof values === 'number' ? new Array<number>(size).fill(values) : Array.from(values);
    },
    rankOf: (value) => ranks.get(value),
    shapeOf: (value) => constants.get(value)?.shape ?? shapes.get(value),
    setShape: (value, shape) => {
      shapes.set(value, shape);
      ranks.set(value, shape.length);
    },
    sequenceOf: (name) => sequences.get(name),
    defineSequence: (name, values) => {
      sequences.set(name, values);
    },
    isBoolean: (value) => booleans.has(value) || constants.get(value)?.dtype === 'bool',
    markBoolean: (value) => {
      booleans.add(value);
    },
    isQuantised: (value) => quantised.has(value),
    levelsOf: (value) => quantised.get(value),
    markQuantised: (value, levels) => {
      quantised.set(value, levels);
    },
    setRank: (value, rank) => {
      if (rank !== undefined && value !== '') ranks.set(value, rank);
    },
  };
  return { ...builder, nodes, constants };
};

/** Refuses an operation of the file that cannot be translated. */
export const refuse = (node: OnnxNode, reason: string): never => {
  throw new InterpError('unsupported-layer', `the operation ${shownName(node.name)} of type ${node.type} ${reason}`);
};
