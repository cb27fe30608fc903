import type { WeightSpec } from './model-file.js';

const bytesOf = { float32: 4, int32: 4, bool: 1, uint8: 1, uint16: 2, float16: 2 } as const;

/**
 * How many bytes a weight takes in its file.
 *
 * @param spec - the weight
 * @returns the number of bytes
 */
export const weightBytes = ({ shape, dtype, quantization: quantized }: WeightSpec): number =>
  shape.reduce((product, size) => product * size, bytesOf[quantized?.dtype ?? dtype]);
