type Sizes = number | readonly number[];
/** Cells above and below, left and right. */
export type Sides = readonly [readonly [number, number], readonly [number, number]];

/** The options of layers that the walk asks for, as `getConfig` returns them. */
export interface LayerConfig {
  /**
   *
   */
  readonly activation?: string;
  /**
   *
   */
  readonly alpha?: number;
  /**
   *
   */
  readonly axis?: number;
  /**
   *
   */
  readonly center?: boolean;
  /**
   *
   */
  readonly cropping?: Sides;
  /**
   *
   */
  readonly dataFormat?: string;
  /**
   *
   */
  readonly dilationRate?: Sizes;
  /**
   *
   */
  readonly dims?: readonly number[];
  /**
   *
   */
  readonly epsilon?: number;
  /**
   *
   */
  /**
   *
   */
  readonly interpolation?: string;
  /**
   *
   */
  readonly kernelSize?: Sizes;
  /**
   *
   */
  readonly maxValue?: number | null;
  /**
   *
   */
  readonly n?: number;
  /**
   *
   */
  readonly offset?: number;
  /**
   *
   */
  readonly padding?: string | Sides;
  /**
   *
   */
  readonly poolSize?: Sizes;
  /**
   *
   */
  readonly scale?: boolean | number;
  /**
   *
   */
  readonly size?: Sizes;
  /**
   *
   */
  readonly strides?: Sizes;
  /**
   *
   */
  readonly theta?: number;
  /**
   *
   */
  readonly targetShape?: readonly (number | null)[];
  /**
   *
   */
  readonly useBias?: boolean;
}
