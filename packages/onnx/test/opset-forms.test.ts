import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { onnxNetwork } from '../src/index.js';

interface Numbers {
  readonly shape: number[];
  readonly values: number[];
}

/** Operators in each of their forms from opset 6 on, written by tools/measure/strangers/onnx_opsets.py, with what onnx' own evaluators give. */
interface FormsOfOperator {
  readonly name: string;
  readonly input: Numbers;
  readonly outputs: readonly Numbers[];
  readonly models: readonly { readonly opset: number; readonly model: string; readonly output: number }[];
}

const file = new URL('fixtures/opset-forms.json.gz', import.meta.url);
const operators = JSON.parse(gunzipSync(readFileSync(file)).toString()) as readonly FormsOfOperator[];

const resultOf = (model: string, { values, shape }: Numbers): { shape: number[]; values: number[] } => {
  const network = onnxNetwork(Buffer.from(model, 'base64'));
  const found = tf.tidy(() => {
    const [y] = Object.values(network.run({ x: tf.tensor(values, shape) }));
    return { shape: y.shape, values: Array.from(y.dataSync()) };
  });
  network.dispose();
  return found;
};

test.each(operators)('$name in its forms', ({ input, outputs, models }) => {
  const before = tf.memory().numTensors;
  for (const { opset, model, output } of models) {
    const found = resultOf(model, input);
    const { shape, values } = outputs[output];
    expect({ opset, shape: found.shape }).toEqual({ opset, shape });
    const off = found.values.map((value, i) => Math.abs(value - values[i]) / (1 + Math.abs(values[i])));
    expect(off.every((difference) => difference < 2e-5)).toBe(true);
  }
  expect(tf.memory().numTensors).toBe(before);
});
