import { graphModelNetwork, graphNetwork, graphOfModel } from '@interp/graph';
import * as tf from '@tensorflow/tfjs-core';
import { smallGraphModel } from '@interp/testing/graph-model-files';
import { fuzzPackage } from './fuzz-package.js';

const { topology, weights } = smallGraphModel();

/** The model, with weights that are made for one attempt. */
const withModel = (work: (model: { modelTopology: object; weights: Record<string, tf.Tensor> }) => void): void =>
  tf.tidy(() => {
    const tensors = weights.map(({ name, shape, dtype, values }) => [name, tf.tensor(values, [...shape], dtype)]);
    work({ modelTopology: topology, weights: Object.fromEntries(tensors) as Record<string, tf.Tensor> });
  });

fuzzPackage('graph', {
  graphNetwork: (options) => {
    withModel((model) => graphNetwork(graphOfModel(model), options));
  },
  graphModelNetwork: (options) => {
    withModel((model) => graphModelNetwork(model, options));
  },
});
