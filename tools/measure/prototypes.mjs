#!/usr/bin/env node
// What docs/guides/which-prototype.md says of each method: node tools/measure/prototypes.mjs [SEEDS] [--decoder model.json]
// Ten digits a seed with the network that ships as lenet, judged by lenet-relu: lines of a Markdown table. Seconds are this process' own
// on all cores, so that other work on the machine counts little.
import { parseArgs } from 'node:util';
import { backgroundAddition, decoderPrototypes, expertPrototypes, prototypes } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier, predictedClasses } from '@interp/core';
import { loadModel } from '@interp/files/node';
import { decoder } from '@interp/gan';
import { sampleDigits } from '@interp/mnist';
import { pretrained, pretrainedGenerator, pretrainedRbm } from '@interp/pretrained';
import { density } from '@interp/rbm';
import * as tf from '@tensorflow/tfjs-core';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { decoder: { type: 'string' } } });
const seeds = Array.from({ length: Number(positionals[0] ?? 20) }, (_, i) => i + 1);
await startBackend('wasm');
const net = classifier(await pretrained('lenet'));
const judge = classifier(await pretrained('lenet-relu'));
const expert = density(await pretrainedRbm('rbm-8'));
const digits = decoder(await (values.decoder ? loadModel(values.decoder) : pretrainedGenerator('generator')));
const start = sampleDigits().images(Array.from({ length: 10 }, (_, digit) => digit));

const methods = {
  '`am`, from noise': (seed) => prototypes(net, { seed, steps: 200 }),
  '`background`, from grey': () => backgroundAddition(net, 'blank'),
  '`expert`, γ = 1, from noise': (seed) => expertPrototypes(net, expert, { seed }),
  '`expert`, γ = 1, from digits': () => expertPrototypes(net, expert, { start }),
  '`expert`, γ = 0.1, from digits': () => expertPrototypes(net, expert, { start, gamma: 0.1 }),
  '`decoder`': (seed) => decoderPrototypes(net, digits, { seed }),
  '`decoder` with the expert': (seed) => decoderPrototypes(net, digits, { seed, expert }),
};

const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1];
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

console.log('method | seconds | lowest P | median P | seeds with all P > 0.999 | judge agrees, mean | least');
for (const [name, make] of Object.entries(methods)) {
  const isSeeded = make.length > 0;
  const runs = [];
  for (const seed of isSeeded ? seeds : [0]) {
    const before = process.cpuUsage();
    const found = await make(seed);
    const { images, items } = found;
    const { user, system } = process.cpuUsage(before);
    const seen = tf.tidy(() => predictedClasses(judge.logits(images)));
    images.dispose();
    if ('latents' in found) tf.dispose(/** @type {tf.Tensor} */ (found.latents));
    runs.push({
      seconds: (user + system) / 1e6 / items.length,
      sure: items.map(({ probability }) => probability),
      agreed: items.filter((item, i) => seen[i] === item.class).length,
    });
  }
  const sure = runs.flatMap((run) => run.sure);
  const agreed = runs.map((run) => run.agreed);
  const all = runs.filter((run) => Math.min(...run.sure) > 0.999).length;
  const cells = [
    mean(runs.map((run) => run.seconds)).toFixed(2),
    Math.min(...sure).toFixed(4),
    median(sure).toFixed(4),
    `${all} of ${runs.length}`,
    `${mean(agreed).toFixed(1)} of 10`,
    String(Math.min(...agreed)),
  ];
  console.log(`| ${[name, ...cells].join(' | ')} |`);
}
