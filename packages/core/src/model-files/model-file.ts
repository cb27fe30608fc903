import { z } from 'zod';
import { checkTopology } from './check-topology.js';
import { plainText, shownPath } from '../checks/plain-text.js';
import { InterpError } from '../errors.js';

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
});

const schema = z.object({
  format: z.literal('layers-model').optional(),
  modelTopology: z.record(z.string(), z.unknown()),
  weightsManifest: z.array(z.object({ paths: z.array(z.string().min(1)), weights: z.array(weight) })),
});

/** A valid `model.json`. */
export type ModelFile = z.infer<typeof schema>;

/** One weight of a `model.json`. */
export type WeightSpec = z.infer<typeof weight>;

const refuse = (path: string, what: string, cause?: unknown): InterpError =>
  new InterpError('bad-file', `${shownPath(path)} ${what}; expected the model.json of a TensorFlow.js layers model`, {
    cause,
  });

/**
 * Parses and checks a `model.json`; its path is for the message.
 *
 * @throws InterpError `bad-file`; `unsupported-model` for a graph model
 */
export const parseModelFile = (path: string, text: string): ModelFile => {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw refuse(path, 'is no JSON', error);
  }
  if ((json as { format?: unknown } | null)?.format === 'graph-model')
    throw new InterpError(
      'unsupported-model',
      `${shownPath(path)} is a graph model; expected a layers model; convert it with --output_format tfjs_layers_model`,
    );
  const result = schema.safeParse(json);
  if (result.success) {
    checkTopology(result.data.modelTopology, (what) => refuse(path, what));
    return result.data;
  }
  const [issue] = result.error.issues;
  const where = issue.path.length > 0 ? ` at ${plainText(issue.path.join('.'), 60)}` : '';
  throw refuse(path, `is not well-formed${where} (${plainText(issue.message, 60)})`, result.error);
};
