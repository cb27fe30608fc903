#!/usr/bin/env node
// Makes the fixtures of a folder of goldens: the two networks whole, of everything else the first eight images.
//   node tools/goldens/trim.mjs FOLDER
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSafetensors, writeSafetensors } from '@interp/core';

const KEPT = 8;
const ALL = 20;
const whole = ['model-relu', 'model-sigmoid'];
const trimmed = ['classify', ...['gradients', 'lrp', 'metrics'].flatMap((kind) => [`${kind}-relu`, `${kind}-sigmoid`])];

const from = process.argv[2];
const to = fileURLToPath(new URL('fixtures/', import.meta.url));
mkdirSync(to, { recursive: true });

const first = ({ dtype, shape, data }) =>
  shape[0] === ALL
    ? { dtype, shape: [KEPT, ...shape.slice(1)], data: data.subarray(0, (data.length / ALL) * KEPT) }
    : { dtype, shape, data };

for (const name of [...whole, ...trimmed]) {
  const bytes = readFileSync(join(from, `${name}.safetensors`));
  const { tensors, metadata } = readSafetensors(bytes);
  const out = whole.includes(name)
    ? bytes
    : writeSafetensors(
        [...tensors].map(([key, entry]) => [key, first(entry)]),
        metadata,
      );
  writeFileSync(join(to, `${name}.safetensors`), out);
}
