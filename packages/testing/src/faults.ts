import { appendFileSync } from 'node:fs';
import { InterpError, isInterpError, random } from '@interp/core';
import * as tf from '@tensorflow/tfjs-core';
import { inspect } from 'node:util';
import { failure } from './refusal.js';

/** Makes the n-th of some operations fail. */
export interface Fault {
  /** From now on the n-th operation fails, once; `Infinity` for none, to count. */
  arm(n: number): void;
  /**
   * Operations go well again. Says how many there were, whether one failed, and of counted ones by which calls each came about, where
   * `INTERP_FAULTS=places`.
   */
  disarm(): { readonly seen: number; readonly failed: boolean; readonly places: readonly string[] };
}

/** Counts operations and throws at the n-th. */
export interface Trigger extends Fault {
  /** One more operation; `error` is what it throws where it fails. */
  tick(error?: () => unknown): void;
}

/** What Node.js throws where a disk fails. */
const diskError = (): Error => Object.assign(new Error('EIO: i/o error, injected'), { code: 'EIO', errno: -5 });

/** Whether each place is made to fail, not each operation: a place may allocate a thousand times. */
const byPlace = (): boolean => process.env.INTERP_FAULTS === 'places';

/** The calls by which an operation comes about, up to forty, those over `await` as well. */
const callers = (): string => {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 40;
  const { stack = '' } = new Error();
  Error.stackTraceLimit = stackTraceLimit;
  return stack;
};

/** A fault that something else calls for each operation. */
export const trigger = (usual: () => unknown = diskError): Trigger => {
  let [seen, at] = [0, Infinity];
  /** A place is kept once, and an operation as a reference to it. */
  let known = new Map<string, string>();
  let places: string[] | undefined;
  return {
    arm: (n) => {
      [seen, at] = [0, n];
      places = n === Infinity && byPlace() ? [] : undefined;
      known = new Map();
    },
    disarm: () => {
      const counted = { seen, failed: seen >= at, places: places ?? [] };
      [at, places] = [Infinity, undefined];
      return counted;
    },
    tick: (error = usual) => {
      seen++;
      if (places) {
        const place = callers();
        if (!known.has(place)) known.set(place, place);
        places.push(known.get(place)!);
      }
      if (seen === at) throw error();
    },
  };
};

/** The methods of a backend that allocate memory. */
const allocating = ['write', 'makeOutput', 'makeTensorInfo'] as const;

const noRoom = (): Error =>
  new InterpError('out-of-memory', 'the backend has no room for 1 MB more; give smaller batches');

/**
 * The n-th allocation of the backend in use fails, as that of `@interp/backend` does where its heap is full.
 *
 * @param counted - counts them, with other operations perhaps
 */
export const failingAllocations = (counted = trigger()): Fault => {
  const backend = tf.backend() as unknown as Record<string, (...given: unknown[]) => unknown>;
  for (const name of allocating) {
    const method = backend[name];
    if (typeof method !== 'function') continue;
    backend[name] = function (...given) {
      counted.tick(noRoom);
      return method.apply(this, given);
    };
  }
  return counted;
};

type Functions = Record<string, unknown>;

const refusedTick = (fault: Trigger): Error | undefined => {
  try {
    fault.tick();
    return undefined;
  } catch (error) {
    return error as Error;
  }
};

const counting = <Value>(fault: Trigger, value: Value, name: string): Value => {
  if (typeof value !== 'function' || /^[A-Z]|^(?:close|watch|unwatch)/.test(name)) return value;
  const isAsync = Object.prototype.toString.call(value) === '[object AsyncFunction]';
  const wrapped = function (this: unknown, ...given: unknown[]): unknown {
    // Where the harness looks at what is open.
    if (String(given[0]).startsWith('/proc/')) return (value as (...given: unknown[]) => unknown).apply(this, given);
    if (isAsync) {
      const failed = refusedTick(fault);
      if (failed) return Promise.reject(failed);
    } else fault.tick();
    const result: unknown = (value as (...given: unknown[]) => unknown).apply(this, given);
    return name === 'open' && result instanceof Promise
      ? result.then((handle) => handleOf(fault, handle as object))
      : result;
  };
  return wrapped as Value;
};

/** An open file each of whose operations counts; closing it never fails. */
const handleOf = (fault: Trigger, handle: object): object =>
  new Proxy(handle, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? counting(fault, (value as () => unknown).bind(target), String(name)) : value;
    },
  });

