// Writes a trained RBM as what ships: the file, its card as a module of the package, and the card for people.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  ais,
  baseRate,
  canEnumerate,
  diagonalGaussian,
  exactLogPartition,
  logDensity,
  principalComponents,
  rbmToSafetensors,
} from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';
import { format } from 'prettier';

const home = fileURLToPath(new URL('../../../packages/pretrained/', import.meta.url));

const write = async (path, text) => {
  await writeFile(path, await format(text, { singleQuote: true, printWidth: 120, filepath: path }));
};

/** Mean over all images of something that is computed for a batch. */
const meanOver = async (data, score) => {
  let sum = 0;
  for (let start = 0; start < data.size; start += 500) {
    const images = data.images(Array.from({ length: Math.min(500, data.size - start) }, (_, i) => start + i));
    const total = tf.tidy(() => tf.sum(score(images)));
    sum += (await total.data())[0];
    tf.dispose([images, total]);
  }
  return sum / data.size;
};

const ofOne = async (rbm, value) => {
  const image = tf.fill([1, ...rbm.inputShape], value);
  const log = logDensity(rbm, image);
  const [number] = await log.data();
  tf.dispose([image, log]);
  return number;
};

const partition = async (rbm, training) => {
  if (canEnumerate(rbm)) {
    const value = await exactLogPartition(rbm);
    return { value, low: value, high: value, method: `exact, 2^${rbm.hidden} states` };
  }
  const options = { temperatures: 3000, chains: 100, seed: 1, base: await baseRate(training, rbm) };
  const { logZ, low, high, warning } = await ais(rbm, options);
  if (warning) console.log(warning);
  const method = `annealed importance sampling, ${options.temperatures} temperatures, 100 chains, both ways`;
  return { value: logZ, low, high, method: warning ? `${method}; ${warning}` : method };
};

const baselinesOf = async (rbm, { train, test }) => {
  if (!rbm.variant.continuous) {
    const { location } = await baseRate(train, rbm);
    const logits = tf.tensor1d(Float32Array.from(location));
    const of = (images) => {
      const rows = tf.reshape(images, [images.shape[0], rbm.visible]);
      return tf.neg(tf.sum(tf.softplus(tf.mul(tf.sub(1, tf.mul(rows, 2)), logits)), 1));
    };
    return { 'independent pixels': await meanOver(test, of) };
  }
  const results = {};
  /** @type {[string, import('@interp/rbm').NormalisedDensity][]} */
  const rivals = [
    ['independent pixels', await diagonalGaussian(train)],
    [`principal components, ${rbm.hidden}`, await principalComponents(train, { components: rbm.hidden })],
  ];
  for (const [name, density] of rivals) {
    results[name] = await meanOver(test, (images) => density.logDensity(images));
    density.dispose();
  }
  return results;
};

const constant = (name) => `${name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}Card`;

const cardModule = ({ files, ...card }) => `// Written by tools/make/pretrain.
import type { RbmCard } from '../rbm-card.js';

/** The card of \`${card.name}\`. */
export const ${constant(card.name)}: RbmCard = {
  ${JSON.stringify(card).slice(1, -1)},
  files: [{ ${JSON.stringify(files[0]).slice(1, -1)}, url: new URL('../../weights/${card.name}/${files[0].name}', import.meta.url).href }],
};
`;

const nats = (value) => `${value.toFixed(1)} nats`;

