export { startBackend } from './start-backend.js';
export type { BackendName } from './backend-name.js';
export type { BackendOptions, ChosenBackend, RefusedBackend, WasmPaths } from './backend-options.js';
export { registerKernels } from './register-kernels.js';
export { threadsAtWork } from './threads/threads-at-work.js';
