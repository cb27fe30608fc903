import * as tf from '@tensorflow/tfjs-core';
import { nodeModule } from '../node-module.js';

/** Milliseconds that a product of matrices takes. */
export interface ProductTimes {
  /** On the graphics card, with the way there and back. */
  readonly webgpu: number;
  /** On the wasm backend. */
  readonly wasm: number;
}

/** The sides of the square matrices that are tried, so that a measurement serves all work of about its size. */
const sides = [16, 32, 64, 128, 256, 512, 1024];

/**
 * The side of the square matrices whose product is as much work as a kernel call.
 *
 * @param multiplications - of the call
 * @returns a power of two from 16 to 1,024
 */
export const sideFor = (multiplications: number): number =>
  sides.find((side) => side ** 3 >= multiplications) ?? sides.at(-1)!;

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

/**
 * How long a product of square matrices takes on the backend in use, from values in memory to values in memory.
 *
 * @param side - of the matrices
 * @returns milliseconds, the median of five, after two that are not counted
 */
export const timeProduct = async (side: number): Promise<number> => {
  const values = Float32Array.from({ length: side ** 2 }, (_, i) => (i % 7) - 3);
  const times: number[] = [];
  for (let i = 0; i < 7; i++) {
    const began = performance.now();
    const product = tf.tidy(() => tf.matMul(tf.tensor2d(values, [side, side]), tf.tensor2d(values, [side, side])));
    await product.data();
    product.dispose();
    times.push(performance.now() - began);
  }
  return median(times.slice(2));
};

interface Files {
  readFileSync(path: string, encoding: 'utf8'): string;
  writeFileSync(path: string, text: string): void;
  renameSync(from: string, to: string): void;
  mkdirSync(path: string, options: { recursive: true }): void;
}

const isTimes = (value: unknown): value is ProductTimes => {
  const { webgpu, wasm } = (value ?? {}) as Partial<ProductTimes>;
  return Number.isFinite(webgpu) && Number.isFinite(wasm);
};

const remembered = new Map<string, ProductTimes>();

/**
 * Measures something once on this computer. What was measured is read from a file and written to it; one that cannot be read or written
 * does no harm, for then it is measured once in each process.
 *
 * @param path - the file: JSON, an object of times by key
 * @param key - what the times are of
 * @param measure - measures them; times that are not finite are not remembered
 * @returns the times
 */
export const measuredOnce = async (
  path: string | undefined,
  key: string,
  measure: () => Promise<ProductTimes>,
): Promise<ProductTimes> => {
  const files = nodeModule('node:fs') as Files;
  const read = (): Readonly<Record<string, unknown>> => {
    try {
      return { ...(JSON.parse(files.readFileSync(path!, 'utf8')) as object) };
    } catch {
      return {};
    }
  };
  const known = remembered.get(key) ?? read()[key];
  if (isTimes(known)) return known;
  const times = await measure();
  if (!isTimes(times)) return times;
  remembered.set(key, times);
  if (path === undefined) return times;
  const beside = `${path}.${(nodeModule('node:process') as { pid: number }).pid}`;
  try {
    files.mkdirSync((nodeModule('node:path') as { dirname(path: string): string }).dirname(path), { recursive: true });
    files.writeFileSync(beside, `${JSON.stringify({ ...read(), [key]: times })}\n`);
    files.renameSync(beside, path);
  } catch {
    // It is measured again by the next process.
  }
  return times;
};
