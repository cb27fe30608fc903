import { architectureDiagram, architectureOf, type Architecture, type ModelLike } from '@interp/viz';
import { textTable } from '../format.js';
import type { Say } from '../language.js';
import type { Diagram } from './diagram.js';

const textOf = ({ layers }: Architecture): string =>
  textTable([
    ['layer', 'kind', 'output', 'parameters'],
    ...layers.map(({ name, kind, shape, parameters }) => [
      name,
      kind,
      shape.map((size) => size ?? '?').join(' × '),
      String(parameters),
    ]),
  ]);

/** What the types of layers and words of their details are called: in English as in code. */
const kindsIn = (say: Say): Readonly<Record<string, string>> =>
  Object.fromEntries(spanishKinds.map(([kind, word]) => [kind, say(kind, word)]));

const spanishKinds: readonly (readonly [kind: string, word: string])[] = [
  ['InputLayer', 'entrada'],
  ['Conv1D', 'convolución 1D'],
  ['Conv2D', 'convolución'],
  ['DepthwiseConv2D', 'convolución por canal'],
  ['SeparableConv2D', 'convolución separable'],
  ['Conv2DTranspose', 'convolución transpuesta'],
  ['MaxPooling2D', 'máximo'],
  ['AveragePooling2D', 'promedio'],
  ['GlobalMaxPooling2D', 'máximo global'],
  ['GlobalAveragePooling2D', 'promedio global'],
  ['UpSampling2D', 'ampliación'],
  ['BatchNormalization', 'normalización por lotes'],
  ['Flatten', 'aplanado'],
  ['Reshape', 'otra forma'],
  ['Dense', 'completamente conectada'],
  ['Dropout', 'apagado al azar'],
  ['Activation', 'activación'],
  ['Add', 'suma'],
  ['Concatenate', 'concatenación'],
  ['sigmoid', 'sigmoide'],
  ['stride', 'paso'],
  ['rate', 'tasa'],
];

/**
 * Figure 1.5: the layers of a network, read off the network; with several inputs or outputs too.
 *
 * @param model - a `tf.LayersModel`; borrowed, and not needed for the picture
 * @param name - what the network is called. Default the model's own name
 * @returns the diagram
 */
export const architecture = (
  model: ModelLike,
  name?: string,
): Diagram<Architecture & { readonly parameters: number }> => {
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
          kinds: kindsIn(say),
        },
      }),
    data: { ...named, parameters },
    text: textOf(named),
  };
};
