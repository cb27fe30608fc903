import { InterpError, shownValue } from '@interp/checks';
import type { GraphNode } from './graph.js';

/** Reads the attributes of a node. */
export interface Attributes {
  /** The node. */
  readonly node: GraphNode;
  /** A number; without a default it must be there. */
  number(name: string, usual?: number): number;
  /** A list of numbers; undefined where it is missing. */
  numbers(name: string): readonly number[] | undefined;
  /** A text. */
  text(name: string, usual: string): string;
  /** Whether something is so; false where it is missing. ONNX has numbers, 0 or 1. */
  flag(name: string): boolean;
  /** The error that refuses the node for a reason, a clause such as "has no …; expected …". */
  refusal(reason: string): InterpError;
}

/**
 * A reader of a node's attributes.
 *
 * @param node - the node
 * @returns the reader
 */
export const attributesOf = (node: GraphNode): Attributes => {
  const refusal = (reason: string): InterpError =>
    new InterpError(
      'unsupported-layer',
      `the operation ${shownValue(node.name)} of type ${shownValue(node.type)} ${reason}`,
    );
  const wrong = (name: string, expected: string): InterpError =>
    refusal(`has the attribute ${name} ${shownValue(node.attributes[name])}; expected ${expected}`);
  return {
    node,
    refusal,
    number: (name, usual) => {
      const value = node.attributes[name] ?? usual;
      if (typeof value !== 'number') throw wrong(name, 'a number');
      return value;
    },
    numbers: (name) => {
      const value = node.attributes[name];
      if (value === undefined) return undefined;
      if (typeof value === 'number') return [value];
      if (!Array.isArray(value) || !value.every((one) => typeof one === 'number'))
        throw wrong(name, 'a list of numbers');
      return value;
    },
    text: (name, usual) => {
      const value = node.attributes[name] ?? usual;
      if (typeof value !== 'string') throw wrong(name, 'a text');
      return value;
    },
    flag: (name) => {
      const value = node.attributes[name] ?? false;
      if (typeof value !== 'boolean' && typeof value !== 'number') throw wrong(name, '0 or 1');
      return Boolean(value);
    },
  };
};
