import { Command } from 'commander';
import {
  inputHelp,
  withCommon,
  withData,
  withImages,
  type CommonOptions,
  type InputOptions,
} from '../../shell/common-options.js';
import { runCommand } from '../../shell/run-command.js';
import type { Terminal } from '../../shell/terminal.js';

/** What the commands about data can be told. */
export interface DataOptions extends CommonOptions, InputOptions {
  /** Other places to fetch from. */
  readonly mirror?: readonly string[];
}

const fetchCommand = (terminal: Terminal): Command =>
  withData(withCommon(new Command('fetch')))
    .description('download MNIST, 11.6 MB, and check it')
    .option('--mirror <urls...>', 'folders on the web that have the four files, tried in order')
    .addHelpText(
      'after',
      `
The files go to --data, or $INTERP_DATA, or the user's cache folder. What is there and right is kept; an interrupted
download is gone on with.

Examples:
  interp data fetch
  interp data fetch --data data/mnist`,
    )
    .action((options: DataOptions) =>
      runCommand('data', options, terminal, async (job) => (await import('./fetch.js')).dataFetch(job)),
    );

const verifyCommand = (terminal: Terminal): Command =>
  withData(withCommon(new Command('verify')))
    .description("compare MNIST's files with their lengths and checksums")
    .addHelpText('after', '\nExample:\n  interp data verify --data data/mnist')
    .action((options: DataOptions) =>
      runCommand('data', options, terminal, async (job) => (await import('./verify.js')).dataVerify(job)),
    );

const showCommand = (terminal: Terminal): Command =>
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
      runCommand('data', options, terminal, async (job) => (await import('./show.js')).dataShow(inputs, job)),
    );

/** `interp data` */
export const dataCommand = (terminal: Terminal): Command => {
  const data = new Command('data').description('the MNIST data set: fetch it, verify it, show it');
  for (const command of [fetchCommand, verifyCommand, showCommand]) data.addCommand(command(terminal));
  return data;
};
