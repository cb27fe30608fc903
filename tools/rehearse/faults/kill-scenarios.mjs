// What is killed at any moment: programs that write files, and how to tell that nothing of theirs was lost.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { filesUnder } from '../../lib/workspace.mjs';
import { start, interp } from './program.mjs';
import { hashOf } from './sound.mjs';
import { startMirror } from './mirror.mjs';
import { tinyMnist } from './tiny-mnist.mjs';

/** Seconds are not the same twice. */
const withoutTimes = (path) =>
  JSON.stringify(JSON.parse(readFileSync(path, 'utf8'), (key, value) => (key === 'seconds' ? 0 : value)));

const training = (name, args, weights) => ({
  name,
  what: `interp ${args('DIGITS').join(' ')} --resume`,
  prepare: (place) => ({ digits: tinyMnist(join(place, 'digits')) }),
  args: (folder, { digits }) =>
    interp(...args(digits), '--checkpoint-every', '1', '--quiet', '--resume', '--out', folder),
  result: (folder) =>
    hashOf(
      folder,
      filesUnder(folder, (file) => weights.test(file)),
    ),
});

const download = {
  name: 'download',
  what: 'the download of two files, as interp data fetch does it',
  prepare: async (place) => {
    const mirror = await startMirror();
    const files = join(place, 'files.json');
    writeFileSync(files, JSON.stringify(mirror.files));
    return { mirror, files };
  },
  args: (folder, { mirror, files }) => [
    ...process.execArgv,
    fileURLToPath(new URL('fetch-child.mjs', import.meta.url)),
    folder,
    mirror.url,
    files,
  ],
  result: (folder) =>
    hashOf(
      folder,
      filesUnder(folder, (file) => file.endsWith('.gz')),
    ),
  end: ({ mirror }) => mirror.close(),
};

const reproduceSome = {
  name: 'reproduce',
  what: 'interp reproduce --quick --digits drawn --only 1.1,2.1,2.2',
  prepare: () => ({}),
  args: (folder) =>
    interp(...'reproduce --quick --digits drawn --workers 1 --quiet --only 1.1,2.1,2.2 --out'.split(' '), folder),
  result: (folder) => {
    const drawn = filesUnder(folder, (file) => /^data\/.*\.safetensors$|\.png$/.test(file));
    return `${hashOf(folder, drawn)} ${withoutTimes(join(folder, 'report.json'))}`;
  },
};

const saved = (folder, digits, images) =>
  interp('data', 'show', images, '--data', digits, '--quiet', '--save', join(folder, 'x.safetensors'));
const save = {
  name: '--save',
  what: 'interp data show mnist:train/0-199 --save over an older file',
  prepare: async (place) => {
    const digits = tinyMnist(join(place, 'digits'));
    await start(saved(place, digits, 'mnist:test/0-49'));
    return { older: readFileSync(join(place, 'x.safetensors')), digits };
  },
  before: (folder, { older }) => writeFileSync(join(folder, 'x.safetensors'), older),
  between: (folder, { older }, whole) => {
    const now = readFileSync(join(folder, 'x.safetensors'));
    return now.equals(older) || hashOf(folder, ['x.safetensors']) === whole;
  },
  args: (folder, { digits }) => saved(folder, digits, 'mnist:train/0-199'),
  result: (folder) => hashOf(folder, ['x.safetensors']),
};

/** All of them. */
export const killScenarios = [
  training(
    'train lenet',
    (digits) => ['train', 'lenet', '--data', digits, '--epochs', '2', '--batch', '32'],
    /^model\.json$|\.bin$/,
  ),
  training(
    'train rbm',
    (digits) => ['train', 'rbm', '--data', digits, '--hidden', '8', '--epochs', '3'],
    /^rbm\.safetensors$/,
  ),
  training(
    'train gan',
    (digits) => ['train', 'gan', '--data', digits, '--limit', '128', '--epochs', '1', '--batch', '32', '--latent', '4'],
    /model\.json$|\.bin$|^history\.safetensors$/,
  ),
  download,
  reproduceSome,
  save,
];
