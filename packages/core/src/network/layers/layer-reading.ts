import { applied } from '@interp/tape/internal';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { readVariable, type WeightCache, type Weight } from '../maps/weights.js';
import type { Operator, Sides } from '../steps.js';

/** One number for all axes, or one each. */
type Sizes = number | readonly number[];

/** The layer options that operators need, as `getConfig` returns them. */
export interface LayerConfig {
  /** Name of the fused activation. */
  readonly activation?: string;
  /** Slope of a leaky ReLU below 0. */
  readonly alpha?: number;
  /** Along which axis a layer normalises or concatenates, the batch being axis 0; Keras writes that of normalisation as a list of one. */
  readonly axis?: number | readonly [number];
  /** Whether batch normalisation has a learned shift. */
  readonly center?: boolean;
  /** Rows and columns that cropping removes. */
  readonly cropping?: Sides;
  /** `channelsFirst` or `channelsLast`. */
  readonly dataFormat?: string;
  /** Steps between the cells of a filter. */
  readonly dilationRate?: Sizes;
  /** The axes of the input in the order of the output, from 1. */
  readonly dims?: readonly number[];
  /** What batch normalisation adds to the variance. */
  readonly epsilon?: number;
  /** Interpolation method of upsampling. */
  readonly interpolation?: string;
  /** Sides of a filter. */
  readonly kernelSize?: Sizes;
  /** Upper limit of a ReLU. */
  readonly maxValue?: number | null;
  /** How often a vector is repeated. */
  readonly n?: number;
  /** What rescaling adds. */
  readonly offset?: number;
  /** `same`, `valid`, or numbers of rows and columns. */
  readonly padding?: string | Sides;
  /** Sides of a window of pooling. */
  readonly poolSize?: Sizes;
  /** Whether batch normalisation has a learned scale; for rescaling, the factor. */
  readonly scale?: boolean | number;
  /** Upsampling factors. */
  readonly size?: Sizes;
  /** Steps between windows. */
  readonly strides?: Sizes;
  /** The shape of an output without the batch; one size may be left open. */
  readonly targetShape?: readonly (number | null)[];
  /** The threshold of a thresholded ReLU. */
  readonly theta?: number;
  /** Whether a layer adds a bias. */
  readonly useBias?: boolean;
}

/** A layer of a user's model. */
export type Layer = LayersModel['layers'][number];

/** A layer with its options and weights, for making operators from it. */
export interface LayerReading {
  /** The layer itself; not changed. */
  readonly layer: Layer;
  /** Its name. */
  readonly name: string;
  /** Its class: `Conv2D`, `Dense`, … */
  readonly type: string;
  /** Number of axes of its (first) input, with the batch. */
  readonly rank: number;
  /** The cache of variants of weights. */
  readonly cache: WeightCache;
  /** Its configuration. */
  readonly config: LayerConfig;
  /** One of its weights, in the layer's order. */
  weight(index: number): Weight;
  /** An opaque operator, run by the layer itself, with the reason why it has no backward pass. Default: its type is not supported. */
  refuse(reason?: string): readonly [Operator];
}

/** Reads a layer: `rank` is the number of axes of its first input, `known` the supported layer types. */
export const readLayer = (layer: Layer, rank: number, cache: WeightCache, known: readonly string[]): LayerReading => {
  const config = layer.getConfig() as LayerConfig;
  const type = layer.getClassName();
  return {
    layer,
    name: layer.name,
    type,
    rank,
    cache,
    config,
    weight: (index) => {
      const variable = layer.weights[index];
      const read = (): Tensor => readVariable(variable);
      return { key: `${layer.id}.${index}`, read, sources: () => [read()] };
    },
    refuse: (reason) => [
      {
        kind: 'opaque',
        forward: (inputs) => applied(layer, inputs),
        refusal:
          reason === undefined
            ? `the layer "${layer.name}" is of type ${type}, which has no backward pass here; expected one of the ${known.length} classes that have one, as Dense, Conv2D or MaxPooling2D, or use a method that needs no layers`
            : `the layer "${layer.name}" of type ${type} ${reason}`,
      },
    ],
  };
};

/** A weight computed of others and kept in the cache under a key that is unique in a network. */
export const computedWeight = (
  cache: WeightCache,
  key: string,
  of: readonly Weight[],
  compute: () => ReturnType<Weight['read']>,
): Weight => {
  const sources = (): ReturnType<Weight['sources']> => of.flatMap((weight) => [...weight.sources()]);
  return { key, sources, read: () => cache.variant({ key, sources, read: compute }, 'value', (value) => value) };
};
