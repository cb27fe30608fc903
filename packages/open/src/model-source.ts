import type { ReadWeights } from '@interp/files/building';

/** Where a model is read from: a folder, or files in memory. */
export interface ModelSource {
  /** The path or name of its file, whose suffix tells its format. */
  readonly name: string;
  /** The bytes of its file. */
  readonly bytes: () => Promise<Uint8Array>;
  /** The bytes of a file beside it, by the path that it has for it. */
  readonly beside: (path: string) => Uint8Array;
  /** The same of the weights of a `model.json`. */
  readonly weights: ReadWeights;
}

/**
 * The same source, which remembers what was read of it.
 *
 * @param source - where a model is read from
 * @param files - to which the paths are added of the files beside the model's own
 */
export const rememberingSource = (source: ModelSource, files: string[]): ModelSource => {
  const seen = (path: string): string => {
    if (!files.includes(path)) files.push(path);
    return path;
  };
  return {
    ...source,
    beside: (path) => source.beside(seen(path)),
    weights: (path, most) => source.weights(seen(path), most),
  };
};
