import * as tf from '@tensorflow/tfjs-core';
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';

/**
 * Makes a network of its files.
 *
 * @param files - `model.json` and the weights
 * @returns the network, the caller's
 */
export const loadNetwork = async ([topology, weights]: readonly Uint8Array[]): Promise<LayersModel> => {
  const { modelTopology, weightsManifest } = JSON.parse(new TextDecoder().decode(topology)) as {
    modelTopology: object;
    weightsManifest: readonly { readonly weights: tf.io.WeightsManifestEntry[] }[];
  };
  const weightSpecs = weightsManifest.flatMap((group) => group.weights);
  const { buffer } = Uint8Array.from(weights);
  return loadLayersModel(tf.io.fromMemory({ modelTopology, weightSpecs, weightData: buffer }));
};
