import { valuesUpTo } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import { model as shallowModel, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';

/** What a functional model is made of. */
export interface FunctionalParts {
  /** Its inputs, each of an input layer. */
  readonly inputs: SymbolicTensor[];
  /** Its outputs. */
  readonly outputs: SymbolicTensor[];
  /** Its name. Default one of TensorFlow.js'. */
  readonly name?: string;
  /** Its class: `Model`, the default, or `Functional`. */
  readonly kind?: string;
}

type Constructor = new (parts: FunctionalParts) => LayersModel;

/** Up to how many calls of layers TensorFlow.js' own way is safe: it calls itself once for each on the longest path. */
const shallow = 1000;

/** Fields of a model with one element an output. */
const perOutput = [
  'outputs',
  'outputLayers',
  'outputLayersNodeIndices',
  'outputLayersTensorIndices',
  'outputNames',
  'internalOutputShapes',
] as const;

const keepOutputs = (model: LayersModel, kept: readonly number[]): LayersModel => {
  const fields = model as unknown as Record<(typeof perOutput)[number], unknown[]>;
  for (const field of perOutput) fields[field] = kept.map((i) => fields[field][i]);
  const [node] = model.inboundNodes;
  Object.assign(node, {
    outputTensors: model.outputs,
    outputMasks: kept.map(() => null),
    outputShapes: model.outputs.map(({ shape }) => shape),
  });
  return model;
};

/**
 * A model of layers that have been called already, however deep. TensorFlow.js looks for layers by recursion from each output; a deep
 * model is therefore made with every value as an output, of which only the wanted ones stay.
 *
 * @param parts - inputs, outputs, name and class
 * @returns the model, which shares the layers
 */
export const functionalModel = (parts: FunctionalParts): LayersModel => {
  const { inputs, outputs, name, kind = 'Model' } = parts;
  const [made] = tf.serialization.SerializationMap.getMap().classNameMap[kind] as unknown as [Constructor];
  const make = (all: SymbolicTensor[]): LayersModel =>
    new made({ inputs, outputs: all, ...(name !== undefined && { name }) });
  const values = [
    ...inputs,
    ...valuesUpTo(
      outputs,
      inputs.map(({ id }) => id),
    ),
  ];
  if (values.length <= shallow) return kind === 'Model' ? shallowModel({ inputs, outputs, name }) : make(outputs);
  const all = [...new Set([...values, ...outputs])];
  return keepOutputs(
    make(all),
    outputs.map((output) => all.indexOf(output)),
  );
};
