import { Command } from 'commander';
import type { RunCommand } from '../../../shell/job.js';
import { withCommon, withOptions } from '../../../shell/options.js';
import { historyTexts, type GanHistoryOptions } from './options.js';

/** `interp gan history` */
export const ganHistoryCommand = (run: RunCommand): Command =>
  withOptions(withCommon(new Command('history')), historyTexts)
    .description('how samples from the same latent codes become digits during training (Figure 2.3 of the thesis)')
    .argument('[folder]', 'of an interp train gan (default: the training of the built-in generator)')

    .addHelpText(
      'after',
      `
Examples:
  interp gan history --out figure-2.3.png --animation figure-2.3.gif
  interp gan history my-gan --out my-history.png`,
    )
    .action((folder: string | undefined, options: GanHistoryOptions) =>
      run('gan-history', options, async (job) => (await import('./run.js')).run(folder, options, job)),
    );
