import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-backend-wasm';
import { adam } from '../src/index.js';

const many = 12_000;
const few = 300;

const values = random(3).normals(many);
values.set([0, -0, 1e-30, -1e30, 1e20], 0);

/** The bits of the first changes of some steps of Adam on so many values. */
const bitsOf = (length: number): readonly number[] => {
  const optimizer = adam({ beta2: 0.9, asWritten: true });
  const bits: number[] = [];
  tf.tidy(() => {
    let slots: readonly tf.Tensor[] = [tf.zeros([length]), tf.zeros([length])];
    for (let step = 1; step <= 3; step++) {
      const gradient = tf.tensor1d(values.slice(0, length).map((value) => value / step));
      const { change, slots: next } = optimizer.change(gradient, slots, { rate: 0.1, step });
      bits.push(...new Int32Array(change.dataSync<'float32'>().slice(0, few).buffer));
      slots = next;
    }
  });
  return bits;
};

test.each(['wasm', 'cpu'])(
  'Adam as it is written gives a few values the bits of the kernels that it takes for many, on %s',
  async (backend) => {
    await tf.setBackend(backend);
    expect(bitsOf(few)).toEqual(bitsOf(many));
  },
);
