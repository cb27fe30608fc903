// A graph model that npm has, and its twin in PyTorch: our maps held to Zennit's, whose rules have a stabiliser in every denominator, let biases take a share
// and divide sums of branches by their values.
import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { loadGraphModel } from '@interp/files/node';
import { graphModelNetwork } from '@interp/graph';
import { alphaBeta, any, convolutions, denseLayers, epsilon, lrp, ofKind } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { readNode } from '../../../packages/graph/dist/graph-model/graph-def.js';
import { largestDifference } from '../bench/largest-difference.mjs';
import { apart } from '../parity/compare.mjs';
import { floats } from './floats.mjs';
import { graphModelFile } from './graph-models.mjs';
import { inFolder } from './in-folder.mjs';

const script = fileURLToPath(new URL('zennit_twin.py', import.meta.url));
const tolerance = 1e-4;
/**
 * The models, with the share of pixels that have to agree. The two small ones have units whose sums nearly cancel: rounding decides whether they are empty, and
 * Zennit in single and in double precision agree on 99.6 % of the pixels of `emotion`.
 */
const models = { 'mobilenet-v2-mid': 0.999, emotion: 0.98, gender: 0.998 };

/** Zennit's rule of sums and pooling. */
const sums = /** @type {const} */ ([ofKind('merging'), epsilon()]);
const pooling = /** @type {const} */ ([(layer) => /pool|mean/i.test(layer.type) && layer.kind === 'linear', epsilon()]);
const stabilised = alphaBeta({ stabiliser: 1e-6 });
const usual = /** @type {const} */ ([any, stabilised]);
/** @type {Readonly<Record<string, import('@interp/lrp').Composite>>} */
const composites = {
  'alpha-beta': [sums, pooling, usual],
  epsilon: [[any, epsilon()]],
  'epsilon-plus': [
    sums,
    pooling,
    [convolutions, alphaBeta({ alpha: 1, stabiliser: 1e-6 })],
    [denseLayers, epsilon()],
    usual,
  ],
  'epsilon-alpha2-beta1': [sums, pooling, [convolutions, stabilised], [denseLayers, epsilon()], usual],
};

/** The nodes, constants and pictures of a graph model, for the twin. */
const writeTwin = (stored, network, x, classes, /** @type {string} */ folder) => {
  const nodes = stored.modelTopology.node.map((raw) => {
    const node = readNode(raw);
    const pair = (/** @type {string} */ key) => (node.numbers(key) ?? [1, 1, 1, 1]).slice(1, 3);
    return {
      name: node.name,
      op: node.op,
      inputs: node.inputs,
      fused: node.texts('fused_ops'),
      padding: node.text('padding', 'VALID'),
      strides: pair('strides'),
      dilations: pair('dilations'),
      kernel: pair('ksize'),
    };
  });
  /** @type {Buffer[]} */
  const parts = [];
  let start = 0;
  const written = (/** @type {tf.Tensor} */ tensor) => {
    const values = Float32Array.from(tensor.dataSync());
    parts.push(Buffer.from(values.buffer));
    start += values.length;
    return { start: start - values.length, shape: tensor.shape };
  };
  const constants = Object.fromEntries(Object.entries(stored.weights).map(([name, tensor]) => [name, written(tensor)]));
  // Nodes come in any order: those whose inputs are there go first.
  const ready = new Set(Object.keys(constants));
  const sorted = [];
  const left = nodes.filter(({ op }) => op !== 'Const');
  while (left.length > 0) {
    const next = left.findIndex(({ inputs }) => inputs.every((one) => ready.has(one)));
    const [node] = left.splice(next, 1);
    ready.add(node.name);
    sorted.push(node);
  }
  const last = sorted.findLast(({ op }) => !['Identity', 'Softmax', 'Sigmoid'].includes(op)).name;
  const record = { nodes: sorted, constants, output: last, pictures: written(x), classes };
  writeFileSync(join(folder, 'twin.bin'), Buffer.concat(parts));
  writeFileSync(join(folder, 'twin.json'), JSON.stringify(record));
};

const percent = (/** @type {number} */ share) => `${(100 * share).toFixed(3)} %`;

/** The last step before the first convolution, whose output is what the twin is given; undefined where that is the picture itself. */
const preparation = (network) => {
  const first = network.steps.findIndex(({ operator }) => operator.kind === 'linear' && operator.scale === undefined);
  return first > 0 ? network.steps[first - 1].layer.name : undefined;
};

const compare = async (/** @type {string} */ name, path, folder, python) => {
  const stored = await loadGraphModel(path);
  const network = graphModelNetwork(stored);
  const c = classifier(network, { bounds: [0, 1] });
  const pictures = tf.randomUniform([2, ...c.inputShape], 0, 1, 'float32', 3);
  const prepared = preparation(network);
  const x = tf.tidy(() => {
    if (prepared === undefined) return tf.clone(pictures);
    return graphModelNetwork(stored, { outputs: [prepared] }).run(pictures)[prepared];
  });
  const logits = tf.tidy(() => c.logits(pictures).arraySync());
  const classes = logits.map((row) => row.indexOf(Math.max(...row)));
  const into = join(folder, `twin-${name}`);
  mkdirSync(into, { recursive: true });
  writeTwin(stored, network, x, classes, into);
  const said = execFileSync(python, [script, into], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  const twin = JSON.parse(said);
  const ofLogits = largestDifference(logits.flat(), twin.logits);
  let isGood = ofLogits < tolerance;
  console.log(`${name}: logits of the twin differ by ${ofLogits.toExponential(1)} of the largest`);
  for (const [rule, composite] of Object.entries(composites)) {
    const keep = prepared === undefined ? [] : [prepared];
    const options = /** @type {const} */ ({ target: classes, bias: 'keep', emptyBranch: 'paper', keep });
    const { relevance, layers } = lrp(c, pictures, { ...options, rules: composite });
    const map = prepared === undefined ? relevance : layers.get(prepared);
    const { largest, beyond } = apart(map.dataSync(), floats(join(into, `${rule}.bin`)), tolerance);
    const near = 1 - beyond / map.size;
    const { single, unstabilised } = twin.maps[rule];
    isGood &&= near >= models[name];
    console.log(
      `${near >= models[name] ? ' ' : 'x'} ${rule}: ${percent(near)} of pixels within ${tolerance} of the largest, off by at most ${largest.toExponential(1)} (Zennit in single precision ${percent(single.near)}, ${single.largest.toExponential(1)}; without its stabilisers ${percent(unstabilised.near)}, ${unstabilised.largest.toExponential(1)})`,
    );
    tf.dispose([relevance, ...layers.values()]);
  }
  stored.dispose();
  return isGood;
};

/**
 * Fetches graph models, makes their twins and compares.
 *
 * @param {{ python?: string, only?: string, backend?: string, folder?: string }} options - the program of a Python with torch and zennit; which model; a
 *   folder where the packages are, or go
 * @returns {Promise<boolean>} whether all agree
 */
export const zennit = async ({ python = 'python3', only, backend = 'wasm', folder: given }) => {
  await startBackend(/** @type {'wasm'} */ (backend));
  return inFolder(given, async (folder) => {
    let areGood = true;
    for (const name of Object.keys(models))
      if (!only || only === name)
        areGood = (await compare(name, graphModelFile(folder, name), folder, python)) && areGood;
    return areGood;
  });
};
