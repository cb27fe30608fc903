import { importOptional } from '../import-optional.js';
import type { BackendSettings } from '../backend-options.js';
import { nodeModule } from '../node-module.js';
import { dawnAdapter } from './dawn.js';
import { gains, measuredOnce, timePasses, type Measurement } from './gain.js';

/** Starts a backend; says why it cannot be used. */
type Start = (name: 'webgpu' | 'wasm') => Promise<string | undefined>;

/** Whether WebGPU was taken, and why or why not, in a few words. */
export interface Decision {
  /** Whether it is in use. */
  readonly taken: boolean;
  /** What speaks for it or against it. */
  readonly why: string;
  /** Whether work that is not known yet may gain by it. */
  readonly waits?: boolean;
}

/** Work that is done sooner than this on wasm, in milliseconds, is done by the time that a graphics card is ready. */
const shortest = 250;

const cacheFile = async (): Promise<string | undefined> => {
  const { module } = await importOptional('env-paths');
  const envPaths = module?.['default'] as
    ((name: string, options: { suffix: string }) => { cache: string }) | undefined;
  return envPaths && `${envPaths('interp', { suffix: '' }).cache}/webgpu.json`;
};

const message = (error: unknown): string => String((error as { message?: unknown }).message).split('\n')[0];

interface Modules {
  createRequire(from: string): { (name: string): { version: string }; resolve(name: string): string };
}

const load = () => (nodeModule('node:module') as Modules).createRequire(import.meta.url);

const isInstalled = (): boolean => {
  try {
    return load().resolve('webgpu') !== '';
  } catch {
    return false;
  }
};

/** The versions of all that computes. */
const versions = (): string => {
  const packages = ['../../package.json', '@tensorflow/tfjs-backend-webgpu/package.json', 'webgpu/package.json'];
  return packages.map((file) => load()(file).version).join(' ');
};

const processor = (): string => {
  const all = (nodeModule('node:os') as { cpus(): { model: string }[] }).cpus();
  return `${all.length} × ${all.at(0)?.model.trim()}`;
};

/** Two digits are known of it, no more. */
const duration = (milliseconds: number): string =>
  milliseconds < 1000
    ? `${Number(milliseconds.toPrecision(2))} ms`
    : `${Number((milliseconds / 1000).toPrecision(2))} s`;

/**
 * Starts WebGPU in Node.js where that pays: on a graphics card, not a renderer on the processor, and for work that is done sooner there than on
 * wasm. A pass of the work is timed once for an adapter with its driver, a processor, the versions of the packages and the work's name, and
 * remembered in the user's cache folder.
 *
 * @param settings - `work`: what is to be computed
 * @param start - starts a backend
 * @returns whether it is in use, and why; another backend may be in use if not
 */
export const startWhereItPays = async ({ work, threads }: BackendSettings, start: Start): Promise<Decision> => {
  const not = (why: string): Decision => ({ taken: false, why });
  if (!isInstalled()) return not('webgpu is not installed');
  if (!work) return { ...not('it is for work that gains by it, and the work is not known yet'), waits: true };
  const { passes, pass } = work;
  const measure = async (backend: 'webgpu' | 'wasm'): Promise<Measurement> => {
    const since = performance.now();
    const failed = await start(backend);
    if (failed !== undefined) return failed;
    try {
      return await timePasses(pass, since);
    } catch (error) {
      return `the work does not run there: ${message(error)}`;
    }
  };
  const file = await cacheFile();
  const once = (on: string, backend: 'webgpu' | 'wasm'): Promise<Measurement> =>
    measuredOnce(file, versions(), `${work.name} on ${on}`, () => measure(backend));
  const here = await once(`wasm, ${threads === 1 ? '' : `${threads} threads, `}${processor()}`, 'wasm');
  if (typeof here === 'string') return not(`it cannot be compared with wasm: ${here}`);
  const onWasm = `about ${duration(here[1] * passes)} on wasm`;
  if (here[1] * passes < shortest) return not(`too little work for it: ${onWasm}`);
  const adapter = await dawnAdapter();
  if (typeof adapter === 'string') return not(adapter);
  const { name, software } = adapter;
  if (software) return not(`${name} computes on the processor`);
  const there = await once(name, 'webgpu');
  if (typeof there === 'string') return not(there);
  const [first, further] = there;
  const why = `about ${duration(first + (passes - 1) * further)} for the work on ${name}, ${onWasm}`;
  if (!gains({ wasm: here[1], first, further }, passes)) return not(why);
  const failed = await start('webgpu');
  return failed === undefined ? { taken: true, why } : not(failed);
};
