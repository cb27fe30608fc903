import { type Say, textTable } from '@interp/report';
import { type Network, networkOf } from '@interp/core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describeModel, type ModelDescription } from '@interp/files';
import { architectureDiagram, type Architecture } from '@interp/viz';
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
  Conv: 'convolución',
  ConvTranspose: 'convolución transpuesta',
  Conv2DTranspose: 'convolución transpuesta',
  SeparableConv2D: 'convolución separable',
  MaxPool: 'submuestreo (máximo)',
  AveragePool: 'submuestreo (promedio)',
  GlobalMaxPool: 'máximo global',
  GlobalAveragePool: 'promedio global',
  ZeroPadding2D: 'relleno de ceros',
  Pad: 'relleno',
  Resize: 'cambio de tamaño',
  UpSampling2D: 'aumento de tamaño',
  Gemm: 'completamente conectada',
  MatMul: 'producto de matrices',
  Concat: 'concatenación',
  Multiply: 'producto',
  Mul: 'producto',
  Sub: 'resta',
  Div: 'cociente',
  Transpose: 'transposición',
  Squeeze: 'otra forma',
  Unsqueeze: 'otra forma',
  Gather: 'selección',
  Split: 'división',
  BatchNorm: 'normalización por lotes',
  LayerNorm: 'normalización por capas',
  LayerNormalization: 'normalización por capas',
  stride: 'paso',
  dilation: 'dilatación',
  groups: 'grupos',
  depthwise: 'por canal',
  more: 'más',
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

/** A description of a model as a network to be drawn, its inputs first. */
const architectureOf = (
  model: LayersModel | Network,
  { layers }: ModelDescription,
  name: string | undefined,
): Architecture => {
  const known = new Set(layers.map((layer) => layer.name));
  const given = networkOf(model)
    .inputs.map(({ name: own, shape, picture = shape }) => ({ name: own, shape: shape.length > 3 ? picture : shape }))
    .filter((one) => !known.has(one.name));
  return {
    ...(name !== undefined && { name }),
    layers: [
      ...given.map((one) => ({ name: one.name, kind: 'InputLayer', shape: one.shape.slice(1), parameters: 0, inputs: [] })), // prettier-ignore
      ...layers.map(({ name, type: kind, detail, outputShape, parameters, inputs }) => ({ name, kind, ...(detail !== undefined && { detail }), shape: outputShape.slice(1), parameters, inputs })), // prettier-ignore
    ],
  };
};

/**
 * Figure 1.5: the layers of a network, or its operations, read off the network; with several inputs or outputs too.
 *
 * @param model - a `tf.LayersModel`, or a network of another format; borrowed, and not needed for the picture
 * @param name - what the network is called. Default the model's own name
 * @returns the diagram
 * @throws InterpError `unsupported-model` for a model that has no layers or is not built
 */
export const architecture = (
  model: Parameters<typeof describeModel>[0],
  name?: string,
): Diagram<Architecture & { readonly parameters: number }> => {
  const described = describeModel(model);
  const named = architectureOf(model, described, name ?? ('predict' in model ? model.name : undefined));
  const { parameters } = described;
  return {
    picture: (say) =>
      architectureDiagram(named, {
        words: {
          parameter: say('parameter', 'parámetro'),
          parameters: say('parameters', 'parámetros'),
          oneNumber: say('one number', 'un número'),
          repeated: say('repeated so many times', 'repetido tantas veces'),
          kinds: {
            input: say('input', 'entrada'),
            convolution: say('convolution', 'convolución'),
            dense: say('dense or recurrent, with weights', 'densa o recurrente, con pesos'),
            sampling: say('pooling or resizing', 'submuestreo o cambio de tamaño'),
            joining: say('several joined', 'varias unidas'),
            other: say('other', 'otra'),
          },
          names: Object.fromEntries(Object.entries(spanish).map(([name, es]) => [name, say(name, es)])),
        },
      }),
    data: { ...named, parameters },
    text: (say) => textOf(named, say),
  };
};
