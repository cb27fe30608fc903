#!/usr/bin/env node
// node tools/measure/causes.mjs [--data MNIST] [--only expert,ascent,maps,sureness]: the experiments behind the "Why" texts of Figures 3.5, 3.6, 3.9 and 4.2. Each
// changes one thing and leaves the rest, and could have come out otherwise: the network, the expert, the start, the ascent, the images. Prints tables;
// docs/verdicts.md says what they gave. What training changes is measured by tools/make/trained-points.mjs.
import '../lib/check-node.mjs';
import { parseArgs } from 'node:util';
import { adam, decoderPrototypes, expertPrototypes, linearDecay } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import { mean, median } from '@interp/core/internal';
import { decoder } from '@interp/gan';
import { alphaBeta, lrp } from '@interp/lrp';
import { ofClass } from '@interp/mnist';
import { findMnist, loadMnistSplit } from '@interp/mnist/node';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { density } from '@interp/rbm';
import { digitStates, segmentImages } from '@interp/sevenseg';

import * as tf from '@tensorflow/tfjs-core';
import { coverages } from '../../packages/thesis/dist/figures/coverage.js';
import { markdownTable } from '../lib/markdown-table.mjs';

const { values } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } });
const wanted = values.only?.split(',');
await startBackend('wasm');
const test = await loadMnistSplit(values.data ?? (await findMnist()), 'test');
const networkNames = /** @type {const} */ (['lenet-thesis', 'lenet']);
const expertNames = /** @type {const} */ (['rbm-8-thesis', 'rbm-8']);
const networks = Object.fromEntries(
  await Promise.all(networkNames.map(async (name) => [name, classifier(await pretrained(name))])),
);
const experts = Object.fromEntries(
  await Promise.all(expertNames.map(async (name) => [name, density(await pretrainedRbm(name))])),
);
const starts = {
  noise: tf.tensor(random(0).uniforms(10 * 784, -1, 1), [10, 28, 28, 1]),
  'real 5s': ofClass(test, 5).images(Array.from({ length: 10 }, (_, i) => i)),
};
const fixed = (/** @type {number} */ value) => value.toFixed(3);

/** P(5) at the end of ascents with an expert from ten starts. */
const fives = async (network, expert, start, options = {}) => {
  const { images, items } = await expertPrototypes(network, expert, {
    classes: Array.from({ length: start.shape[0] }, () => 5),
    start,
    ...options,
  });
  images.dispose();
  return items.map(({ probability }) => probability);
};

const experiments = {
  /** Figures 3.5 and 3.6, claim 3.2b: which network, which expert, which start? */
  expert: async () => {
    const rows = [];
    for (const [network, expert, start] of networkNames.flatMap((n) =>
      expertNames.flatMap((e) => Object.keys(starts).map((s) => [n, e, s])),
    )) {
      const found = await fives(networks[network], experts[expert], starts[start]);
      rows.push([network, expert, start, fixed(median(found)), `${found.filter((p) => p > 0.5).length} of 10`]);
    }
    return markdownTable(['network', 'expert', 'start', 'P(5), median', 'P(5) > 0.5'], rows);
  },
  /** The same with the thesis-like network and expert: the rate, the steps, γ. */
  ascent: async () => {
    const slower = { optimizer: linearDecay(adam({ rate: 0.02, beta2: 0.99 }), 600), steps: 600 };
    const ways = {
      'as it is': {},
      'rate 0.02, 600 steps': slower,
      'γ = 0.3': { gamma: 0.3 },
      'γ = 0.1': { gamma: 0.1 },
    };
    const rows = [];
    for (const [way, options] of Object.entries(ways)) {
      const both = [];
      for (const start of Object.values(starts))
        both.push(await fives(networks['lenet-thesis'], experts['rbm-8-thesis'], start, options));
      rows.push([way, ...both.map((found) => `${fixed(median(found))}, ${found.filter((p) => p > 0.5).length} of 10`)]);
    }
    return markdownTable(['ascent', 'from noise', 'from real 5s'], rows);
  },
  /** Figures 3.9 and 3.10, claim 3.4a: is it the network's maps or the images that they are of? */
  maps: async () => {
    const generator = decoder(await pretrainedGenerator('generator'));
    const classes = Array.from({ length: 10 }, (_, c) => c);
    const images = {};
    for (const name of networkNames) {
      const found = await decoderPrototypes(networks[name], generator, { classes });
      found.latents.dispose();
      images[`decoder, for ${name}`] = found.images;
    }
    images['100 test digits'] = test.images(Array.from({ length: 100 }, (_, i) => i));
    const targets = (/** @type {string} */ of) => (of.startsWith('100') ? [...test.labels.slice(0, 100)] : classes);
    const others = { ...networks };
    for (const name of /** @type {const} */ (['lenet-relu', 'lenet-robust']))
      others[name] = classifier(await pretrained(name));
    const rows = [];
    for (const [of, x] of Object.entries(images))
      for (const [name, network] of Object.entries(others)) {
        const { relevance } = lrp(network, x, { target: targets(of), rules: alphaBeta({ alpha: 2 }) });
        const host = (/** @type {tf.Tensor} */ t) => ({
          shape: t.shape,
          data: /** @type {Float32Array} */ (t.dataSync()),
        });
        const all = coverages(host(x), host(relevance));
        relevance.dispose();
        rows.push([
          of,
          name,
          fixed(mean(all.map((one) => one.covered))),
          fixed(mean(all.map((one) => one.chance))),
          fixed(mean(all.map((one) => one.onStroke))),
        ]);
      }
    return markdownTable(['images', 'maps of', 'strokes covered', 'by chance', 'relevance on strokes'], rows);
  },
  /** Figure 4.2: is today's network surer of shapes only because it is surer of everything? Its logits scaled until it is as sure of digits. */
  sureness: async () => {
    const digits = test.images(Array.from({ length: 2000 }, (_, i) => i));
    const shapes = segmentImages();
    const sure = (network, x, scale = 1) =>
      tf.tidy(() => [...tf.max(tf.softmax(tf.mul(network.logits(x), scale)), 1).dataSync()]);
    const ofDigits = (network, scale) => mean(sure(network, digits, scale));
    const ofNone = (network, scale) =>
      sure(network, shapes, scale).filter((p, state) => p > 0.9 && !digitStates.includes(state)).length;
    const goal = ofDigits(networks['lenet-thesis']);
    let [low, high] = [0.05, 1];
    for (let i = 0; i < 20; i++) {
      const middle = (low + high) / 2;
      if (ofDigits(networks.lenet, middle) > goal) high = middle;
      else low = middle;
    }
    const row = (name, network, scale) => [name, fixed(ofDigits(network, scale)), String(ofNone(network, scale))];
    return markdownTable(
      ['network', 'mean P on digits', 'of 118 that are none, P > 0.9'],
      [
        row('lenet-thesis', networks['lenet-thesis'], 1),
        row('lenet', networks.lenet, 1),
        row(`lenet, logits × ${low.toFixed(3)}`, networks.lenet, low),
      ],
    );
  },
};

for (const [name, experiment] of Object.entries(experiments))
  if (!wanted || wanted.includes(name)) console.log(`\n${name}\n\n${await experiment()}`);
