// Transformers that PyTorch exports, by both of its exporters: our maps of AttnLRP and CP-LRP held to those of LXT's explicit rules.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { joinInputs } from '@interp/targets';
import { attnLrp, cpLrp, lrp } from '@interp/lrp';
import { onnxNetwork } from '@interp/onnx';
import * as tf from '@tensorflow/tfjs-core';
import { isMain } from '../../lib/workspace.mjs';
import { apart } from '../parity/compare.mjs';
import { floats } from './floats.mjs';
import { inFolder } from './in-folder.mjs';

const script = fileURLToPath(new URL('attention_export.py', import.meta.url));
const tolerance = 1e-4;
/** As LXT has them by itself, and without a stabiliser. */
const composites = {
  'attn-lrp': () => attnLrp(),
  'cp-lrp': () => cpLrp(),
  'attn-lrp-exactly': () => attnLrp({ epsilon: 0 }),
  'cp-lrp-exactly': () => cpLrp({ epsilon: 0 }),
};

/** An axis moved, of a picture: a classifier takes channels last, and PyTorch has them first. */
const moved = (/** @type {tf.Tensor} */ x, /** @type {readonly number[]} */ order) =>
  x.rank === 4 ? tf.transpose(x, [...order]) : x;

/** Compares one file, in this process. */
const compare = (/** @type {string} */ file) => {
  const folder = dirname(file);
  const stem = file.replace(/-(?:dynamo|trace)\.onnx$/, '');
  const record = JSON.parse(readFileSync(`${stem}.json`, 'utf8'));
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const network = onnxNetwork(readFileSync(file), { externalData: (path) => readFileSync(join(folder, path)) });
  console.log(`loaded after ${seconds()}`);
  const given = record.inputs.map(({ file: name, shape, dtype }) => {
    const bytes = new Uint8Array(readFileSync(join(folder, name))).buffer;
    return moved(
      tf.tensor(dtype === 'int32' ? new Int32Array(bytes) : new Float32Array(bytes), shape, dtype),
      [0, 2, 3, 1],
    );
  });
  // Words and a mask: relevance ends at what the table has for the words.
  const joined =
    given.length > 1
      ? joinInputs(network, Object.fromEntries(record.names.map((name, i) => [name, given[i]])))
      : { network, x: given[0], split: (whole) => ({ [record.names[0]]: tf.clone(whole) }) };
  const net = classifier(joined.network, { bounds: [-Infinity, Infinity] });
  let isRight = true;
  for (const [name, expected] of Object.entries(record.maps)) {
    const start = performance.now();
    const { relevance, conservationError, scores, totals, ledger } = lrp(net, joined.x, {
      rules: composites[name](),
      target: record.classes,
      strict: true,
    });
    const took = ((performance.now() - start) / 1000).toFixed(1);
    const ours = tf.tidy(() => moved(joined.split(relevance)[record.names[0]], [0, 3, 1, 2]).dataSync());
    relevance.dispose();
    const { largest, beyond } = apart(ours, floats(join(folder, expected.file)), tolerance);
    const share = 1 - beyond / ours.length;
    // What is not in the map is in the ledger: absorbed by biases and stabilisers.
    const missing = ledger.map((rows, i) => {
      const absorbed = rows.reduce((sum, { bias, stabiliser, empty }) => sum + bias + stabiliser + empty, 0);
      return Math.abs(scores[i] - totals[i] - absorbed) / Math.abs(scores[i]);
    });
    // Near -ε, where a sum with its stabiliser is about 0, single precision does not know even the sign: nobody's map can be nearer than LXT's own is to
    // LXT's in double precision.
    const limit = name.endsWith('-exactly') ? tolerance : Math.max(tolerance, 2 * expected.single);
    isRight &&= largest <= limit && Math.max(...missing) <= tolerance;
    console.log(
      `${name}: off by ${largest.toExponential(1)} of the largest (LXT in single precision by ${expected.single.toExponential(1)}), ${(100 * share).toFixed(2)} % of values within ${tolerance} (LXT ${(100 * expected.singleShare).toFixed(2)} %), ${took} s; sums ${totals.map((one) => one.toPrecision(5))} (LXT ${expected.sums.map((one) => one.toPrecision(5))}) of scores ${scores.map((one) => one.toPrecision(5))}, with what biases took ${Math.max(...missing).toExponential(1)} missing; a layer loses at most ${Math.max(...conservationError).toExponential(1)}`,
    );
  }
  const peak = Math.round(process.resourceUsage().maxRSS / 1024);
  console.log(`logits' deviation ${record.deviation.toFixed(1)}; ${seconds()} in all, at most ${peak} MiB`);
  return isRight && record.deviation >= 1;
};

/**
 * Exports networks and compares, each in a process of its own.
 *
 * @param {{ python?: string, only?: string, backend?: string, folder?: string }} options - the program of a Python with torch, onnx, onnxscript and lxt;
 *   a folder of networks that were exported before
 * @returns {Promise<boolean>} whether all agree
 */
export const attention = ({ python = 'python3', only = '', backend = 'wasm', folder }) => {
  const isThere = folder !== undefined && existsSync(folder);
  return inFolder(folder, (into) => {
    if (!isThere) execFileSync(python, [script, into], { stdio: 'inherit' });
    let areRight = true;
    for (const name of readdirSync(into).sort()) {
      if (!name.endsWith('.onnx') || !name.includes(only)) continue;
      const { status, stdout, stderr } = spawnSync(
        process.execPath,
        [fileURLToPath(import.meta.url), join(into, name), backend],
        { encoding: 'utf8' },
      );
      areRight &&= status === 0;
      console.log(
        `${status === 0 ? ' ' : 'x'} ${basename(name)}\n${`${stdout}${stderr}`.trim().replaceAll(/^/gm, '    ')}`,
      );
    }
    return areRight;
  });
};

if (isMain(import.meta.url)) {
  await startBackend(/** @type {'wasm'} */ (process.argv[3]));
  process.exitCode = compare(process.argv[2]) ? 0 : 1;
}
