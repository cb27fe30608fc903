import type { CommonOptions, ModelOptions } from '../../shell/options.js';

/** Options of `interp sevenseg`. */
export interface SevensegOptions extends CommonOptions, ModelOptions {
  /** Length of a segment in pixels. */
  readonly length?: number;
  /** Thickness of a segment in pixels. */
  readonly thickness?: number;
  /** Pixels to the right per pixel upwards. */
  readonly slant?: number;
  /** Pixels to the right and downwards. */
  readonly shift?: readonly [right: number, down: number];
  /** Standard deviation of the noise. */
  readonly noise?: number;
  /** Whether edges are grey. */
  readonly antialias: boolean;
  /** Whether images that are no digit are to be told from digits. */
  readonly reject?: boolean;
  /** What the picture shows. */
  readonly picture: 'atlas' | 'digits' | 'columns';
  /** Whether the digits are drawn in many geometries. */
  readonly robustness?: boolean;
}
