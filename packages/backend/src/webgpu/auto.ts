import { importOptional } from '../import-optional.js';
import type { BackendSettings } from '../backend-options.js';
import { dawnAdapter, registerDawn } from './dawn.js';
import { measuredOnce, sideFor, timeProduct, type ProductTimes } from './gain.js';

/** Starts a backend; says why it cannot be used. */
type Start = (name: 'webgpu' | 'wasm') => Promise<string | undefined>;

const cacheFile = async (): Promise<string | undefined> => {
  const { module } = await importOptional('env-paths');
  const envPaths = module?.['default'] as
    ((name: string, options: { suffix: string }) => { cache: string }) | undefined;
  return envPaths && `${envPaths('interp', { suffix: '' }).cache}/webgpu.json`;
};

const milliseconds = (value: number): string => `${value.toPrecision(2)} ms`;

/**
 * Starts WebGPU in Node.js where that pays: on a graphics card, not a renderer on the processor, and for kernel calls so large that
 * their product is faster there than on wasm. Which is faster is measured once for each card and size, and remembered in the user's cache folder.
 *
 * @param settings - `multiplications`: how large the calls are
 * @param start - starts a backend
 * @returns why it was not taken, in a few words; another backend may be in use then
 */
export const startWhereItPays = async (settings: BackendSettings, start: Start): Promise<string | undefined> => {
  const { multiplications } = settings;
  if (multiplications === undefined)
    return 'it pays for large work alone, and multiplications does not say how large it is';
  const missing = await registerDawn();
  if (missing !== undefined) return missing;
  const { name, software } = dawnAdapter() ?? { name: 'webgpu', software: false };
  if (software) return `${name} computes on the processor`;
  const side = sideFor(multiplications);
  let failed: string | undefined;
  const timed = async (backend: 'webgpu' | 'wasm'): Promise<number> => {
    failed ??= await start(backend);
    return failed === undefined ? timeProduct(side) : NaN;
  };
  const measure = async (): Promise<ProductTimes> => ({ wasm: await timed('wasm'), webgpu: await timed('webgpu') });
  const times = await measuredOnce(await cacheFile(), `${name}, ${side}`, measure);
  if (failed !== undefined) return failed;
  if (times.webgpu < times.wasm) return start('webgpu');
  return `${milliseconds(times.webgpu)} for a product of ${side} × ${side} there, ${milliseconds(times.wasm)} on wasm`;
};
