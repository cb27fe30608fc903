import type { ContextSettings } from '../context.js';

/** What one run of `interp reproduce` goes by. */
export interface RunSettings extends ContextSettings {
  /** The report's folder. */
  readonly folder: string;
  /** Version of the program. */
  readonly version: string;
  /** Hash of the program, so that another one draws anew. */
  readonly program: string;
}
