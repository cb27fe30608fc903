import { InterpError, isTensor } from '@interp/checks';
import type { Tensor } from '@tensorflow/tfjs-core';
import { valuesNow } from '@interp/tape/internal';
import { areFinite } from '../numeric/are-finite.js';

/** The shape of a tensor; null for a size that may be anything. */
type ExpectedShape = readonly (number | null)[];

/** Whether a tensor of a shape may stand where another is expected. */
export const fits = (shape: readonly number[], expected: ExpectedShape): boolean =>
  shape.length === expected.length && expected.every((size, axis) => size === null || size === shape[axis]);

/** A shape for a message. */
export const shown = (shape: ExpectedShape): string => `[${shape.map((size) => size ?? 'n').join(', ')}]`;

/** Says what a value is that is no tensor. What a promise brings is disposed of, and its rejection counts as handled: this error is reported instead. */
const kindOf = (value: unknown): string => {
  if (typeof (value as PromiseLike<unknown> | undefined)?.then !== 'function') return 'no tensor';
  void Promise.resolve(value).then(
    (late) => {
      if (isTensor(late)) late.dispose();
    },
    () => undefined,
  );
  return 'a promise';
};

const refuse = (code: 'bad-shape' | 'bad-value' | 'not-finite', message: string): never => {
  throw new InterpError(code, message);
};

/**
 * Checks what a user's function returned: functions in JavaScript may return anything.
 *
 * @param what - what it is, in the plural, for the message
 * @param value - what was returned; borrowed
 * @param expected - its shape; undefined for any
 * @param finite - whether its values are read, and must be finite. Default false
 * @returns the tensor
 * @throws InterpError `bad-shape` for anything but a tensor of the shape, `bad-value` for one that holds no float32 values or was disposed
 *   of, `not-finite` for a NaN or an infinity
 */
export const checkReturned = (
  what: string,
  value: unknown,
  expected: ExpectedShape | undefined,
  finite = false,
): Tensor => {
  const wanted = (): string => `expected a float32 tensor${expected ? ` ${shown(expected)}` : ''}`;
  if (!isTensor(value)) return refuse('bad-shape', `${what} are ${kindOf(value)}; ${wanted()}`);
  const { shape, dtype } = value;
  if (value.isDisposed) refuse('bad-value', `${what} were disposed of before they were returned; ${wanted()}`);
  if (expected && !fits(shape, expected)) refuse('bad-shape', `${what} have the shape ${shown(shape)}; ${wanted()}`);
  if (dtype !== 'float32') refuse('bad-value', `${what} hold ${dtype} values; ${wanted()}`);
  if (finite && !areFinite(valuesNow(value)))
    refuse('not-finite', `${what} are not all finite; expected numbers; look at weights and the range of the inputs`);
  return value;
};
