import {
  callback,
  checkedBy,
  checkList,
  checkNumber,
  checkObject,
  InterpError,
  optionsTable,
  shownName,
} from '@interp/checks';
import type { Network } from '@interp/core';
import { sizeOfShape } from '@interp/core/internal';
import { graphNetwork, parametersOf } from '@interp/graph';
import * as tf from '@tensorflow/tfjs-core';
import { buildGraph } from './building/build-graph.js';
import type { Constant } from './building/graph-builder.js';
import { constantTensor } from './file/constant-tensor.js';
import { type ExternalData, externalReader } from './file/external-data.js';
import { modelInputs } from './file/model-inputs.js';
import { readModel } from './file/read-model.js';

/** Options of {@link onnxNetwork}. */
export interface OnnxOptions {
  /**
   * Gives the bytes of a file beside the model in which it keeps weights, by the path that the model has for it. Without it, such a model is refused.
   * A path that leads out of the model's folder is refused before it is asked for.
   */
  readonly externalData?: ExternalData;
  /** Sizes that the model leaves open, by the names that it has for them: `{ height: 224, width: 224 }`. The batch may stay open. Default none. */
  readonly axes?: Readonly<Record<string, number>>;
  /** Shapes of inputs by name, batch first, for sizes that have no name; null for an open batch. Default none. */
  readonly shapes?: Readonly<Record<string, readonly (number | null)[]>>;
  /** Width and height of pictures in pixels, where the model leaves them open; of sequences, the first is the length. */
  readonly size?: readonly [width: number, height: number];
}

/** A network of an ONNX file, which owns its weights. */
export interface OnnxNetwork extends Network {
  /** Disposes of the weights. The network cannot be used afterwards. */
  dispose(): void;
  /** How many weights each operation of the file takes, by its name; those of an operation that takes none are left out. */
  readonly parameters: ReadonlyMap<string, number>;
}

const checkSize = (name: string, value: unknown): void => {
  checkNumber(name, value, { min: 1, integer: true });
};

const checkSizes = (name: string, value: unknown): void => {
  checkObject(name, value);
  for (const [axis, size] of Object.entries(value as object)) checkSize(`${name}.${axis}`, size);
};

const checkShapes = (name: string, value: unknown): void => {
  checkObject(name, value);
  for (const [input, shape] of Object.entries(value as object)) {
    if (!Array.isArray(shape))
      throw new InterpError(
        'bad-option',
        `${name}.${shownName(input, 40)} is no list; expected a shape, as [null, 3, 224, 224]`,
      );
    for (const size of shape) if (size !== null) checkSize(`a size in ${name}.${input}`, size);
  }
};

const checkPixels = (name: string, value: unknown): void => {
  checkList(name, value, { length: 2, numbers: true });
  for (const side of value as readonly number[]) checkSize(name, side);
};

const onnxOptions = optionsTable<OnnxOptions>()({
  externalData: callback<ExternalData>(),
  axes: checkedBy<Readonly<Record<string, number>>>(checkSizes, { default: {} }),
  shapes: checkedBy<Readonly<Record<string, readonly (number | null)[]>>>(checkShapes, { default: {} }),
  size: checkedBy<readonly [width: number, height: number]>(checkPixels),
});

/** The most elements of all constants together: those of 4 GiB of float32. */
const mostElements = 2 ** 30;

/** Tensors of the constants that are used; names of one constant share its tensor. */
const makeTensors = (constants: ReadonlyMap<string, Constant>, used: ReadonlySet<string>): Map<string, tf.Tensor> => {
  const wanted = [...constants].filter(([name]) => used.has(name));
  const distinct = new Set(wanted.map(([, constant]) => constant));
  const elements = [...distinct].reduce((sum, { shape }) => sum + sizeOfShape(shape), 0);
  if (elements > mostElements)
    throw new InterpError('unsupported-model', `the model has ${elements} weights; expected at most 2^30`);
  const tensors = new Map<Constant, tf.Tensor>();
  try {
    for (const constant of distinct) tensors.set(constant, constantTensor(constant));
  } catch (error) {
    tf.dispose([...tensors.values()]);
    throw error;
  }
  return new Map(wanted.map(([name, constant]) => [name, tensors.get(constant)!]));
};

/**
 * The network of an ONNX file: for layer-wise relevance, gradients, attacks and whatever else takes a `Network`, and to run it. Values have ONNX' own
 * shapes, images NCHW where the file has them so; a `classifier` of the network takes NHWC pictures all the same.
 *
 * Operators of opsets 6 to 28 are understood. Weights of int8 and of other quantised types get their real values. Activations that are quantised are
 * rounded to their levels; gradients and relevance pass straight through that, as far as a value is within the range (Bengio, Léonard & Courville 2013).
 * Loops are written out, where the number of rounds is known. Whole numbers of 64 bits become such of 32.
 *
 * @param bytes - the whole file; borrowed, and not needed afterwards. It need not be trusted
 * @param options - files beside the model, sizes that it leaves open
 * @returns the network, which owns its weights; dispose of it
 * @throws InterpError `bad-file` for a file that is corrupt or of another format, `not-found` for weights that are in another file, `bad-shape` for
 *   sizes that the model leaves open, `unsupported-model` or `unsupported-layer`, naming the operation, for what is not supported, `bad-option`
 *
 * @example
 * ```ts
 * import { readFile } from 'node:fs/promises';
 * import { classifier } from '@interp/core';
 * import { onnxNetwork } from '@interp/onnx';
 *
 * const network = onnxNetwork(await readFile('strokes.onnx'));
 * const { inputShape, classes } = classifier(network, { bounds: [0, 1] });
 * console.log(network.inputs[0].shape, inputShape, classes); // [ null, 3, 16, 20 ] [ 16, 20, 3 ] 4
 * network.dispose();
 * ```
 */
export const onnxNetwork = (bytes: Uint8Array, options: OnnxOptions = {}): OnnxNetwork => {
  const { externalData, axes, shapes, size } = onnxOptions.withDefaults(options);
  const file = readModel(bytes);
  const inputs = modelInputs(file.graph, { axes, shapes, size });
  const { nodes, constants, outputs } = buildGraph(file, inputs, externalReader(externalData));
  const used = new Set([...nodes.flatMap((node) => node.inputs), ...outputs]);
  const tensors = makeTensors(constants, used);
  const owned = new Set(tensors.values());
  try {
    const network = graphNetwork({
      name: file.graph.name || 'model',
      inputs,
      outputs: outputs.map((name) => ({ name })),
      nodes,
      constants: tensors,
    });
    return {
      ...network,
      parameters: parametersOf({ nodes, constants: tensors }),
      dispose: () => tf.dispose([...owned]),
    };
  } catch (error) {
    tf.dispose([...owned]);
    throw error;
  }
};