const cardMarkdown = (card, history) => `# \`${card.name}\`

${card.description} ${card.parameters.toLocaleString('en')} parameters.

## How well it does

| | mean log-likelihood of MNIST's 10,000 test digits |
| --- | --- |
| this machine | ${nats(card.logLikelihood)} |
${Object.entries(card.baselines)
  .map(([name, value]) => `| ${name} | ${nats(value)} |`)
  .join('\n')}

log Z is ${nats(card.logZ.value)} (${nats(card.logZ.low)} to ${nats(card.logZ.high)}): ${card.logZ.method}. Unnormalised: digits ${nats(card.logDensity.digits)},
the black image ${nats(card.logDensity.black)}, the grey one ${nats(card.logDensity.grey)}, the white one ${nats(card.logDensity.white)}.

The test digits were looked at after each epoch of training, and nothing was chosen by them.

## How it was made

- Data: ${card.data} (LeCun, Cortes, Burges). No image of MNIST is in this package.
- Seeds: first weights ${card.seeds.weights}, training ${card.seeds.training}.
- Options: ${Object.entries(card.options)
  .map(([key, value]) => `${key} ${value}`)
  .join(', ')}.
- Again, in the repository: \`${card.command}\`, on the wasm backend. Everything random follows from the seeds; a backend whose kernels add up in another order gives other last bits, and in the end other numbers of the same quality.

| epoch | reconstruction error | mean free energy | held out less training |
| --- | --- | --- | --- |
${history
  .map(
    ({ epoch, reconstruction, freeEnergy, freeEnergyGap }) =>
      `| ${epoch} | ${reconstruction.toFixed(4)} | ${freeEnergy.toFixed(1)} | ${freeEnergyGap.toFixed(1)} |`,
  )
  .join('\n')}

## What it is for

To be the expert of activation maximisation and an example of sampling. It knows centred, upright, white-on-black digits in MNIST's manner. A
high density does not make a digit: look at the black image.

## File

- \`${card.files[0].name}\`, ${card.files[0].bytes} bytes, SHA-256 \`${card.files[0].sha256}\`
`;

export const shipRbm = async (name, rbm, { recipe, history, images }) => {
  const folder = join(home, 'weights', name);
  await mkdir(folder, { recursive: true });
  const { continuous, name: variant } = rbm.variant;
  const bytes = rbmToSafetensors(rbm);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  await writeFile(join(folder, 'rbm.safetensors'), bytes);
  const { trainer, schedule, seed, rates = {}, ...training } = recipe.training;
  const logZ = await partition(rbm, images.train);
  const digits = await meanOver(images.test, (batch) => logDensity(rbm, batch));
  const [black, grey, white] = continuous ? [-1, 0, 1] : [0, 0.5, 1];
  const card = {
    name,
    description: `A restricted Boltzmann machine with ${continuous ? 'Gaussian' : 'binary'} visible units and ${rbm.hidden} hidden units, trained on MNIST.`,
    variant,
    hidden: rbm.hidden,
    parameters: Object.values(rbm.parameters).reduce((sum, { length }) => sum + length, continuous ? 0 : -1),
    data: `MNIST: its ${images.train.size} training digits${continuous ? '' : ', each pixel above mid-grey as 1'}`,
    seeds: { weights: recipe.network.seed, training: seed },
    options: {
      ...training,
      trainer: `${trainer.name} ${JSON.stringify(trainer.settings)}`,
      schedule: `${schedule.name} ${JSON.stringify(schedule.settings)}`,
      ...Object.fromEntries(Object.entries(rates).map(([group, times]) => [`rate of ${group}`, `${times} times that`])),
      ...(recipe.network.perPixel === false && { sigma: `one for all pixels, ${recipe.network.sigma} at first` }),
    },
    command: `node tools/make/pretrain/rbm.mjs ${name}`,
    logDensity: {
      digits,
      black: await ofOne(rbm, black),
      grey: await ofOne(rbm, grey),
      white: await ofOne(rbm, white),
    },
    logZ,
    logLikelihood: digits - logZ.value,
    baselines: await baselinesOf(rbm, images),
    files: [{ name: 'rbm.safetensors', bytes: bytes.length, sha256 }],
  };
  await write(join(home, 'src', 'cards', `${name}.ts`), cardModule(card));
  await write(join(folder, 'MODEL_CARD.md'), cardMarkdown(card, history));
  console.log(
    JSON.stringify({
      name,
      logDensity: card.logDensity,
      logZ,
      logLikelihood: card.logLikelihood,
      baselines: card.baselines,
    }),
  );
};
