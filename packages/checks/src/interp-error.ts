import { plainText } from './plain-text.js';

/**
 * The kind of error, for programs to branch on.
 *
 * - `bad-option`: an option that is out of range, of the wrong type or incompatible with another
 * - `bad-shape`: a tensor, image or weight of the wrong shape, or an empty batch
 * - `bad-value`: input values that are not finite or out of their range
 * - `bad-class`: the classifier has no such class
 * - `bad-file`: a file that is corrupt, truncated or of another format
 * - `bad-checksum`: a download whose bytes are not the expected ones
 * - `not-found`: a file, data set or name that is not there
 * - `not-writable`: a place that cannot be written to
 * - `network`: every mirror failed or sent a wrong response
 * - `no-backend`: a TensorFlow.js backend that is not available
 * - `unsupported-model`: a model that the method does not support (not built, several inputs, …)
 * - `unsupported-layer`: a layer without a backward pass
 * - `not-conserved`: a strict ledger that does not balance
 * - `out-of-memory`: a batch or a model too large for the backend's memory
 * - `not-finite`: a NaN or an infinity that arose in the computation
 */
export type InterpErrorCode =
  | 'bad-option'
  | 'bad-shape'
  | 'bad-value'
  | 'bad-class'
  | 'bad-file'
  | 'bad-checksum'
  | 'not-found'
  | 'not-writable'
  | 'network'
  | 'no-backend'
  | 'unsupported-model'
  | 'unsupported-layer'
  | 'not-conserved'
  | 'out-of-memory'
  | 'not-finite';

/**
 * The only error class that the `@interp` packages throw deliberately. Its message is one sentence: what was wrong, what was expected,
 * what to do. It is one printable line of at most 300 characters, whatever names of files and layers it holds. Check `code` rather than the class: realms and duplicate installs make `instanceof` unreliable.
 *
 * @example
 * ```ts
 * import { InterpError } from '@interp/checks';
 *
 * const error = new InterpError('bad-class', 'class 12 does not exist; expected 0 to 9');
 * console.log(error.code); // bad-class
 * ```
 */
export class InterpError extends Error {
  /** What kind of thing went wrong. */
  readonly code: InterpErrorCode;

  /**
   * @param code - what kind of thing went wrong
   * @param message - one sentence for people
   * @param options - `cause`, the error behind this one
   */
  constructor(code: InterpErrorCode, message: string, options?: ErrorOptions) {
    super(plainText(message), options);
    this.name = 'InterpError';
    this.code = code;
  }
}

/**
 * Whether something caught is an {@link InterpError}, also one of another copy of this package.
 *
 * @param error - anything caught
 * @returns true for an `InterpError`
 */
export const isInterpError = (error: unknown): error is InterpError =>
  typeof error === 'object' && error !== null && (error as { name?: unknown }).name === 'InterpError';
