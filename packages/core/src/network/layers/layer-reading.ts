import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { FormStore, Weight } from '../maps/weights.js';
import type { Operator, Sides } from '../steps.js';

/** One number for all axes, or one each. */
type Sizes = number | readonly number[];

/** The options of layers that the walk asks for, as `getConfig` returns them. */
export interface LayerConfig {
  /** What a layer does to its sums. */
  readonly activation?: string;
  /** Slope of a leaky ReLU below 0. */
  readonly alpha?: number;
  /** Along which axis a layer normalises or concatenates, the batch being axis 0; Keras writes that of normalisation as a list of one. */
  readonly axis?: number | readonly [number];
  /** Whether batch normalisation has a shift to learn. */
  readonly center?: boolean;
  /** Cells that cropping takes away. */
  readonly cropping?: Sides;
  /** `channelsFirst` or `channelsLast`. */
  readonly dataFormat?: string;
  /** Steps between the cells of a filter. */
  readonly dilationRate?: Sizes;
  /** The axes of the input in the order of the output, from 1. */
  readonly dims?: readonly number[];
  /** What batch normalisation adds to the variance. */
  readonly epsilon?: number;
  /** How upsampling finds values between. */
  readonly interpolation?: string;
  /** Sides of a filter. */
  readonly kernelSize?: Sizes;
  /** Where a ReLU ends. */
  readonly maxValue?: number | null;
  /** How often a vector is repeated. */
  readonly n?: number;
  /** What rescaling adds. */
  readonly offset?: number;
  /** `same`, `valid`, or cells around an image. */
  readonly padding?: string | Sides;
  /** Sides of a window of pooling. */
  readonly poolSize?: Sizes;
  /** Whether batch normalisation has a factor to learn; the factor of rescaling. */
  readonly scale?: boolean | number;
  /** How often upsampling repeats rows and columns. */
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

/** What a layer says about itself, for making steps of it. */
export interface LayerReading {
  /** The layer itself; not changed. */
  readonly layer: Layer;
  /** Its name. */
  readonly name: string;
  /** Its class: `Conv2D`, `Dense`, … */
  readonly type: string;
  /** Number of axes of its (first) input, with the batch. */
  readonly rank: number;
  /** Where forms of weights are kept. */
  readonly store: FormStore;
  /** Its configuration. */
  readonly config: LayerConfig;
  /** One of its weights, in the layer's order. */
  weight(index: number): Weight;
  /** An opaque step, run by the layer itself, for a layer that no walk goes through, and why. Default: for its type. */
  refuse(reason?: string): readonly [Operator];
}

/** Reads a layer: `rank` is the number of axes of its first input, `known` the types that walks go through. */
export const readLayer = (layer: Layer, rank: number, store: FormStore, known: readonly string[]): LayerReading => {
  const config = layer.getConfig() as LayerConfig;
  const type = layer.getClassName();
  return {
    layer,
    name: layer.name,
    type,
    rank,
    store,
    config,
    weight: (index) => {
      const variable = layer.weights[index];
      return { key: `${layer.id}.${index}`, read: () => variable.read(), sources: () => [variable.read()] };
    },
    refuse: (reason) => [
      {
        kind: 'opaque',
        forward: (inputs) => [layer.apply(inputs.length > 1 ? [...inputs] : inputs[0]) as Tensor | Tensor[]].flat(),
        refusal:
          reason === undefined
            ? `the layer "${layer.name}" is of type ${type}, which the walk cannot go through; it takes ${known.join(', ')} and nested models`
            : `the layer "${layer.name}" of type ${type} ${reason}`,
      },
    ],
  };
};

/** A weight computed of others and kept in the store under a key that is unique in a network. */
export const computedWeight = (
  store: FormStore,
  key: string,
  of: readonly Weight[],
  compute: () => ReturnType<Weight['read']>,
): Weight => {
  const sources = (): ReturnType<Weight['sources']> => of.flatMap((weight) => [...weight.sources()]);
  return { key, sources, read: () => store.form({ key, sources, read: compute }, 'value', (value) => value) };
};
