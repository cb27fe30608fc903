import * as tf from '@tensorflow/tfjs-core';
import type { BackendName, BackendSettings } from './backend-options.js';
import { guardMemory } from './guard-memory.js';
import { openNative } from './compiled/native-package.js';
import { importOptional } from './import-optional.js';
import { loadKernelTable, kernelTable } from './compiled/kernel-table.js';
import { registerCompiledKernels, registerKernels } from './register-kernels.js';
import { shareWhile } from './threads/share-while.js';
import { threadsWanted } from './threads/threads-wanted.js';
import type { WasmBackend } from './wasm-backend.js';
import type { Decision } from './webgpu/auto.js';

/** How one backend is loaded and made ready. */
export interface Candidate {
  /** Its name in TensorFlow.js' own registry. */
  readonly registered: string;
  /** Loads its package; returns the reason if it is not available. */
  load(settings: BackendSettings): Promise<string | undefined>;
  /** Starts it in its own way. Default: `begin()` alone. */
  start?(begin: () => Promise<boolean>, settings: BackendSettings): Promise<boolean>;
  /** Starts it for `auto`, in which it has a say. Default, and where it says nothing: as if asked for by name. */
  auto?(
    settings: BackendSettings,
    start: (name: BackendName) => Promise<string | undefined>,
  ): Promise<Decision | undefined>;
  /** Called once it runs; returns the reason if it is unusable. */
  check?(backend: object, settings: BackendSettings): string | undefined | Promise<undefined>;
}

/** A browser backend; bundlers omit its package unless the page imports it. */
const ofPage = (registered: string, packageName: string): Candidate => ({
  registered,
  async load() {
    if (tf.findBackendFactory(registered)) return undefined;
    const { reason } = await importOptional(packageName);
    if (reason !== undefined) return `${packageName} is not there, import it before`;
    return tf.findBackendFactory(registered) ? undefined : 'this browser does not have it';
  },
});

let loadedTensorFlow: string | undefined;

const libtensorflow = (packageName: string, check: (backend: object) => string | undefined): Candidate => ({
  registered: 'tensorflow',
  async load() {
    if (loadedTensorFlow !== undefined && loadedTensorFlow !== packageName) {
      return `${loadedTensorFlow} is loaded, and a process has one libtensorflow`;
    }
    const environment = (globalThis as { process?: { env: Record<string, string | undefined> } }).process?.env;
    if (environment) environment['TF_CPP_MIN_LOG_LEVEL'] ??= '3';
    const { reason } = await importOptional(packageName);
    if (reason === undefined) loadedTensorFlow = packageName;
    return reason;
  },
  check(backend) {
    const unfit = check(backend);
    if (unfit !== undefined) loadedTensorFlow = undefined;
    return unfit;
  },
});

/** The `wasmPaths` that TensorFlow.js has; after a start that failed it takes no others. */
let pathsOfWasm: string | undefined;

const wasm: Candidate = {
  registered: 'wasm',
  async load({ wasmPaths }) {
    const { setWasmPaths } = await import('@tensorflow/tfjs-backend-wasm');
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false);
    const started = (tf.engine().registry as Record<string, unknown>)['wasm'] !== undefined;
    if (wasmPaths !== undefined && !started && JSON.stringify(wasmPaths) !== pathsOfWasm) {
      try {
        setWasmPaths(wasmPaths);
      } catch {
        return 'it did not start from other wasmPaths, and a process takes them once; start the program again';
      }
      pathsOfWasm = JSON.stringify(wasmPaths);
    }
    registerKernels('wasm');
    return undefined;
  },
  start: (begin, { threads }) => (threadsWanted(threads).count > 1 ? shareWhile(begin) : begin()),
  async check(backend, { threads, native }) {
    guardMemory(backend as WasmBackend);
    if (!kernelTable(backend as WasmBackend)) {
      const loading = { threads: threadsWanted(threads).count, native: await openNative(native) };
      await loadKernelTable(backend as WasmBackend, loading);
    }
    if (kernelTable(backend as WasmBackend)) registerCompiledKernels();
    return undefined;
  },
};

const cpu: Candidate = {
  registered: 'cpu',
  async load() {
    await import('@tensorflow/tfjs-backend-cpu');
    registerKernels('cpu');
    return undefined;
  },
  check(backend) {
    (backend as { firstUse: boolean }).firstUse = false;
    return undefined;
  },
};

const webgpuOfPage = ofPage('webgpu', '@tensorflow/tfjs-backend-webgpu');

const webgpu: Candidate = {
  registered: 'webgpu',
  async load(settings) {
    if (!tf.env().getBool('IS_NODE')) return webgpuOfPage.load(settings);
    const { registerDawn } = await import('./webgpu/dawn.js');
    return registerDawn();
  },
  async auto(settings, start) {
    if (!tf.env().getBool('IS_NODE')) return undefined;
    const { startWhereItPays } = await import('./webgpu/auto.js');
    return startWhereItPays(settings, start);
  },
  check(backend) {
    registerKernels('webgpu');
    (backend as { hasReadSyncWarned: boolean }).hasReadSyncWarned = true;
    return undefined;
  },
};

/** How to load each backend. */
export const candidates: Readonly<Record<BackendName, Candidate>> = {
  'tensorflow-gpu': libtensorflow('@tensorflow/tfjs-node-gpu', (backend) =>
    (backend as { isUsingGpuDevice?: boolean }).isUsingGpuDevice
      ? undefined
      : 'TensorFlow found no GPU that it can use, or no CUDA libraries for it',
  ),
  tensorflow: libtensorflow('@tensorflow/tfjs-node', () => undefined),
  webgpu,
  webgl: ofPage('webgl', '@tensorflow/tfjs-backend-webgl'),
  wasm,
  cpu,
};
