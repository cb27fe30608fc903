import { boundGlobals } from './tools/lib/jest-transform.mjs';

/** One configuration for every package: ES modules, TypeScript by SWC, sources rather than builds. */
export default {
  testMatch: ['<rootDir>/{packages,apps}/*/test/**/*.test.ts', '<rootDir>/tools/test/**/*.test.ts'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@interp/source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '<rootDir>/tools/lib/jest-transform.mjs',
      { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  setupFilesAfterEnv: ['<rootDir>/tools/lib/jest-expect.mjs'],
  sandboxInjectedGlobals: boundGlobals,
  modulePathIgnorePatterns: ['<rootDir>/.*/dist/'],
  maxWorkers: 2,
  // A suite leaves about 10 MB of its modules behind; after a hundred of them collecting garbage takes longer than the tests.
  workerIdleMemoryLimit: '500MB',
  testTimeout: 240_000,
};
