import * as tf from '@tensorflow/tfjs-core';
import fc from 'fast-check';
import { inspect } from 'node:util';
import { startBackend } from '@interp/backend';
import { isInterpError } from '@interp/core';
import { failingAllocations, faultsAtMost, sweep, type Fault } from '../src/faults.js';
import { failure, refusal, tryRefusal } from '../src/refusal.js';
import { hostileOptions, hostileValues, pollutingOptions } from './hostile-options.js';
import { fieldsOfInterface, publicOptions } from './public-options.js';

/** Options of any kind, given to what takes options of one kind: the point of these tests. */
export type Attempt = (options: never) => unknown;

/** What `fuzzPackage` does beyond the functions that it finds. */
export interface FuzzOptions {
  /** Objects inside of options: the interface of each by its name. */
  readonly inner?: Readonly<Record<string, string>>;
  /** Those of which one call takes long; they get fewer. */
  readonly slow?: readonly string[];
}

const checkFinite = async (result: unknown): Promise<void> => {
  if (result instanceof tf.Tensor) {
    if (result.dtype !== 'string' && !Array.from((await result.data()) as Float32Array).every(Number.isFinite))
      throw new Error('a tensor holds values that are not finite');
  } else if (typeof result === 'number') {
    if (Number.isNaN(result)) throw new Error('a number is NaN');
  } else if (typeof result === 'string') {
    if (/NaN|undefined|Infinity/.test(result)) throw new Error('a text holds NaN');
  } else if (ArrayBuffer.isView(result)) {
    if (!Array.from(result as Float32Array).every(Number.isFinite))
      throw new Error('an array holds values that are not finite');
  } else if (Array.isArray(result)) {
    for (const part of result) await checkFinite(part);
  } else if (typeof result === 'object' && result !== null && Object.getPrototypeOf(result) === Object.prototype)
    for (const part of Object.values(result)) await checkFinite(part);
};

/** Checks that what comes of an attempt is finite, or that it is refused with a code, in one line. */
export const outcome = async (attempt: Attempt, options: unknown): Promise<void> => {
  tf.engine().startScope();
  try {
    const refusal = await tryRefusal(async () => checkFinite(await attempt(options as never)));
    if (refusal) expect(refusal.code).toMatch(/^(?:bad-|not-|no-|unsupported-|out-of-memory)/);
  } finally {
    tf.engine().endScope();
  }
};

/** What callers in JavaScript may give in place of an object of options. */
const notOptions: readonly unknown[] = [null, 5, 'text', true, [], (): object => ({})];
/** What callers in JavaScript may give in place of true or false. */
const notBooleans: readonly unknown[] = ['no', 1, 0, null, {}];

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Options between what must be given and what ends the work soon; what is no object of options stays as it is. */
export const around = (before: object, options: unknown, after: object = {}): never =>
  (isObject(options) ? { ...before, ...options, ...after } : options) as never;

/** Those of some values that an attempt does not refuse with `bad-option`, and what it does instead. */
const notRefused = async (attempt: (value: unknown) => unknown, values: readonly unknown[]): Promise<string[]> => {
  const failures: string[] = [];
  for (const value of values) {
    tf.engine().startScope();
    const error = await failure(() => attempt(value));
    if (error === undefined) failures.push(`${inspect(value)} is taken`);
    else if (!isInterpError(error) || error.code !== 'bad-option')
      failures.push(`${inspect(value)}: ${inspect(error)}`);
    tf.engine().endScope();
  }
  return failures;
};

/** Of the backend in use, once. */
let allocations: Fault | undefined;

const runs = Number(process.env['INTERP_FUZZ_RUNS'] ?? 25);

const nothingChanged = (): void => {
  expect(Object.getOwnPropertyNames(Object.prototype).filter((name) => !/^[a-z_]/.test(name))).toEqual([]);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(Object.keys(Object.prototype)).toEqual([]);
};

