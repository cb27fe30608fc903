/**
 * The suite on libtensorflow: every test that asks for `wasm` or `cpu` gets `tensorflow`. Not part of it: tests of
 * wasm kernels (`random-blocks` of the RBM and `looked-up` of MNIST among them), and the attacks on 500 digits of MNIST, which outlast their time limit there.
 */
import { join } from 'node:path';
import base from '../../../jest.config.mjs';
import { nativeFolder } from './native-folder.mjs';

export default {
  ...base,
  moduleNameMapper: {
    ...base.moduleNameMapper,
    '^@tensorflow/tfjs-node$': join(nativeFolder, 'node_modules', '@tensorflow', 'tfjs-node'),
  },
  // jest-other-backend.mjs replaces two of the globals, which modules must therefore look up.
  transform: { '^.+\\.ts$': ['@swc/jest', base.transform['^.+\\.ts$'][1]] },
  sandboxInjectedGlobals: [],
  setupFilesAfterEnv: [...base.setupFilesAfterEnv, '<rootDir>/tools/lib/jest-other-backend.mjs'],
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/packages/backend/',
    '<rootDir>/tools/',
    'robust-goldens',
    'random-blocks',
    'looked-up',
  ],
};
