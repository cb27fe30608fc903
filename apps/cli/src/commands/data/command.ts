import { commandOf, groupOf } from '../../shell/command.js';
import { inputHelp, withData, withImages } from '../../shell/options.js';
import { fetchTexts, type DataOptions } from './options.js';

const fetchCommand = commandOf<DataOptions>('fetch', {
  says: 'download MNIST, 11.6 MB, and check it',
  shared: [withData],
  own: fetchTexts,
  files: 'data',
  help: `
The files go to --data, or $INTERP_DATA, or the user's cache folder. Files that are already there and
correct are kept, and an interrupted download continues where it stopped.

Examples:
  interp data fetch
  interp data fetch --data data/mnist`,
  work: async (_, options, job) => (await import('./run.js')).fetchData(options, job),
});

const verifyCommand = commandOf<DataOptions>('verify', {
  says: "compare MNIST's files with their lengths and checksums",
  shared: [withData],
  files: 'data',
  help: '\nExample:\n  interp data verify --data data/mnist',
  work: async (_, options, job) => (await import('./run.js')).verifyData(options, job),
});

const showCommand = commandOf<DataOptions, string[]>('show', {
  says: 'say what MNIST holds, or show images',
  takes: ['[input...]', 'images to show'],
  shared: [withImages],
  files: 'data',
  help: `${inputHelp}
Examples:
  interp data show
  interp data show mnist:test/class=5/0-19 --out fives.png
  interp data show photo.png --save photo.safetensors`,
  work: async (inputs, options, job) => (await import('./run.js')).showData(inputs, options, job),
});

/** `interp data` */
export const dataCommand = groupOf('data', 'the MNIST data set: fetch it, verify it, show it', [
  fetchCommand,
  verifyCommand,
  showCommand,
]);
