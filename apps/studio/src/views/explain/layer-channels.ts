import { trace, type Classifier } from '@interp/core';
import { alphaBeta, lrp } from '@interp/lrp';
import { units } from '@interp/targets';
import * as tf from '@tensorflow/tfjs-core';
import { batchOf } from '../../compute/batch-of.js';
import { withNetwork, type OwnAsked } from '../../compute/models/networks.js';
import { heatPictures, imagesOf, pixelsOf, type Rgba } from '../../compute/pictures.js';
import { inputPixels } from '../../compute/input-pixels.js';
import type { ExplainRequest } from './explain.js';

/** What a layer answers, and what it is worth: a picture for each channel, or for each unit where it has no places. */
export interface LayerChannels {
  /** What the layer gives. */
  readonly activations: readonly Rgba[];
  /** The relevance of that, all channels in one scale. */
  readonly relevance: readonly Rgba[];
  /** What made the chosen channel answer: relevance over the picture. */
  readonly explained: Rgba | undefined;
}

/** Channels of a value `[1, height, width, channels]` or `[1, units]` as maps `[channels, height, width, 1]`. */
const mapsOf = (value: tf.Tensor): tf.Tensor4D =>
  tf.tidy(() =>
    value.rank === 4 ? tf.transpose(value as tf.Tensor4D, [3, 1, 2, 0]) : tf.reshape(value, [1, 1, value.size, 1]),
  );

const drawnMaps = async (value: tf.Tensor, limit?: number): Promise<readonly Rgba[]> => {
  const maps = mapsOf(value);
  const pixels = await pixelsOf(maps);
  maps.dispose();
  return heatPictures(pixels, undefined, limit);
};

const largestOf = (value: tf.Tensor): number => tf.tidy(() => tf.max(tf.abs(value)).dataSync()[0]);

const explainChannel = async (
  net: Classifier,
  layer: string,
  channel: number,
  x: tf.Tensor4D,
): Promise<Rgba | undefined> => {
  if (!net.network) return undefined;
  const hidden = units(net.network, layer, { bounds: net.bounds });
  if (channel >= hidden.classes) return undefined;
  const { relevance } = lrp(hidden, x, { target: channel, rules: alphaBeta() });
  const [picture] = heatPictures(await pixelsOf(relevance), await imagesOf(x, net));
  relevance.dispose();
  return picture;
};

/** The channels of the layer that is chosen, their relevance by α2β1, and what made one of them answer; undefined where none is chosen. */
export const layerChannels = async (
  { input, network: name, values }: ExplainRequest,
  asked?: OwnAsked,
): Promise<LayerChannels | undefined> => {
  const pixels = inputPixels(input);
  const { layer, channel, class: chosen } = values;
  if (pixels === undefined || layer === '') return undefined;
  return withNetwork(name, asked, async (net) => {
    if (!net.network) return undefined;
    const x = batchOf(pixels, net);
    const traced = trace(net.network, x);
    const own = traced.layers.find((one) => one.name === layer);
    const target = chosen === 'read' ? {} : { target: Number(chosen) };
    const found = own && lrp(net, x, { keep: [layer], rules: alphaBeta(), ...target });
    try {
      const relevance = found?.layers.get(layer);
      if (!own || !relevance) return undefined;
      return {
        activations: await drawnMaps(own.output, largestOf(own.output)),
        relevance: await drawnMaps(relevance, largestOf(relevance)),
        explained: channel === '' ? undefined : await explainChannel(net, layer, Number(channel), x),
      };
    } finally {
      traced.dispose();
      tf.dispose([x, ...(found ? [found.relevance, ...found.layers.values()] : [])]);
    }
  });
};
