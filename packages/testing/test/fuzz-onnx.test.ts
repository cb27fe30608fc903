import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { onnxNetwork } from '@interp/onnx';
import { fuzzPackage } from './fuzz-package.js';

const strokes = readFileSync(fileURLToPath(new URL('../../../docs/examples/strokes.onnx', import.meta.url)));

fuzzPackage('onnx', {
  onnxNetwork: (options) => {
    onnxNetwork(strokes, options).dispose();
  },
});
