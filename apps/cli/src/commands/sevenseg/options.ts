import type { SegmentImageOptions } from '@interp/sevenseg';
import type { CommonOptions, ModelOptions } from '../../shell/options.js';
import type { RejectOptions } from '../../shell/reject-options.js';

type Drawing = Pick<SegmentImageOptions, 'length' | 'thickness' | 'slant' | 'shift' | 'noise'>;

/** Options of `interp sevenseg`; those that are not here are described in `@interp/sevenseg`. */
export interface SevensegOptions extends CommonOptions, ModelOptions, RejectOptions, Drawing {
  /** Whether edges are grey. */
  readonly antialias: boolean;
  /** What the picture shows. */
  readonly picture: 'atlas' | 'digits' | 'columns';
  /** Whether the digits are drawn in many geometries. */
  readonly robustness?: boolean;
}
