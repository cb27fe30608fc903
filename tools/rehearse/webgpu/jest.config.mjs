/** The suite on WebGPU: every test that asks for `wasm` or `cpu` gets `webgpu`. */
import base from '../../../jest.config.mjs';

export default {
  ...base,
  // jest-other-backend.mjs replaces two of the globals, which modules must therefore look up.
  transform: { '^.+\\.ts$': ['@swc/jest', base.transform['^.+\\.ts$'][1]] },
  sandboxInjectedGlobals: [],
  // All files share a device and the shaders that it has compiled: SwiftShader takes a second and more for one of them.
  moduleNameMapper: { ...base.moduleNameMapper, '^webgpu$': '<rootDir>/tools/rehearse/webgpu/one-device.mjs' },
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/tools/lib/jest-other-backend.mjs'],
  workerIdleMemoryLimit: '4GB',
  // What takes a second on a processor takes a minute on a renderer that is computed by one.
  testTimeout: 3_600_000,
};
