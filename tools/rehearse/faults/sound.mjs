// Tells half a file from a whole one, by what its end and its own checksums say.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { readSafetensors } from '@interp/files';
import { filesUnder } from '../../lib/workspace.mjs';

const refuse = (what) => {
  throw new Error(what);
};

const endsWith = (bytes, end) => bytes.subarray(-end.length).equals(Buffer.from(end)) || refuse('is cut off');

const modelJson = (json, path) => {
  for (const { paths, weights } of json.weightsManifest)
    for (const name of paths) {
      const bytes = readFileSync(join(dirname(path), name));
      const expected = weights.reduce((sum, { shape }) => sum + 4 * shape.reduce((n, size) => n * size, 1), 0);
      if (bytes.length !== expected) refuse(`names ${name} of ${bytes.length} bytes, which should have ${expected}`);
    }
};

/** How each kind of file is looked at; throws where it is not whole. */
const whole = {
  '.safetensors': (bytes) => readSafetensors(bytes),
  '.json': (bytes, path) => {
    const json = JSON.parse(bytes.toString());
    if (basename(path) === 'model.json') modelJson(json, path);
  },
  '.bin': (bytes, path) => {
    const [, hash] = /weights-([0-9a-f]{16})\.bin$/.exec(path) ?? refuse('has a name of nothing that is known');
    if (createHash('sha256').update(bytes).digest('hex').slice(0, 16) !== hash) refuse('is not what its name says');
  },
  '.png': (bytes) => endsWith(bytes, [0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82]),
  '.svg': (bytes) => endsWith(Buffer.from(bytes.toString().trimEnd()), '</svg>'),
  '.html': (bytes) => endsWith(Buffer.from(bytes.toString().trimEnd()), '</html>'),
  '.csv': (bytes) => endsWith(bytes, '\r\n'),
  '.gz': (bytes) => gunzipSync(bytes),
};

/** Holds a file that is called by the hash of its bytes, as those of batches are, to its name. */
const named = (hash) => (bytes) => {
  if (createHash('sha256').update(bytes).digest('hex') !== hash) refuse('is not what its name says');
};

/** What a killed program may leave beside its files: temporary files, whose names nobody reads. */
const temporary = /\.tmp$|\.part$|(?:^|\/)\.interp-[\da-f-]+$/;

/**
 * Looks at every file under a folder.
 *
 * @param folder - the folder
 * @returns `broken`, what is wrong with which files, and `left`, the names of temporary files
 */
export function lookAt(folder) {
  const [broken, left] = [[], []];
  for (const name of filesUnder(folder)) {
    if (temporary.test(name)) {
      left.push(name);
      continue;
    }
    try {
      const [, hash] = /(?:^|\/)([\da-f]{64})(?:\.\w+)?$/.exec(name) ?? [];
      const check = hash ? named(hash) : (whole[extname(name)] ?? refuse('is of no kind that is known'));
      check(readFileSync(join(folder, name)), join(folder, name));
    } catch (error) {
      broken.push(`${name}: ${error.message}`);
    }
  }
  return { broken, left };
}

/** A hash of some files of a folder, to tell whether they are the very same in another. */
export function hashOf(folder, names) {
  const hash = createHash('sha256');
  for (const name of names) hash.update(name).update(readFileSync(join(folder, name)));
  return hash.digest('hex').slice(0, 16);
}
