import type { Network } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { onnxNetwork, type OnnxOptions } from '../src/index.js';
import { onnxFile, type Written } from './onnx-file.js';

/** Numbers of a tensor of any rank, nested as its axes are. */
export type Nested = number | readonly Nested[];

/** Runs a network on inputs and gives its outputs as nested lists. */
const outputsOf = (network: Network, inputs: Readonly<Record<string, Nested>>): readonly Nested[] => {
  let outputs: readonly Nested[] = [];
  tf.tidy(() => {
    const given = network.inputs.map(({ name, dtype }) => [
      name,
      tf.tensor(inputs[name] as number[], undefined, dtype as 'float32'),
    ]);
    const found = network.run(Object.fromEntries(given) as Record<string, tf.Tensor>);
    outputs = network.outputs.map(({ name }) => found[name].arraySync() as Nested);
  });
  return outputs;
};

/** What a file gives for its inputs, and that nothing of it is left afterwards. */
export const resultOf = (
  written: Written,
  inputs: Readonly<Record<string, Nested>>,
  options: OnnxOptions = {},
): readonly Nested[] => {
  const before = tf.memory().numTensors;
  const network = onnxNetwork(onnxFile(written), options);
  const outputs = outputsOf(network, inputs);
  network.dispose();
  expect(tf.memory().numTensors).toBe(before);
  return outputs;
};
