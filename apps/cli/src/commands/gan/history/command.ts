import { commandOf } from '../../../shell/command.js';
import { historyTexts, type GanHistoryOptions } from './options.js';

/** `interp gan history` */
export const ganHistoryCommand = commandOf<GanHistoryOptions, string | undefined>('history', {
  says: 'how samples from the same latent codes become digits during training (Figure 2.3 of the thesis)',
  takes: ['[folder]', 'of an interp train gan (default: the training of the built-in generator)'],
  own: historyTexts,
  files: 'gan-history',
  help: `
Examples:
  interp gan history --out figure-2.3.png --animation figure-2.3.gif
  interp gan history my-gan --out my-history.png`,
  work: async (folder, options, job) => (await import('./run.js')).run(folder, options, job),
});
