import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { kerasModel } from '@interp/keras';
import { fuzzPackage } from './fuzz-package.js';

const strokes = readFileSync(fileURLToPath(new URL('../../../docs/examples/strokes.keras', import.meta.url)));

fuzzPackage('keras', {
  kerasModel: async (options) => {
    (await kerasModel(strokes, options)).dispose();
  },
});
