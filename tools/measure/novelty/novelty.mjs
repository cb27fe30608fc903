#!/usr/bin/env node
// How well the novelty detector that ships tells digits from letters and things, with fonts of your own:
//   node tools/measure/novelty/novelty.mjs --font 'Roboto=roboto.ttf' --hand 'Caveat=caveat.ttf' … [--picture roc.png] [--json FILE]
// Each font is named by its family and its file; --hand ones are of handwriting. It needs MNIST's test digits (--data FOLDER) and prints
// tables. Letters that have the shape of a digit are counted apart. --strokes NAME=FILE.json has letters and digits that
// people drew, as lists of strokes.
import { readFile, writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { classifier } from '@interp/core';
import { imageSet } from '@interp/mnist';
import { findMnist, loadMnistSplit } from '@interp/mnist/node';
import { noveltyRate } from '@interp/novelty';
import { noveltyDetectorCard, pretrained, pretrainedNovelty } from '@interp/pretrained';
import { roc } from '@interp/rbm';
import { rocChart } from '@interp/viz';
import { svgToPng } from '@interp/viz/node';
import { markdownTable } from '../../lib/markdown-table.mjs';
import { scoresOf } from '../../make/pretrain/ship-novelty.mjs';
import { photographedTest } from '../../make/pretrain/novelty-data.mjs';
import { photographed } from '../../make/pretrain/snapshots.mjs';
import { blankSheets, letterStrokesOf, lettersOf, things, thingsOf } from './pictures.mjs';

const alikeCapitals = 'OISZBGQDL';
const alikeSmall = 'bgloqszi';
const capitals = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const small = capitals.map((letter) => letter.toLowerCase());

const { values } = parseArgs({
  options: {
    font: { type: 'string', multiple: true, default: [] },
    hand: { type: 'string', multiple: true, default: [] },
    strokes: { type: 'string', multiple: true, default: [] },
    data: { type: 'string' },
    picture: { type: 'string' },
    json: { type: 'string' },
    rate: { type: 'string', default: String(noveltyRate.default) },
  },
});
const fontsOf = (given) => given.map((text) => [text.slice(0, text.indexOf('=')), text.slice(text.indexOf('=') + 1)]);

await startBackend('wasm');
const detector = await pretrainedNovelty(classifier(await pretrained(noveltyDetectorCard.network)));
const threshold = detector.threshold(Number(values.rate));
const test = await loadMnistSplit(values.data ?? (await findMnist()), 'test');
const digits = await scoresOf(detector, test);

const measured = [];
const curves = [];
const add = (images, scores, { isCurve = false } = {}) => {
  if (scores.length === 0) return;
  const curve = roc(digits, scores);
  const rejected = scores.filter((score) => score > threshold).length / scores.length;
  measured.push({ images, n: scores.length, rejected, area: curve.area });
  if (isCurve) curves.push({ name: images, ...curve });
};
const joined = (parts) => Float32Array.from(parts.flatMap((part) => Array.from(part)));

add("MNIST's test digits", digits);
add('the same as prepared from photographs', await scoresOf(detector, await photographedTest(test)));

const drawn = [];
for (const [name, file] of fontsOf(values.strokes)) drawn.push([name, JSON.parse(await readFile(file, 'utf8'))]);

for (const [kind, fonts, images] of /** @type {const} */ ([
  ['fonts', fontsOf(values.font), lettersOf],
  ['handwriting fonts', fontsOf(values.hand), lettersOf],
  ['people', drawn, letterStrokesOf],
])) {
  if (fonts.length === 0) continue;
  /** @type {[name: string, letters: string[], isCurve: boolean][]} */
  const groups = [
    [`capitals of ${kind}`, capitals.filter((letter) => !alikeCapitals.includes(letter)), true],
    [`small letters of ${kind}`, small.filter((letter) => !alikeSmall.includes(letter)), false],
    [`${alikeCapitals} of ${kind}`, Array.from(alikeCapitals), false],
    [`${alikeSmall} of ${kind}`, Array.from(alikeSmall), false],
    [`digits of ${kind}`, Array.from('0123456789'), false],
  ];
  for (const [name, letters, isCurve] of groups) {
    const [scores, photographs] = [[], []];
    for (const [i, font] of fonts.entries()) {
      const set = await images(font, letters);
      scores.push(await scoresOf(detector, set));
      photographs.push(await scoresOf(detector, await photographed(set, { seed: 10 + i, pieces: true })));
    }
    if (isCurve && fonts.length > 1) fonts.forEach(([family], i) => add(`${name}: ${family}`, scores[i]));
    add(name, joined(scores), { isCurve });
    add(`${name}, as prepared from photographs`, joined(photographs), { isCurve });
  }
}
add('blank sheets, with grain and without', await scoresOf(detector, blankSheets()));
for (const name of things) add(name, await scoresOf(detector, await thingsOf(name)));
const turned = imageSet({ pixels: test.pixels.map((grey) => 255 - grey), labels: test.labels });
add('inverted digits', await scoresOf(detector, turned));

const percent = (part) => `${(100 * part).toFixed(1)} %`;
console.log(
  markdownTable(
    ['images', 'number', 'refused', 'area under the ROC curve'],
    measured.map(({ images, n, rejected, area }) => [images, String(n), percent(rejected), area.toFixed(3)]),
  ),
);
if (values.json)
  await writeFile(values.json, `${JSON.stringify({ rate: Number(values.rate), measured }, undefined, 2)}\n`);
if (values.picture) {
  // The corner that matters: up to a fifth of the digits refused.
  const [most, least] = [0.2, 0.6];
  const corner = curves.map(({ falsePositive, truePositive, ...curve }) => {
    const places = Array.from(falsePositive.keys()).filter((i) => falsePositive[i] <= most && truePositive[i] >= least);
    const at = (values) => places.map((i) => values[i]);
    return { ...curve, falsePositive: at(falsePositive), truePositive: at(truePositive) };
  });
  const svg = await rocChart(corner, {
    title: 'Letters told from digits, and the area under each curve',
    xTitle: 'digits refused',
    yTitle: 'letters refused',
    yRange: [least, 1],
    width: 420,
    height: 360,
  });
  await writeFile(values.picture, await svgToPng(svg));
}
