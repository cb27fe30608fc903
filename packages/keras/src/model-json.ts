import * as tf from '@tensorflow/tfjs-core';
import { InterpError, isObject, plainText, shownName } from '@interp/checks';
import { sizeOfShape } from '@interp/core/internal';
import { concatBytes } from '@interp/files/building';
import type { ModelSpec } from './config/model-spec.js';
import { list, readConfig } from './config/read-config.js';
import type { Dataset } from './hdf5/dataset.js';
import { type LayerWeights, namedWeights } from './weights/layer-weights.js';

/** Gives the bytes of a file beside a `model.json`, by the path that it has for it. */
export type WeightsReader = (path: string) => Uint8Array | Promise<Uint8Array>;

const damaged = (what: string, cause?: unknown): InterpError =>
  new InterpError(
    'bad-file',
    `the model.json ${what}; expected one of a layers model, as TensorFlow.js' converter writes it`,
    {
      cause,
    },
  );

/** The longest text, half of what a string may have. */
const longest = 2 ** 28;

const bytesOf: Readonly<Record<string, number>> = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 };

interface Listed {
  readonly name: string;
  readonly shape: readonly number[];
  readonly spec: tf.io.WeightsManifestEntry;
  readonly bytes: number;
}

const listed = (value: unknown): Listed => {
  const { name, shape, dtype, quantization } = isObject(value) ? value : {};
  const isShape = Array.isArray(shape) && shape.every((n) => Number.isInteger(n) && (n as number) >= 0);
  const stored = isObject(quantization) ? quantization['dtype'] : dtype;
  const each = typeof stored === 'string' && Object.hasOwn(bytesOf, stored) ? bytesOf[stored] : undefined;
  if (typeof name !== 'string' || !isShape || each === undefined)
    throw damaged(`lists a weight ${shownName(typeof name === 'string' ? name : '')} without a shape or a type`);
  const sizes = shape as readonly number[];
  return { name, shape: sizes, spec: value as tf.io.WeightsManifestEntry, bytes: each * sizeOfShape(sizes) };
};

/** A weight of a manifest, of which the numbers are decoded when they are asked for. */
const datasetOf = ({ name, shape, spec }: Listed, bytes: Uint8Array): Dataset => ({
  shape,
  read: () => {
    const { [name]: tensor } = tf.io.decodeWeights(Uint8Array.from(bytes).buffer, [spec]);
    const values = Float32Array.from(tensor.dataSync());
    tensor.dispose();
    return values;
  },
});

const readGroup = async (group: unknown, read: WeightsReader, taken: Set<string>): Promise<[string, Dataset][]> => {
  const { paths, weights } = isObject(group) ? group : {};
  const all = list(weights).map(listed);
  const expected = all.reduce((sum, { bytes }) => sum + bytes, 0);
  const parts: Uint8Array[] = [];
  for (const path of list(paths)) {
    if (typeof path !== 'string' || taken.has(path)) throw damaged('names a weights file twice, or by no name');
    taken.add(path);
    const part = await read(path);
    if (!(part instanceof Uint8Array))
      throw new InterpError(
        'bad-option',
        `weights gives no Uint8Array for ${shownName(path)}; expected the file's bytes`,
      );
    parts.push(part);
  }
  const found = parts.reduce((sum, { length }) => sum + length, 0);
  if (found !== expected) throw damaged(`has ${found} bytes of weights, and lists ${expected}`);
  const whole = concatBytes(parts);
  let at = 0;
  return all.map((one) => [one.name, datasetOf(one, whole.subarray(at, (at += one.bytes)))]);
};

/** Whether bytes begin as JSON does. */
export const isJson = (bytes: Uint8Array): boolean =>
  /^(?:\uFEFF)?\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));

/**
 * Reads a `model.json` of Keras 2 or 3.
 *
 * @param bytes - the file
 * @param read - gives the files of its weights
 * @returns the model and its weights by layer
 * @throws InterpError `bad-file`, `unsupported-model`; `bad-option` without a reader
 */
export const readModelJson = async (
  bytes: Uint8Array,
  read: WeightsReader | undefined,
): Promise<{ readonly model: ModelSpec; readonly weights: LayerWeights }> => {
  if (bytes.length > longest) throw damaged(`has ${bytes.length} bytes, more than ${longest}`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw damaged('is no JSON', cause);
  }
  const { modelTopology: topology, weightsManifest: manifest, format } = isObject(json) ? json : {};
  if (format === 'graph-model')
    throw new InterpError(
      'unsupported-model',
      'the model.json is a graph model, and none of Keras; give it to graphModelNetwork of @interp/graph',
    );
  if (!isObject(topology) || !Array.isArray(manifest)) throw damaged('has no modelTopology or no weightsManifest');
  const { model_config: inner, keras_version: version } = topology;
  const model = readConfig(JSON.stringify(isObject(inner) ? inner : topology), /^[3-9]/.test(String(version)));
  if (!read)
    throw new InterpError(
      'bad-option',
      `the model.json keeps its weights in ${plainText(String(list(isObject(manifest[0]) ? manifest[0]['paths'] : [])[0]), 60)}; give weights, a function that gives the bytes of such a file`,
    );
  const taken = new Set<string>();
  const stored: [string, Dataset][] = [];
  for (const group of manifest) stored.push(...(await readGroup(group, read, taken)));
  return { model, weights: namedWeights(stored, model) };
};
