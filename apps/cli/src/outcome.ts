import type { SafetensorsEntry } from '@interp/core';

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
  /** For `--out`: an SVG document. */
  readonly picture?: () => string | Promise<string>;
  /** Lines for a terminal that shows colours, printed before the text. */
  readonly preview?: (width: number) => string | Promise<string>;
}
