import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { activationLinks, leakyLink } from './activation-link.js';
import { convolutionLink, transposedConvolutionLink } from './convolution-link.js';
import { denseLink } from './dense-link.js';
import type { Link } from './link.js';
import { reshapeLink } from './reshape-link.js';

type Layer = layers.Layer;

/** The links of a layer with weights, its activation included. */
const weighted =
  (sums: (layer: Layer) => Link | undefined) =>
  (layer: Layer): readonly Link[] | undefined => {
    const link = sums(layer);
    const activation = activationLinks(layer.getConfig()['activation']);
    return link && activation && [link, ...activation];
  };

const reshaped = (layer: Layer): readonly Link[] => [reshapeLink(layer.outputShape.slice(1) as number[])];

/** Each kind of layer that is known, with its links. */
const kinds: Readonly<Record<string, (layer: Layer) => readonly Link[] | undefined>> = {
  InputLayer: () => [],
  Flatten: reshaped,
  Reshape: reshaped,
  Dense: weighted((layer) => (layer.outputShape.length === 2 ? denseLink(layer) : undefined)),
  Conv2D: weighted(convolutionLink),
  Conv2DTranspose: weighted(transposedConvolutionLink),
  Activation: (layer) => activationLinks(layer.getConfig()['activation']),
  ReLU: (layer) => (layer.getConfig()['maxValue'] == null ? [leakyLink(0)] : undefined),
  LeakyReLU: (layer) => [leakyLink(layer.getConfig()['alpha'] as number)],
};

const isFree = (layer: Layer): boolean =>
  layer.inboundNodes.length <= 1 && layer.trainableWeights.length === layer.weights.length && layer.losses.length === 0;

/**
 * A network as a chain of links with written-out derivatives.
 *
 * @param model - any built model
 * @returns the links from input to output; nothing where the network branches, has a layer of another kind, layers that are not
 *   trained, regularisers, or layers that are used twice
 */
export const chainOf = (model: LayersModel): readonly Link[] | undefined => {
  const links: Link[] = [];
  let at = model.inputs[0];
  for (const layer of model.layers) {
    const isInput = layer.getClassName() === 'InputLayer';
    if (!isFree(layer) || (!isInput && layer.input !== at)) return undefined;
    const found = Object.hasOwn(kinds, layer.getClassName()) ? kinds[layer.getClassName()](layer) : undefined;
    if (!found) return undefined;
    links.push(...found);
    at = layer.output as typeof at;
  }
  return at === model.outputs[0] ? links : undefined;
};
