import type * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from '../attributes.js';
import { expanded, expansions } from '../lowering/expansions.js';
import type { Operation, Operations } from './operation.js';

/**
 * Operations that stand for several others, which are run one after the other: recurrent ones place by place, products in Einstein's notation.
 *
 * @param operationOf - the operations that they stand for, by name
 */
export const expandingBy = (operationOf: (name: string) => Operation | undefined): Operations => {
  const expanding: Operation = {
    evaluate: (inputs, { node }) => {
      const values = new Map<string, tf.Tensor>();
      node.inputs.forEach((name, i) => values.set(name, inputs[i]));
      const shapes = node.inputs.map((_, i) => (inputs[i] as tf.Tensor | undefined)?.shape ?? []);
      for (const inner of expanded(node, shapes)!) {
        const given = inner.inputs.map((name) => values.get(name)!);
        operationOf(inner.operation)!
          .evaluate(given, attributesOf(inner))
          .forEach((tensor, i) => values.set(inner.outputs[i], tensor));
      }
      return node.outputs.map((name) => values.get(name)!);
    },
  };
  return Object.fromEntries(Object.keys(expansions).map((name) => [name, expanding]));
};
