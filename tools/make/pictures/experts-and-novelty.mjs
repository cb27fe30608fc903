#!/usr/bin/env node
// Makes the pictures of the guide on experts and novelty anew, docs/images/{rbm,expert,background,novelty}*.png, and prints its numbers:
// node tools/make/pictures/experts-and-novelty.mjs [--data FOLDER]
// The images in them are drawn or generated. Where MNIST is found, its digits give the numbers and the curves; without it, only images are made.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { backgroundAddition, contrast, expertPrototypes, prototypes } from '@interp/am';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { ofClass, sampleDigits } from '@interp/mnist';
import { findMnist, loadMnistSplit } from '@interp/mnist/node';
import { pretrained, pretrainedRbm } from '@interp/pretrained';
import { density, densityScore, energyScore, gibbs, roc, typicalityScore } from '@interp/rbm';
import { imageGrid, lineChart } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import * as tf from '@tensorflow/tfjs-core';
import { scored, strangeImages } from '../pretrain/strange-images.mjs';
import { root } from '../../lib/workspace.mjs';

const { values } = parseArgs({ options: { data: { type: 'string' } } });
await startBackend('wasm');
const folder = join(root, 'docs', 'images');
mkdirSync(folder, { recursive: true });
const keep = (name, svg) => writeFileSync(join(folder, name), svgToPng(svg, { scale: 2 }));
const drawnAs = (rows, options) => {
  const images = tf.tidy(() => tf.clipByValue(tf.concat(rows), -1, 1));
  const svg = imageGrid({ data: images.dataSync(), shape: images.shape }, options);
  images.dispose();
  return svg;
};

const network = classifier(await pretrained('lenet'));
const judge = classifier(await pretrained('lenet-relu'));
const [small, large] = [await pretrainedRbm('rbm-8'), await pretrainedRbm('rbm-100')];
const expert = density(small);
const five = 5;
const probabilityOf = (net, x) => [
  ...tf.tidy(() => tf.slice(tf.softmax(net.logits(x)), [0, five], [-1, 1]).dataSync()),
];
const logDensityOf = (x) => [...tf.tidy(() => expert.logDensity(x).dataSync())];
const P = (x) => `P ${probabilityOf(network, x)[0].toFixed(4)}`;

// Figure 2.2: from drawn digits and from noise, the RBM with 100 and that with 8 hidden units.
const digits = sampleDigits().images([...Array(10).keys()]);
const noise = tf.randomUniform([10, 28, 28, 1], -1, 1, 'float32', 1);
const after = async (rbm, start, steps) => (await gibbs(rbm, start, { steps, seed: 1 })).means;
keep(
  'rbm-samples.png',
  drawnAs(
    [
      digits,
      await after(large, digits, 100),
      await after(small, digits, 100),
      noise,
      await after(large, noise, 100),
      await after(large, noise, 2000),
    ],
    {
      columns: 10,
      rowTitles: [
        'drawn digits',
        'N = 100, 100 steps',
        'N = 8, 100 steps',
        'noise',
        'N = 100, 100 steps',
        '2,000 steps',
      ],
    },
  ),
);

// Figures 3.2 and 3.3: the prototype of a 5, its contrast, background added to it, and to the blank image.
const am = (await prototypes(network, { classes: [five], steps: 200, stopAtThreshold: true, seed: 1 })).images;
const covered = (await backgroundAddition(network, am, { classes: [five] })).images;
const fromBlank = (await backgroundAddition(network, 'blank', { classes: [five] })).images;
keep(
  'background-added.png',
  drawnAs([am, contrast(am), covered, fromBlank], {
    captions: [
      `prototype\n${P(am)}`,
      '(2/π) atan\nFigure 3.2',
      `background added\n${P(covered)}`,
      `from a blank image\n${P(fromBlank)}`,
    ],
  }),
);

// Figures 3.4 to 3.6: from a drawn 5 and from noise.
const drawnFive = sampleDigits().images([five]);
const withExpert = async (start, gamma, seed = 1) =>
  (await expertPrototypes(network, expert, { classes: Array(start.shape?.[0] ?? 1).fill(five), start, gamma, seed }))
    .images;
const panels = [
  ['drawn 5', drawnFive],
  ['AM from it', (await prototypes(network, { classes: [five], steps: 200, start: drawnFive })).images],
  ['expert, γ = 1', await withExpert(drawnFive, 1)],
  ['expert, γ = 0.1', await withExpert(drawnFive, 0.1)],
  ['expert, γ = 0.01', await withExpert(drawnFive, 0.01)],
  ['from noise, γ = 1', await withExpert('random', 1)],
  ['from noise, γ = 0.01', await withExpert('random', 0.01)],
];
keep(
  'expert-fives.png',
  drawnAs(
    panels.map(([, image]) => image),
    { captions: panels.map(([name, x]) => `${name}\n${P(x)}\nlog p* ${logDensityOf(x)[0].toFixed(0)}`) },
  ),
);

