import type { Sides } from '../steps.js';

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
