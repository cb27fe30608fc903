import { z } from 'zod';
import { InterpError, isObject, plainText, shownPath } from '@interp/checks';
import { checkTopology, type Json, modelIn, type Refuse } from './topology.js';

const quantization = z.object({
  dtype: z.enum(['uint8', 'uint16', 'float16']),
  scale: z.number().optional(),
  min: z.number().optional(),
});

const weight = z.object({
  name: z.string().min(1),
  shape: z.array(z.int().min(0)),
  dtype: z.enum(['float32', 'int32', 'bool']),
  quantization: quantization.optional(),
  group: z.string().optional(),
});

/** Which files have which weights. */
export const weightsManifest = z.array(z.object({ paths: z.array(z.string().min(1)), weights: z.array(weight) }));

const schema = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest,
});

/** A valid `model.json`. */
export type ModelFile = z.infer<typeof schema>;

/** One weight of a `model.json`. */
export type WeightSpec = z.infer<typeof weight>;

/** Makes the errors of a file. */
export const refuseFile =
  (path: string, cause?: unknown): Refuse =>
  (what, code = 'bad-file') =>
    new InterpError(code, `${shownPath(path)} ${what}; expected the model.json of a TensorFlow.js layers model`, {
      cause,
    });

/** Limit on the length of the text, half of what a string may have. */
const longest = 2 ** 28;

/** What Keras 3 wrote has other names for shapes and calls, which TensorFlow.js does not know. */
const checkKeras = (path: string, topology: Json): void => {
  const { keras_version: version } = topology;
  const { keras_version: inner } = modelIn(topology);
  const found = [version, inner].find((text): text is string => typeof text === 'string' && /^[3-9]/.test(text));
  if (found !== undefined)
    throw new InterpError(
      'unsupported-model',
      `${shownPath(path)} was written by Keras 3 (keras_version ${plainText(found, 20)}), which TensorFlow.js does not read; read it by kerasModel of @interp/keras, or save it with tf_keras (Keras 2) and convert it`,
    );
};

/**
 * Parses and checks a `model.json`; its path is for the message. A byte order mark is skipped.
 *
 * @throws InterpError `bad-file`; `unsupported-model` for a graph model and for one of Keras 3
 */
export const parseModelFile = (path: string, bytes: Uint8Array): ModelFile => {
  if (bytes.length > longest) throw refuseFile(path)(`has ${bytes.length} bytes, more than ${longest}`);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw refuseFile(path, error)('is no JSON');
  }
  if (isObject(json) && json['format'] === 'graph-model')
    throw new InterpError(
      'unsupported-model',
      `${shownPath(path)} is a graph model; expected a layers model; load it by loadGraphModel, or convert it with --output_format tfjs_layers_model`,
    );
  const result = schema.safeParse(json);
  if (result.success) {
    checkKeras(path, result.data.modelTopology);
    checkTopology(result.data.modelTopology, refuseFile(path));
    return result.data;
  }
  const [issue] = result.error.issues;
  const where = issue.path.length > 0 ? ` at ${plainText(issue.path.join('.'), 60)}` : '';
  throw refuseFile(path, result.error)(`is not well-formed${where} (${plainText(issue.message, 60)})`);
};
