import type { SafetensorsEntry } from '@interp/core';
import type { FigureOptions } from '../commands/figure.js';
import type { Job } from '../shell/job.js';
import type { Say } from '../shell/language.js';

/** What drawing a diagram gives. */
export interface DrawnDiagram {
  /** Draws it as an SVG document. */
  readonly picture: (say: Say) => Promise<string>;
  /** What it is drawn from, plain values. */
  readonly data: unknown;
  /** The same for people, a few lines. */
  readonly text: string;
  /** Raw tensors. Default none. */
  readonly tensors?: readonly (readonly [name: string, tensor: SafetensorsEntry])[];
}

/** A diagram of the thesis, drawn from the thing that it shows. */
export type Diagram = (job: Job<FigureOptions>) => DrawnDiagram | Promise<DrawnDiagram>;
