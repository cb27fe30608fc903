export { startBackend } from './start-backend.js';
export type {
  BackendName,
  BackendOptions,
  ChosenBackend,
  MeasuredWork,
  RefusedBackend,
  WasmPaths,
} from './backend-options.js';
export { backendLines, threadLines } from './backend-lines.js';
export type { KernelsInUse } from './compiled/kernel-table.js';
export { registerKernels } from './register-kernels.js';
export { threadsAtWork, whyFewerThreads } from './threads/pools.js';
