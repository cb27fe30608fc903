import { InterpError, isObject, shownName, shownPath } from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { type ReadWeights, readWeights } from './read-weights.js';

/** A graph model of TensorFlow.js as it is stored, with its weights; `graphModelNetwork` of `@interp/graph` makes a network of it. */
export interface StoredGraphModel {
  /** The nodes, `{ node: […] }`. */
  readonly modelTopology: object;
  /** The names and shapes of inputs and outputs, if they are said. */
  readonly signature?: object | undefined;
  /** Anything else that is said of it. */
  readonly userDefinedMetadata?: object | undefined;
  /** The weights by name. */
  readonly weights: Readonly<Record<string, tf.Tensor>>;
  /** Disposes of the weights. */
  readonly dispose: () => void;
}

/**
 * Whether a file is the `model.json` of a graph model; what else it may be is not looked at.
 *
 * @param name - what it is called, for messages
 * @param bytes - of the file
 * @throws InterpError `bad-file` for a file that is no JSON
 */
export const isGraphModelFile = async (name: string, bytes: Uint8Array): Promise<boolean> => {
  const { parseGraphJson } = await import('./graph-model-file.js');
  const json = parseGraphJson(name, bytes);
  return isObject(json) && json['format'] === 'graph-model';
};

/**
 * Reads a TensorFlow.js graph model of its files, which are checked first. Quantised weights are decoded.
 *
 * @param name - what its `model.json` is called, for messages
 * @param bytes - of the `model.json`
 * @param read - gives the files of its weights
 * @returns its nodes and weights; dispose of it
 * @throws InterpError as `loadGraphModel` of `@interp/files/node`, and what `read` throws
 */
export const readGraphModel = async (name: string, bytes: Uint8Array, read: ReadWeights): Promise<StoredGraphModel> => {
  // Loaded lazily: the validator is needed only once there is a file.
  const { parseGraphModelFile } = await import('./graph-model-file.js');
  const file = parseGraphModelFile(name, bytes);
  const stored = await readWeights(name, file.weightsManifest, read);
  checkBackend();
  const weights: Record<string, tf.Tensor> = {};
  const dispose = (): void => {
    tf.dispose(weights);
  };
  try {
    for (const { spec, bytes: own } of stored) {
      if (Object.hasOwn(weights, spec.name))
        throw new InterpError('bad-file', `${shownPath(name)} lists the weight ${shownName(spec.name)} twice; expected the model.json of a TensorFlow.js graph model`); // prettier-ignore
      const decoded = tf.io.decodeWeights(Uint8Array.from(own).buffer, [spec as tf.io.WeightsManifestEntry]);
      weights[spec.name] = decoded[spec.name];
      if (spec.dtype === 'float32' && weights[spec.name].dataSync().some((value) => Number.isNaN(value)))
        throw new InterpError('bad-value', `${shownPath(name)} has values in its weight ${shownName(spec.name)} that are no numbers; fetch or save it again`); // prettier-ignore
    }
  } catch (error) {
    dispose();
    throw error;
  }
  const { modelTopology, signature, userDefinedMetadata } = file;
  return { modelTopology, signature, userDefinedMetadata, weights, dispose };
};
