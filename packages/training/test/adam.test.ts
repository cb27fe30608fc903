import { startBackend } from '@interp/backend';
import { random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { adam } from '../src/index.js';

const many = 50_000;
const few = 300;

test.each(['wasm', 'cpu'] as const)(
  'Adam as it is written gives a few values the bits of the kernels that it takes for many, on %s',
  async (backend) => {
    await startBackend(backend);
    const optimizer = adam({ beta2: 0.9, asWritten: true });
    const values = random(3).normals(many);
    values.set([0, -0, 1e-30, -1e30, 1e20], 0);
    const changesOf = (length: number): readonly Float32Array[] =>
      [1, 2, 3]
        .map(() => new Float32Array(length))
        .map((_, last) => {
          let slots: readonly tf.Tensor[] = [tf.zeros([length]), tf.zeros([length])];
          let change = slots[0];
          for (let step = 1; step <= last + 1; step++) {
            const gradient = tf.tensor1d(values.slice(0, length).map((value) => value / step));
            ({ change, slots } = optimizer.change(gradient, slots, { rate: 0.1, step }));
          }
          return change.dataSync<'float32'>();
        });
    const [looped, byKernels] = tf.tidy(() => [
      changesOf(few),
      changesOf(many),
    ]) as unknown as (readonly Float32Array[])[];
    const bits = (some: Float32Array): Int32Array => new Int32Array(some.slice(0, few).buffer);
    looped.forEach((one, i) => expect(bits(one)).toEqual(bits(byKernels[i])));
  },
);
