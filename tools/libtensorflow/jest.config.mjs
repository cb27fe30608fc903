/**
 * The suite on libtensorflow: every test that asks for `wasm` or `cpu` gets `tensorflow`. Tests of wasm kernels, and those that compare
 * backends with each other, are not part of it.
 */
import { join } from 'node:path';
import base from '../../jest.config.mjs';
import { nativeFolder } from './native-folder.mjs';

export default {
  ...base,
  moduleNameMapper: {
    ...base.moduleNameMapper,
    '^@tensorflow/tfjs-node$': join(nativeFolder, 'node_modules', '@tensorflow', 'tfjs-node'),
  },
  setupFilesAfterEnv: ['<rootDir>/tools/libtensorflow/jest-setup.mjs'],
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/packages/backend/', '<rootDir>/tools/'],
};
