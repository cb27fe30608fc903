import type { Tensor } from '@tensorflow/tfjs-core';
import { shownName } from './plain-text.js';

/** Longer strings are cut in messages. */
const longest = 40;

/** Whether a value is a tensor, also one of another copy of TensorFlow.js. */
export const isTensor = (value: unknown): value is Tensor =>
  typeof value === 'object' && value !== null && 'dataId' in value && Array.isArray((value as Partial<Tensor>).shape);

/**
 * Formats any value on one line, for an error message: numbers and other primitives as they are, strings quoted and cut, for
 * everything else the type.
 */
export const shownValue = (value: unknown): string => {
  if (typeof value === 'string') return shownName(value, longest + 2);
  if (typeof value === 'bigint') return `${String(value).slice(0, longest)}n`;
  if (value === null || value === undefined || typeof value === 'number' || typeof value === 'boolean')
    return String(value);
  if (isTensor(value)) return 'a Tensor';
  return `of type ${typeof value}`;
};
