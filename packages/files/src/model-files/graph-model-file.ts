import { z } from 'zod';
import { InterpError, shownName, shownPath } from '@interp/checks';
import { weightsManifest } from './model-file.js';

const schema = z.object({
  format: z.literal('graph-model'),
  modelTopology: z.object({ node: z.array(z.unknown()) }).loose(),
  signature: z.record(z.string(), z.unknown()).optional(),
  userDefinedMetadata: z.record(z.string(), z.unknown()).optional(),
  weightsManifest,
});

/** A valid `model.json` of a graph model. */
export type GraphModelFile = z.infer<typeof schema>;

const expected = 'expected the model.json of a TensorFlow.js graph model';

/** What a `model.json` holds; throws InterpError `bad-file` for what is no JSON. */
export const parseGraphJson = (name: string, bytes: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (cause) {
    throw new InterpError('bad-file', `${shownPath(name)} is no JSON; ${expected}`, { cause });
  }
};

/** Parses and checks the `model.json` of a graph model; its name is for the message. Throws InterpError `bad-file`. */
export const parseGraphModelFile = (name: string, bytes: Uint8Array): GraphModelFile => {
  const result = schema.safeParse(parseGraphJson(name, bytes));
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue.path.length > 0 ? ` at ${shownName(issue.path.join('.'), 60)}` : '';
  throw new InterpError('bad-file', `${shownPath(name)} is not well-formed${where}; ${expected}`, {
    cause: result.error,
  });
};
