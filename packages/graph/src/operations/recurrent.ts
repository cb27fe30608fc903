import type * as tf from '@tensorflow/tfjs-core';
import { attributesOf } from '../attributes.js';
import { unrolled } from '../lowering/unroll.js';
import type { Operation, Operations } from './operation.js';

/**
 * Recurrent operations: they are unrolled, place by place.
 *
 * @param operationOf - the operations that they stand for, by name
 */
export const recurrentBy = (operationOf: (name: string) => Operation | undefined): Operations => {
  const recurrent: Operation = {
    evaluate: (inputs, { node }) => {
      const values = new Map<string, tf.Tensor>();
      node.inputs.forEach((name, i) => values.set(name, inputs[i]));
      for (const inner of unrolled(node, inputs[0].shape[0])) {
        const given = inner.inputs.map((name) => values.get(name)!);
        operationOf(inner.operation)!
          .evaluate(given, attributesOf(inner))
          .forEach((tensor, i) => values.set(inner.outputs[i], tensor));
      }
      return node.outputs.map((name) => values.get(name)!);
    },
  };
  return { LSTM: recurrent, GRU: recurrent, RNN: recurrent };
};
