import { checkCallback, checkedOptions, checkFunctions, checkNumber, InterpError, shownValue } from '@interp/checks';

/**
 * Long work as a generator: it yields a small plain value after every step, stops early if the `yield`
 * expression is `true`, and returns its result, or what it has so far if stopped early.
 */
export type Steps<Step, Result> = Generator<Step, Result, boolean> | AsyncGenerator<Step, Result, boolean>;

/** Progress of a piece of long work. */
export interface Progress<Step> {
  /** Steps done, from 1. */
  readonly step: number;
  /** Steps in all, where known. */
  readonly total?: number;
  /** Seconds since the start. */
  readonly seconds: number;
  /** Estimated seconds left, where `total` is known. */
  readonly secondsLeft?: number;
  /** What the step yielded. */
  readonly value: Step;
}

/** Options of {@link drive}. */
export interface DriveOptions<Step> {
  /** Called after each step. */
  readonly onStep?: (progress: Progress<Step>) => void | Promise<void>;
  /** Asks the work to stop after the current step; its result is then what it has so far. */
  readonly signal?: AbortSignal;
  /** Steps in all, for the estimate of the time left. */
  readonly total?: number;
  /** Lets the event loop run whenever this many milliseconds have passed. Default 30. */
  readonly yieldEvery?: number;
}

/**
 * Splits options into those of a method and those of {@link drive}, because a method's own table refuses unknown keys.
 *
 * @param options - both together; JavaScript callers may pass anything
 * @returns the method's own, and those of `drive`
 * @throws InterpError `bad-option` for anything but an object
 */
export const splitDriveOptions = <O extends object, Step>(
  options: O & DriveOptions<Step>,
): readonly [own: Omit<O, keyof DriveOptions<Step>>, driving: DriveOptions<Step>] => {
  const { onStep, signal, total, yieldEvery, ...own } = checkedOptions(options);
  return [own, { onStep, signal, total, yieldEvery }];
};

const checkDriving = ({ onStep, signal, yieldEvery }: Record<'onStep' | 'signal' | 'yieldEvery', unknown>): void => {
  checkCallback('onStep', onStep);
  if (signal !== undefined && typeof (Object(signal) as { aborted?: unknown }).aborted !== 'boolean')
    throw new InterpError('bad-option', `signal is ${shownValue(signal)}; expected that of an AbortController`);
  if (yieldEvery !== Infinity) checkNumber('yieldEvery', yieldEvery, { min: 0 });
};

const yieldToEventLoop = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

/**
 * Runs a piece of long work to its end: reports progress, stops it when the signal says so, and lets the event loop run.
 *
 * @param steps - the work
 * @param options - progress callback, signal, how often to yield to the event loop
 * @returns the work's result; after an abort, what it had by then
 * @throws InterpError `bad-option` for options of another kind; whatever the work or `onStep` throws; the work's `finally` blocks have
 *   run by then
 *
 * @example
 * ```ts
 * import { drive } from '@interp/core';
 *
 * function* count(n: number): Generator<number, number, boolean> {
 *   let done = 0;
 *   while (done < n) if (yield ++done) break;
 *   return done;
 * }
 * console.log(await drive(count(3))); // 3
 * ```
 */
export async function drive<Step, Result>(
  steps: Steps<Step, Result>,
  options: DriveOptions<Step> = {},
): Promise<Result> {
  checkFunctions('the steps', steps, ['next', 'return'], 'what a function that ends in Steps gives');
  const { onStep, signal, total, yieldEvery = 30 } = checkedOptions(options);
  checkDriving({ onStep, signal, yieldEvery });
  const start = performance.now();
  let lastYield = start;
  try {
    let next = await steps.next(false);
    // Checked after the work has checked its own options, because the total is often computed from them.
    if (total !== undefined && total !== Infinity) checkNumber('total', total, { min: 0 });
    for (let step = 1; !next.done; step++) {
      const now = performance.now();
      const seconds = (now - start) / 1000;
      if (onStep) {
        const left = total === undefined ? {} : { total, secondsLeft: (seconds / step) * Math.max(0, total - step) };
        await onStep({ step, seconds, value: next.value, ...left });
      }
      if (now - lastYield >= yieldEvery) {
        await yieldToEventLoop();
        lastYield = performance.now();
      }
      next = await steps.next(signal?.aborted ?? false);
    }
    return next.value;
  } catch (error) {
    await Promise.resolve(steps.return(undefined as Result)).catch(() => undefined);
    throw error;
  }
}
