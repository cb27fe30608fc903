import type { Network } from '@interp/core';

/** A network of another format than TensorFlow.js' layers, which owns its weights. */
export interface OwnNetwork extends Network {
  /** Disposes of the weights. */
  dispose(): void;
  /** What its format is called, where the suffix of its file does not tell. */
  readonly format?: string;
  /** How many weights each operation has, by its name, where that is known. */
  readonly parameters?: ReadonlyMap<string, number>;
}
