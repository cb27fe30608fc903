import { InterpError } from '@interp/core';
import { architectureDiagram, architectureOf, type Architecture, type ModelLike } from '@interp/viz';
import { textTable } from '../format.js';
import type { Say } from '../language.js';
import type { Diagram } from './diagram.js';

/** What a box says of a layer, in Spanish. */
const spanish: Readonly<Record<string, string>> = {
  InputLayer: 'entrada',
  Conv2D: 'convolución',
  Conv1D: 'convolución',
  DepthwiseConv2D: 'convolución por canal',
  MaxPooling2D: 'submuestreo (máximo)',
  AveragePooling2D: 'submuestreo (promedio)',
  GlobalAveragePooling2D: 'promedio global',
  Flatten: 'aplanado',
  Reshape: 'otra forma',
  Dense: 'completamente conectada',
  BatchNormalization: 'normalización por lotes',
  Dropout: 'abandono',
  Activation: 'activación',
  Add: 'suma',
  Concatenate: 'concatenación',
  sigmoid: 'sigmoide',
  linear: 'identidad',
};

const textOf = ({ layers }: Architecture, say: Say): string =>
  textTable([
    [say('layer', 'capa'), say('kind', 'tipo'), say('output', 'salida'), say('parameters', 'parámetros')],
    ...layers.map(({ name, kind, shape, parameters }) => [
      name,
      say(kind, spanish[kind] ?? kind),
      shape.map((size) => size ?? '?').join(' × '),
      String(parameters),
    ]),
  ]);

/**
 * Figure 1.5: the layers of a network, read off the network; with several inputs or outputs too.
 *
 * @param model - a `tf.LayersModel`; borrowed, and not needed for the picture. A network of another format has none
 * @param name - what the network is called. Default the model's own name
 * @returns the diagram
 * @throws InterpError `unsupported-model` where there is no such model
 */
export const architecture = (
  model: ModelLike | undefined,
  name?: string,
): Diagram<Architecture & { readonly parameters: number }> => {
  if (!model)
    throw new InterpError(
      'unsupported-model',
      'the network is a graph of operations, which have no diagram; expected a layers model of TensorFlow.js or Keras; interp model lists the operations of any',
    );
  const read = architectureOf(model);
  const named = { ...read, name: name ?? read.name };
  const parameters = named.layers.reduce((sum, layer) => sum + layer.parameters, 0);
  return {
    picture: (say) =>
      architectureDiagram(named, {
        words: {
          parameter: say('parameter', 'parámetro'),
          parameters: say('parameters', 'parámetros'),
          oneNumber: say('one number', 'un número'),
          names: Object.fromEntries(Object.entries(spanish).map(([name, es]) => [name, say(name, es)])),
        },
      }),
    data: { ...named, parameters },
    text: (say) => textOf(named, say),
  };
};
