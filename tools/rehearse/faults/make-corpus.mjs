#!/usr/bin/env node
// node tools/rehearse/faults/make-corpus.mjs: writes the hostile files that tests read into tools/rehearse/faults/fixtures, and which code refuses each
// into expected.json (`taken` for those that hide something and are harmless).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { idxFiles } from './hostile/idx.mjs';
import { models } from './hostile/models.mjs';
import { pictures } from './hostile/pictures.mjs';
import { safetensors } from './hostile/safetensors.mjs';

const to = fileURLToPath(new URL('fixtures', import.meta.url));
const kinds = { safetensors, idx: idxFiles, pictures, models };

const put = (name, bytes) => {
  mkdirSync(dirname(join(to, name)), { recursive: true });
  writeFileSync(join(to, name), bytes);
};

rmSync(to, { recursive: true, force: true });
const expected = {};
for (const [kind, files] of Object.entries(kinds))
  for (const [name, [bytes, code]] of Object.entries(files)) {
    put(`${kind}/${name}`, bytes);
    expected[`${kind}/${name}`] = code;
  }
put('models/weights.bin', Buffer.from(new Float32Array([0.5, -0.5, 0.25]).buffer));
put('outside.bin', Buffer.alloc(12));
put('expected.json', `${JSON.stringify(expected, undefined, 2)}\n`);
