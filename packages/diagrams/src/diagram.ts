import type { Say } from '@interp/report';
import type { SafetensorsEntry } from '@interp/files';

/** A diagram drawn from the thing that it shows. */
export interface Diagram<Data = unknown> {
  /** Draws it as an SVG document. */
  readonly picture: (say: Say) => Promise<string>;
  /** What it is drawn from, plain values. */
  readonly data: Data;
  /** The same for people, a few lines. */
  readonly text: (say: Say) => string;
  /** Raw tensors. Default none. */
  readonly tensors?: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
}
