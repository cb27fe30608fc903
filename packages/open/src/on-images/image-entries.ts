import { float32Entry, type SafetensorsEntry } from '@interp/files';

/** Numbers of so many images as tensors of a file, `[count, ...shape]`, by name. */
export const imageEntries = (
  shape: readonly number[],
  count: number,
  values: Readonly<Record<string, Float32Array>>,
): readonly (readonly [name: string, tensor: SafetensorsEntry])[] =>
  Object.entries(values).map(([name, numbers]) => [name, float32Entry([count, ...shape], numbers)]);
