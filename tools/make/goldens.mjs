#!/usr/bin/env node
// Makes the fixtures of a folder of goldens: the two networks whole, of the relevance of every layer the first image, of everything else
// the first eight.
//   node tools/make/goldens.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors, writeSafetensors } from '@interp/files';

const whole = ['model-relu', 'model-sigmoid', 'rbm-binary', 'rbm-gaussian'];
const layers = ['lrp-layers-relu', 'lrp-layers-sigmoid'];
const trimmed = [
  'classify',
  ...['gradients', 'lrp', 'metrics', 'adversarial'].flatMap((kind) => [`${kind}-relu`, `${kind}-sigmoid`]),
];

const from = process.argv[2];
const to = fileURLToPath(new URL('../../packages/testing/fixtures/goldens/', import.meta.url));
mkdirSync(to, { recursive: true });

const first = ({ dtype, shape, data }, kept, all) =>
  shape[0] === all
    ? { dtype, shape: [kept, ...shape.slice(1)], data: data.subarray(0, (data.length / all) * kept) }
    : { dtype, shape, data };

for (const name of [...whole, ...layers, ...trimmed]) {
  const bytes = readFileSync(join(from, `${name}.safetensors`));
  const { tensors, metadata } = readSafetensors(bytes);
  const [kept, all] = layers.includes(name) ? [1, 2] : [8, 20];
  const out = whole.includes(name)
    ? bytes
    : writeSafetensors(
        [...tensors].map(([key, entry]) => [key, first(entry, kept, all)]),
        metadata,
      );
  writeFileSync(join(to, `${name}.safetensors`), out);
}
