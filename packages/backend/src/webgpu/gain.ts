import { nodeModule } from '../node-module.js';

/** How long work takes, in milliseconds. */
export interface WorkTimes {
  /** A pass on the wasm backend. */
  readonly wasm: number;
  /** The first pass on the graphics card, with all that has to be made for it: the device, the shaders, the weights on their way. */
  readonly first: number;
  /** Each further pass on the card, with the way there and back. */
  readonly further: number;
}

/**
 * Whether work is done sooner on the graphics card.
 *
 * @param times - of its passes
 * @param passes - how many there are
 * @returns false also where both take as long
 */
export const gains = ({ wasm, first, further }: WorkTimes, passes: number): boolean =>
  first + (passes - 1) * further < passes * wasm;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];

/** How long a pass is repeated, in milliseconds. */
const enough = 500;

/**
 * How long a pass takes.
 *
 * @param pass - from values in memory to values in memory
 * @param since - when the first began. Default now
 * @returns milliseconds of the first, and of each further one: the median of five, of fewer where they take long
 */
export const timePasses = async (
  pass: () => Promise<unknown>,
  since = performance.now(),
): Promise<readonly [first: number, further: number]> => {
  await pass();
  const began = performance.now();
  const times: number[] = [];
  while (times.length < 5 && (times.length === 0 || performance.now() - began < enough)) {
    const start = performance.now();
    await pass();
    times.push(performance.now() - start);
  }
  return [began - since, median(times)];
};

interface Files {
  readFileSync(path: string, encoding: 'utf8'): string;
  writeFileSync(path: string, text: string): void;
  renameSync(from: string, to: string): void;
  mkdirSync(path: string, options: { recursive: true }): void;
}

/** What was measured: milliseconds; or, in words, why it cannot be. */
export type Measurement = readonly number[] | string;

const isMeasurement = (value: unknown): value is Measurement =>
  typeof value === 'string' ||
  (Array.isArray(value) && value.every((one: unknown) => typeof one === 'number' && Number.isFinite(one) && one >= 0));

/** How many measurements are kept; the oldest go first. */
const most = 200;

/** Measurements of this process, by their versions and keys. */
const remembered = new Map<string, Measurement>();

/**
 * Measures something once on this computer. What was measured is read from a file and written to it; one that cannot be read or written
 * does no harm, for then it is measured once in each process.
 *
 * @param path - the file: JSON, the versions and the measurements by key; those of other versions are forgotten
 * @param versions - of all that the measurements depend on
 * @param key - what is measured, on what
 * @param measure - measures it
 * @returns the measurement
 */
export const measuredOnce = async (
  path: string | undefined,
  versions: string,
  key: string,
  measure: () => Promise<Measurement>,
): Promise<Measurement> => {
  const files = nodeModule('node:fs') as Files;
  const read = (): Readonly<Record<string, unknown>> => {
    try {
      const { versions: found, measured } = JSON.parse(files.readFileSync(path!, 'utf8')) as Record<string, unknown>;
      return found === versions ? { ...(measured as object) } : {};
    } catch {
      return {};
    }
  };
  const here = `${versions}: ${key}`;
  const known = remembered.get(here) ?? read()[key];
  if (isMeasurement(known)) return known;
  const found = await measure();
  remembered.set(here, found);
  if (path === undefined) return found;
  const beside = `${path}.${(nodeModule('node:process') as { pid: number }).pid}`;
  const entries: (readonly [string, unknown])[] = [...Object.entries(read()), [key, found]];
  const measured: Record<string, unknown> = Object.fromEntries(entries.slice(-most));
  try {
    files.mkdirSync((nodeModule('node:path') as { dirname(path: string): string }).dirname(path), { recursive: true });
    files.writeFileSync(beside, `${JSON.stringify({ versions, measured })}\n`);
    files.renameSync(beside, path);
  } catch {
    // It is measured again by the next process.
  }
  return found;
};
