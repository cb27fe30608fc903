#!/usr/bin/env node
// node tools/measure/photographs/photographs.mjs [--each 20 | --some N] [--seed 1] [--kind NAME] [--save FOLDER] [--model lenet]
// How many drawn photographs of MNIST's test digits are read right, kind by kind: the figures of docs/guides/photographs-of-digits.md.
// A photograph counts if as many digits are found as were written, and all are read right, in order. It counts as refused if the novelty
// detector that ships, at its usual rate, takes one of its digits for none, as `interp classify --reject` does. --some N takes N
// photographs in all, kind after kind, in place of --each of every kind.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBackend } from '@interp/backend';
import { classifier, random } from '@interp/core';
import { prepareDigits } from '@interp/mnist';
import { loadMnistSplit, findMnist } from '@interp/mnist/node';
import { noveltyDetectorCard, pretrained, pretrainedNovelty } from '@interp/pretrained';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { kinds } from './kinds.mjs';
import { drawScene } from './photograph.mjs';

const { values } = parseArgs({
  options: {
    each: { type: 'string', default: '20' },
    some: { type: 'string' },
    seed: { type: 'string', default: '1' },
    kind: { type: 'string' },
    save: { type: 'string' },
    model: { type: 'string', default: 'lenet' },
  },
});
const each = Number(values.each);
/** How many of so many photographs are of a kind. */
const share = (/** @type {number} */ some, /** @type {number} */ k) => {
  const many = Object.keys(kinds).length;
  return Math.floor(some / many) + (k < some % many ? 1 : 0);
};
await startBackend('wasm', { threads: 1 });
const network = classifier(await pretrained(/** @type {any} */ (values.model)));
const detector = await pretrainedNovelty(classifier(await pretrained(noveltyDetectorCard.network)));
const test = await loadMnistSplit(await findMnist(), 'test');

const inputsOf = (/** @type {readonly Uint8Array[]} */ digits) =>
  tf.tensor4d(
    Float32Array.from(
      digits.flatMap((one) => [...one]),
      (grey) => grey / 127.5 - 1,
    ),
    [digits.length, 28, 28, 1],
  );

const read = (/** @type {readonly Uint8Array[]} */ digits) =>
  digits.length === 0 ? [] : tf.tidy(() => [...tf.argMax(network.logits(inputsOf(digits)), 1).dataSync()]);

/** Whether one of the digits is taken for none. */
const isRefused = async (/** @type {readonly Uint8Array[]} */ digits) => {
  if (digits.length === 0) return true;
  const x = inputsOf(digits);
  try {
    return (await detector.detect(x)).some(({ rejected }) => rejected);
  } finally {
    x.dispose();
  }
};

/** The bytes of a file as a decoder gives them. */
const decode = async (/** @type {Buffer} */ bytes) => {
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
};

let [right, all, refused, refusedInMnist, seconds] = [0, 0, 0, 0, 0];
for (const [k, [name, { shot, what }]] of Object.entries(kinds).entries()) {
  if (values.kind !== undefined && values.kind !== name) continue;
  const stream = random(Number(values.seed) * 1000 + name.length * 31 + name.charCodeAt(0));
  const n = values.some === undefined ? each : share(Number(values.some), k);
  let [ok, unread, strange] = [0, 0, 0];
  const wrong = [];
  for (let i = 0; i < n; i++) {
    /** @type {number[]} */
    const written = [];
    const next = () => {
      const index = stream.integer(test.size);
      written.push(index);
      return test.pixels.subarray(index * 784, (index + 1) * 784);
    };
    const scene = shot(stream, next);
    const expected = scene.digits.map(
      (digit) => test.labels[digit.pixels.byteOffset / 784 - test.pixels.byteOffset / 784],
    );
    const wanted = name === 'neighbours' ? expected.slice(0, 1) : expected;
    const own = read(scene.digits.slice(0, wanted.length).map(({ pixels }) => pixels));
    if (own.join() !== wanted.join()) unread++;
    if (await isRefused(scene.digits.slice(0, wanted.length).map(({ pixels }) => pixels))) refusedInMnist++;
    let picture = await drawScene(scene, stream);
    const { orientation, quality = 85, format } = scene;
    if (orientation !== undefined)
      picture = sharp(await picture.rotate({ 3: 180, 6: -90, 8: 90 }[orientation]).png().toBuffer()).withMetadata({
        orientation,
      });
    const bytes = await (format === 'png' ? picture.png() : picture.jpeg({ quality })).toBuffer();
    if (values.save !== undefined) {
      mkdirSync(values.save, { recursive: true });
      await sharp(bytes)
        .withMetadata()
        .toFile(join(values.save, `${name.replace(' ', '-')}-${i}-is${wanted.join('')}.${format ?? 'jpg'}`));
    }
    const decoded = await decode(bytes);
    const began = performance.now();
    const found = prepareDigits(decoded);
    seconds += (performance.now() - began) / 1000;
    const images = found.map(({ pixels }) => pixels);
    const answer = read(images);
    if (await isRefused(images)) strange++;
    if (answer.join() === wanted.join()) ok++;
    else
      wrong.push(`${i}: ${wanted.join('')}→${answer.join('') || 'nothing'}${own.join() === wanted.join() ? '' : '*'}`);
  }
  right += ok;
  all += n;
  refused += strange;
  console.log(
    `${name.padEnd(14)} ${String(ok).padStart(3)} of ${n}, ${strange} refused, ${unread} unread in MNIST itself   ${what}   ${wrong.join('  ')}`,
  );
}
console.log(
  `${right} of ${all}; ${refused} refused, ${refusedInMnist} as MNIST has them; ${((1000 * seconds) / all).toFixed(0)} ms each`,
);
