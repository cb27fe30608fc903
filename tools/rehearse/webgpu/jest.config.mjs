/** The suite on WebGPU: every test that asks for `wasm` or `cpu` gets `webgpu`. */
import base from '../../../jest.config.mjs';

export default {
  ...base,
  // jest-other-backend.mjs replaces two of the globals, which modules must therefore look up.
  transform: { '^.+\\.ts$': ['@swc/jest', base.transform['^.+\\.ts$'][1]] },
  sandboxInjectedGlobals: [],
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/tools/lib/jest-other-backend.mjs'],
  // What takes a second on a processor takes a minute on a renderer that is computed by one.
  testTimeout: 3_600_000,
};
