#!/usr/bin/env node
// node tools/rehearse/libtensorflow/provide.mjs [--gpu] [FOLDER]
// Makes the @tensorflow/tfjs-node (or -gpu) that FOLDER has installed work where its own download does not: libtensorflow comes out of
// a wheel of Python's TensorFlow, fetched by pip, and the addon is compiled here. First, in FOLDER:
//   npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0
// Needs Linux on x64 with glibc, Node.js 22 at most, g++ (or CXX) and Python with pip (or PYTHON). Keeps 620 MB in
// INTERP_LIBTENSORFLOW, by default ~/.cache/interp-libtensorflow. Again after each `npm ci`; not `npm rebuild`, which deletes it all.
import { parseArgs } from 'node:util';
import { isMain } from '../../lib/workspace.mjs';
import { buildAddon, packageFolder } from './addon.mjs';
import { library } from './library.mjs';
import { refusal } from './refusal.mjs';
import { libraryVersion, variants } from './variants.mjs';
import { works } from './works.mjs';

const say = (line) => console.log(`libtensorflow: ${line}`);

/** Makes the variant that `folder` has installed compute; throws an Error of one line where it cannot. */
export function provide(folder, name = 'tensorflow') {
  const variant = variants[name];
  const refused = refusal();
  if (refused !== undefined) throw new Error(refused);
  const packageAt = packageFolder(folder, variant.packageName);
  if (!packageAt) {
    const command = `npm install --ignore-scripts ${variant.packageName}@${variant.version}`;
    throw new Error(`${folder} has no ${variant.packageName}; expected: ${command}`);
  }
  if (works(packageAt).version !== libraryVersion) {
    const unpacked = library(variant, say);
    say('compiling the addon …');
    buildAddon(folder, packageAt, unpacked);
    const { version, reason } = works(packageAt);
    if (version !== libraryVersion) throw new Error(`${variant.packageName} does not compute: ${reason ?? version}`);
  }
  say(`${variant.packageName} computes with TensorFlow ${libraryVersion}`);
}

if (isMain(import.meta.url)) {
  const { values, positionals } = parseArgs({ options: { gpu: { type: 'boolean' } }, allowPositionals: true });
  try {
    provide(positionals[0] ?? '.', values.gpu ? 'tensorflow-gpu' : 'tensorflow');
  } catch (error) {
    console.error(`libtensorflow: ${error.message}`);
    process.exitCode = 1;
  }
}
