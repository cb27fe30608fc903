import { InterpError, plainText, shownName } from '@interp/checks';
import { readMessage } from './fields.js';
import {
  type FunctionProto,
  type GraphProto,
  modelFields,
  type ModelProto,
  type OperatorSetIdProto,
} from './messages.js';

/** The operator sets that are understood, and those of which nothing is known yet. */
const oldestOpset = 6;
const newestOpset = 28;

/** Versions of operator sets by their domain; that of ONNX itself is the empty one. */
export type Opsets = ReadonlyMap<string, number>;

/** The domain of ONNX' own operators has two names. */
export const domainOf = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

const parse = (bytes: Uint8Array): ModelProto => {
  try {
    return readMessage(modelFields, bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new InterpError(
      'bad-file',
      `this is no ONNX file, or it is truncated or corrupt: ${plainText(reason, 120)}`,
      { cause },
    );
  }
};

/** The versions of operator sets that a model or a function imports. */
export const opsetsOf = (imports: readonly OperatorSetIdProto[]): Opsets => {
  const opsets = new Map(imports.map(({ domain, version }) => [domainOf(domain), Number(version)]));
  const version = opsets.get('');
  if (version !== undefined && !(version >= oldestOpset && version <= newestOpset))
    throw new InterpError(
      'unsupported-model',
      `the model has operators of ONNX' opset ${version}; expected ${oldestOpset} to ${newestOpset}: export it again with one of these`,
    );
  return opsets;
};

/** A model as it is in its file. */
export interface ModelFile {
  /** Its graph. */
  readonly graph: GraphProto;
  /** Functions of its own. */
  readonly functions: readonly FunctionProto[];
  /** The operator sets that it is written in. */
  readonly opsets: Opsets;
}

/**
 * Reads the messages of an ONNX file.
 *
 * @param bytes - the whole file; borrowed, and referred to by what is returned
 * @throws InterpError `bad-file` for anything else, `unsupported-model` for operator sets that are not known
 */
export const readModel = (bytes: Uint8Array): ModelFile => {
  if (!(bytes instanceof Uint8Array))
    throw new InterpError('bad-option', `an ONNX model is given by the bytes of its file; expected a Uint8Array`);
  const { graph, functions, opsetImport, irVersion } = parse(bytes);
  if (!graph || irVersion <= 0n || opsetImport.length === 0)
    throw new InterpError(
      'bad-file',
      'this is no ONNX file: it has no graph or does not say which operators it is written in; expected a model as exporters write it',
    );
  const opsets = opsetsOf(opsetImport);
  if (graph.node.length === 0 && graph.output.length === 0)
    throw new InterpError('bad-file', `the graph ${shownName(graph.name)} has no operation and no output`);
  return { graph, functions, opsets };
};
