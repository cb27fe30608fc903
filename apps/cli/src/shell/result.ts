import type { SafetensorsEntry } from '@interp/core';
import type { Say } from './language.js';

/** What a command found out, in all forms that people can ask for. */
export interface Outcome {
  /** For `--json`. */
  readonly json: unknown;
  /** For people. */
  readonly text: string;
  /** For `--save`. */
  readonly tensors?: readonly (readonly [string, SafetensorsEntry])[];
  /** Metadata of the saved tensors. */
  readonly metadata?: readonly (readonly [string, string])[];
  /** For `--out`: an SVG document, with the words that it is to choose from. */
  readonly picture?: (say: Say) => string | Promise<string>;
  /** Lines for a terminal that shows colours, printed before the text. */
  readonly preview?: (width: number) => string | Promise<string>;
}
