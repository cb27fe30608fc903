import { checkText, InterpError, isObject, shownName, shownPath } from '@interp/checks';
import { checkBackend } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { weightsManifest } from '../model-files/model-file.js';
import { readModelBytes, readWeights } from './model-bytes.js';

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

const schema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(z.unknown()) }).loose(),
  signature: z.record(z.string(), z.unknown()).optional(),
  userDefinedMetadata: z.record(z.string(), z.unknown()).optional(),
  weightsManifest,
});

const expected = 'expected the model.json of a TensorFlow.js graph model';

const parsed = (path: string, bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new InterpError('bad-file', `${shownPath(path)} is no JSON; ${expected}`, { cause });
  }
};

/**
 * Whether a file is the `model.json` of a graph model; what else it may be is not looked at.
 *
 * @param path - its path
 * @returns false for anything else
 * @throws InterpError `not-found`, `bad-file` for a file that is no JSON
 */
export const isGraphModel = async (path: string): Promise<boolean> => {
  const json = parsed(path, await readModelBytes(path));
  return isObject(json) && json['format'] === 'graph-model';
};

/**
 * Loads a TensorFlow.js graph model from disk. The file is checked first: its structure, that no path leaves its folder, and that the weights have
 * the stated number of bytes. Quantised weights are decoded.
 *
 * @param path - the path of `model.json`
 * @returns its nodes and weights; dispose of it
 * @throws InterpError `not-found`, `bad-file` for a damaged model or another file, `bad-value` for weights that are no numbers, `no-backend` before one is
 *   started
 */
export const loadGraphModel = async (path: string): Promise<StoredGraphModel> => {
  checkText('path', path);
  const result = schema.safeParse(parsed(path, await readModelBytes(path)));
  if (!result.success) {
    const [issue] = result.error.issues;
    const where = issue.path.length > 0 ? ` at ${shownName(issue.path.join('.'), 60)}` : '';
    throw new InterpError('bad-file', `${shownPath(path)} is not well-formed${where}; ${expected}`, { cause: result.error }); // prettier-ignore
  }
  const file = result.data;
  const stored = await readWeights(path, file.weightsManifest);
  checkBackend();
  const weights: Record<string, tf.Tensor> = {};
  const dispose = (): void => {
    tf.dispose(weights);
  };
  try {
    for (const { spec, bytes } of stored) {
      if (Object.hasOwn(weights, spec.name))
        throw new InterpError('bad-file', `${shownPath(path)} lists the weight ${shownName(spec.name)} twice; ${expected}`); // prettier-ignore
      const decoded = tf.io.decodeWeights(Uint8Array.from(bytes).buffer, [spec as tf.io.WeightsManifestEntry]);
      weights[spec.name] = decoded[spec.name];
      if (spec.dtype === 'float32' && weights[spec.name].dataSync().some((value) => Number.isNaN(value)))
        throw new InterpError('bad-value', `${shownPath(path)} has values in its weight ${shownName(spec.name)} that are no numbers; fetch or save it again`); // prettier-ignore
    }
  } catch (error) {
    dispose();
    throw error;
  }
  const { modelTopology, signature, userDefinedMetadata } = file;
  return { modelTopology, signature, userDefinedMetadata, weights, dispose };
};