const place = values.data ?? (await findMnist().catch(() => undefined));
if (place === undefined) {
  console.log('MNIST is not here: the curves are left as they are');
  process.exit(0);
}

// What γ does, from twenty real 5s and from noise.
const test = await loadMnistSplit(place, 'test');
const twenty = ofClass(test, five).images(Array.from({ length: 20 }, (_, i) => i));
const sorted = (numbers) => [...numbers].sort((a, b) => a - b);
const gammas = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
const rows = [];
for (const start of [twenty, 'random'])
  for (const gamma of start === 'random' ? [0.01, 0.1, 1] : gammas) {
    const began = performance.now();
    const images =
      start === 'random'
        ? (await expertPrototypes(network, expert, { classes: Array(20).fill(five), gamma, seed: 1 })).images
        : await withExpert(start, gamma);
    const seconds = (performance.now() - began) / 1000;
    const [p, judged, logs] = [probabilityOf(network, images), probabilityOf(judge, images), logDensityOf(images)].map(
      sorted,
    );
    const row = {
      start: start === 'random' ? 'random' : 'real',
      gamma,
      p: {
        lowest: p[0],
        median: (p[9] + p[10]) / 2,
        highest: p[19],
        above95: p.filter((value) => value > 0.95).length,
      },
      judge: {
        lowest: judged[0],
        median: (judged[9] + judged[10]) / 2,
        above95: judged.filter((value) => value > 0.95).length,
      },
      logDensity: { lowest: logs[0], median: (logs[9] + logs[10]) / 2, highest: logs[19] },
      seconds,
    };
    images.dispose();
    console.log(JSON.stringify(row));
    rows.push(row);
  }
console.log(
  'real 5s themselves',
  JSON.stringify(sorted(logDensityOf(twenty))),
  sorted(probabilityOf(judge, twenty))[0],
);
const real = rows.filter(({ start }) => start === 'real');
const x = real.map(({ gamma }) => gamma);
const line = (name, value) => ({ name, x, y: real.map(value) });
keep(
  'expert-gamma-probability.png',
  await lineChart(
    [
      line('network, median', ({ p }) => p.median),
      line('network, lowest', ({ p }) => p.lowest),
      line('held-out judge, median', ({ judge: { median } }) => median),
      line('held-out judge, lowest', ({ judge: { lowest } }) => lowest),
    ],
    { title: 'P(5) from twenty real 5s', xTitle: 'γ', yTitle: 'P(5)', xLog: true, yRange: [0, 1] },
  ),
);
keep(
  'expert-gamma-density.png',
  await lineChart(
    [
      line('highest', ({ logDensity }) => logDensity.highest),
      line('median', ({ logDensity }) => logDensity.median),
      line('lowest', ({ logDensity }) => logDensity.lowest),
    ],
    { title: 'log p* under rbm-8', xTitle: 'γ', yTitle: 'nats', xLog: true },
  ),
);

// Which digits are told from what is none.
// The usual log-density, as tools/measure/novelty/densities.mjs finds it.
const usual = -46.678;
const odd = Array.from({ length: 5000 }, (_, i) => 2 * i + 1);
const scores = {
  density: densityScore(density(large)),
  typicality: typicalityScore(density(large), usual),
  energy: energyScore(network),
};
const curves = [];
const wanted = [
  ['seven-segment images that are no digit', ['density', 'energy'], 'seven segments'],
  ['digits turned by 90°', ['density', 'energy'], 'turned digits'],
  ['prototypes of lenet by activation maximisation', ['energy'], 'prototypes'],
];
for await (const { name, images } of strangeImages(test, odd, network))
  for (const [kind, names, short] of wanted)
    for (const score of kind === name ? names : []) {
      const known = await scored(test, odd, scores[score]);
      const { falsePositive, truePositive, area } = roc(known, await scored(images, undefined, scores[score]));
      const every = Math.ceil(falsePositive.length / 400);
      const thin = (curve) => curve.filter((_, i) => i % every === 0 || i === curve.length - 1);
      curves.push({ name: `${short}, ${score} (${area.toFixed(3)})`, x: thin(falsePositive), y: thin(truePositive) });
    }
keep(
  'novelty-roc.png',
  await lineChart(curves, {
    title: 'Told from digits, and the area under each curve',
    xTitle: 'digits rejected',
    yTitle: 'others rejected',
    yRange: [0, 1],
    width: 360,
    height: 360,
  }),
);