/**
 * The file system's module with functions that count, to put in the place of `node:fs` or `node:fs/promises`.
 *
 * @param files - the real module
 * @param fault - counts, and fails
 */
export const countingFiles = (files: object, fault: Trigger): Functions =>
  Object.fromEntries(Object.entries(files).map(([name, value]) => [name, counting(fault, value as unknown, name)]));

/** The n-th operation on files fails: give {@link countingFiles} to the modules. */
export const failingFiles = (): Trigger => trigger();

/** What {@link sweep} does beyond making each operation fail. */
export interface SweepOptions {
  /** Most operations that are made to fail, drawn from all. Default: `INTERP_FAULTS`, or 12. */
  readonly most?: number;
  /** Looks after each failure whether anything is left, in the folder for example. */
  readonly check?: (n: number) => void | Promise<void>;
}

/** Whole numbers from 1 to `last`: all, or one drawn from each of as many equal parts. */
const drawn = (last: number, most: number): number[] => {
  const [count, source] = [Math.min(last, most), random(last)];
  return Array.from({ length: count }, (_, i) => 1 + Math.floor(((i + source.uniform()) * last) / count));
};

/** Of each place the first operation, the last, and one drawn from those between, in order. */
const ofEachPlace = (places: readonly string[]): number[] => {
  const of = new Map<string, number[]>();
  places.forEach((place, i) => {
    const so = of.get(place);
    if (so) so.push(i + 1);
    else of.set(place, [i + 1]);
  });
  const source = random(places.length);
  const chosen = [...of.values()].flatMap((all) => [all[0], all[source.integer(all.length)], all[all.length - 1]]);
  return [...new Set(chosen)].sort((a, b) => a - b);
};

/**
 * How many operations a sweep makes fail at most: a number of `INTERP_FAULTS`, all of them where it is `all`, which takes long, and some of
 * each place where it is `places`.
 */
export const faultsAtMost = (usual: number): number => {
  const { INTERP_FAULTS: asked } = process.env;
  if (asked === undefined) return usual;
  return asked === 'all' || asked === 'places' ? Infinity : Number(asked);
};

/** One sweep, as a line of the file that `INTERP_FAULTS_RECORD` names, from which `npm run faults:all` takes its figures. */
const record = (seen: number, places: number, tried: number, found: readonly string[]): void => {
  const { INTERP_FAULTS_RECORD: file } = process.env;
  if (!file) return;
  const { currentTestName: test, testPath: path } = expect.getState();
  appendFileSync(file, `${JSON.stringify({ test, path, seen, places, tried, found })}\n`);
};

/**
 * Makes the n-th operation of some work fail, for every n (or some, where there are many, or some of each place), as SQLite's tests do: each time the work ends in
 * an `InterpError`, or well where it can do without; it leaves nothing behind; and works the next time.
 *
 * @param fault - what fails
 * @param work - disposes of what comes of it
 * @param options - how many, and what else is looked at
 * @returns how many operations there are
 */
export const sweep = async (
  fault: Fault,
  work: () => unknown,
  { most = faultsAtMost(12), check }: SweepOptions = {},
): Promise<number> => {
  /** Tensors that the work returns are disposed of after the harness has looked. */
  const scoped = async <Result>(run: () => Result | Promise<Result>): Promise<Result> => {
    tf.engine().startScope();
    try {
      return await run();
    } finally {
      tf.engine().endScope();
    }
  };
  // The first time fills caches.
  await scoped(work);
  fault.arm(Infinity);
  await scoped(work);
  const { seen, places } = fault.disarm();
  const found: string[] = [];
  const tried = places.length > 0 ? ofEachPlace(places) : drawn(seen, most);
  for (const n of tried) {
    fault.arm(n);
    try {
      const error = await scoped(() => failure(work));
      fault.disarm();
      if (error !== undefined && !isInterpError(error))
        found.push(`operation ${n} of ${seen} ends in no InterpError: ${inspect(error)}`);
      await check?.(n);
    } catch (error) {
      found.push(`operation ${n} of ${seen}: ${String(error)}`);
    } finally {
      fault.disarm();
    }
  }
  record(seen, new Set(places).size, tried.length, found);
  if (found.length > 0) throw new Error(found.join('\n'));
  await scoped(work);
  return seen;
};
