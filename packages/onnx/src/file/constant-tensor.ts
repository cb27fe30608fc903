import * as tf from '@tensorflow/tfjs-core';
import type { Constant } from '../building/graph-builder.js';

/** A constant of the graph as a tensor, which belongs to the caller. */
export const constantTensor = ({ shape, dtype, values }: Constant): tf.Tensor => {
  const held = values();
  if (typeof held === 'number') return tf.fill([...shape], held, dtype);
  if (dtype === 'int32') return tf.tensor(held instanceof Int32Array ? held : Int32Array.from(held), [...shape], dtype);
  if (dtype === 'bool') return tf.tensor(Uint8Array.from(held), [...shape], dtype);
  return tf.tensor(held instanceof Float32Array ? held : Float32Array.from(held), [...shape], dtype);
};