/**
 * Tests all functions of a package that take options, as `etc/*.api.md` lists them: whatever the options are, what comes is finite or a
 * refusal with a code, each allocation may fail, what is no object of options and what is neither true nor false is refused, and what reaches for the prototype
 * of all objects changes nothing.
 *
 * @param report - the package's report in `etc`
 * @param attempts - a short call of each function with these options; each holds what must be given
 * @param options - objects inside of options
 */
export const fuzzPackage = (
  report: string,
  attempts: Readonly<Record<string, Attempt>>,
  { inner = {}, slow = [] }: FuzzOptions = {},
): void => {
  const functions = publicOptions(report);
  const names = (name: string): readonly string[] =>
    name in inner ? fieldsOfInterface(report, inner[name]) : functions.get(name)!;
  const switches = publicOptions(report, 'boolean');
  const switchesOf = (name: string): readonly string[] =>
    name in inner ? fieldsOfInterface(report, inner[name], 'boolean') : switches.get(name)!;
  const all = Object.entries(attempts);

  beforeAll(() => startBackend('wasm'));

  test(`${report}: every function with options is tried`, () => {
    expect(Object.keys(attempts).sort()).toEqual([...functions.keys(), ...Object.keys(inner)].sort());
    for (const [name] of all) expect(names(name)).not.toEqual([]);
  });

  test.each(all)(`${report}: %s takes options of any kind or refuses them with a code`, async (name, attempt) => {
    const numRuns = Math.ceil(slow.includes(name) ? runs / 8 : runs);
    await fc.assert(
      fc.asyncProperty(hostileOptions(names(name)), (options) => outcome(attempt, options)),
      { numRuns, seed: 1 },
    );
  });

  test.each(all)(`${report}: %s refuses what is no object of options`, async (_, attempt) => {
    expect(await notRefused((value) => attempt(value as never), notOptions)).toEqual([]);
  });

  const withSwitches = all.flatMap(([name, attempt]) =>
    switchesOf(name).map((option) => [name, option, attempt] as const),
  );
  if (withSwitches.length > 0)
    test.each(withSwitches)(
      `${report}: %s refuses as %s what is neither true nor false`,
      async (_, option, attempt) => {
        expect(await notRefused((value) => attempt({ [option]: value } as never), notBooleans)).toEqual([]);
      },
    );

  /** Each option with each value alone: some ten thousand calls, for whoever changes how options are checked. */
  const eachAlone = process.env['INTERP_FUZZ_ALL'] === undefined ? [] : all;
  if (eachAlone.length > 0)
    test.each(eachAlone)(`${report}: each option of %s with each value`, async (name, attempt) => {
      const failures: string[] = [];
      for (const option of names(name))
        for (const make of hostileValues) {
          const value = make();
          const shown = value instanceof tf.Tensor ? 'a tensor' : inspect(value, { breakLength: Infinity });
          // eslint-disable-next-line no-restricted-syntax -- outcome is the harness
          await outcome(attempt, { [option]: value }).catch((error: unknown) =>
            failures.push(`${option}: ${shown}: ${(error as Error).stack!.split('\n').slice(0, 4).join(' ')}`),
          );
        }
      expect(failures).toEqual([]);
    });

  /** One where the backend is started anew with each call. */
  const started = all.filter(([name]) => name !== 'startBackend');
  if (started.length > 0)
    test.each(started)(`${report}: any allocation of %s may fail`, async (name, attempt) => {
      const fault = (allocations ??= failingAllocations());
      await sweep(fault, () => attempt({} as never), { most: faultsAtMost(slow.includes(name) ? 1 : 3) });
    });

  test.each(all)(`${report}: %s is not moved by options that reach for prototypes`, async (name, attempt) => {
    for (const options of pollutingOptions(names(name))) {
      tf.engine().startScope();
      // No option has such a name: an unknown one is refused, and nothing else may happen.
      const code = await refusal(() => attempt(options as never));
      expect(['bad-option', 'taken']).toContain(code);
      tf.engine().endScope();
      nothingChanged();
    }
  });
};
