import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { inputHelp, withCommon, withData, withImages } from '../../shell/options.js';
import type { DataOptions } from './options.js';

const fetchCommand = (run: RunCommand): Command =>
  withData(withCommon(new Command('fetch')))
    .description('download MNIST, 11.6 MB, and check it')
    .option('--mirror <urls...>', 'web folders that hold the four files, tried in order')
    .option('--plain-http', 'take mirrors without encryption (http:) too')
    .addHelpText(
      'after',
      `
The files go to --data, or $INTERP_DATA, or the user's cache folder. Files that are already there and
correct are kept, and an interrupted download continues where it stopped.

Examples:
  interp data fetch
  interp data fetch --data data/mnist`,
    )
    .action((options: DataOptions) =>
      run('data', options, async (job) => (await import('./run.js')).fetchData(options, job)),
    );

const verifyCommand = (run: RunCommand): Command =>
  withData(withCommon(new Command('verify')))
    .description("compare MNIST's files with their lengths and checksums")
    .addHelpText('after', '\nExample:\n  interp data verify --data data/mnist')
    .action((options: DataOptions) =>
      run('data', options, async (job) => (await import('./run.js')).verifyData(options, job)),
    );

const showCommand = (run: RunCommand): Command =>
  withImages(withCommon(new Command('show')))
    .description('say what MNIST holds, or show images')
    .argument('[input...]', 'images to show')
    .addHelpText(
      'after',
      `${inputHelp}
Examples:
  interp data show
  interp data show mnist:test/class=5/0-19 --out fives.png
  interp data show photo.png --save photo.safetensors`,
    )
    .action((inputs: string[], options: DataOptions) =>
      run('data', options, async (job) => (await import('./run.js')).showData(inputs, options, job)),
    );

/** `interp data` */
export const dataCommand = (run: RunCommand): Command => {
  const data = new Command('data').description('the MNIST data set: fetch it, verify it, show it');
  for (const command of [fetchCommand, verifyCommand, showCommand]) data.addCommand(command(run));
  return data;
};
