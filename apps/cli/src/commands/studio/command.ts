import { Command } from 'commander';
import type { RunCommand } from '../../shell/job.js';
import { withOptions } from '../../shell/options.js';
import type { Terminal } from '../../shell/terminal/terminal.js';
import { studioTexts, type StudioOptions } from './options.js';

/** `interp studio` */
export const studioCommand = (_: RunCommand, terminal: Terminal): Command =>
  withOptions(new Command('studio'), studioTexts)
    .description('open a page where digits are drawn, explained and attacked')
    .addHelpText(
      'after',
      `
Serves the page to this machine alone, until Ctrl-C. Everything is computed in the page; nothing that is drawn or opened there leaves it.

Examples:
  interp studio
  interp studio --model my-net/model.json
  interp studio --port 8080 --no-open
  interp studio --out site`,
    )
    .action(async (options: StudioOptions) => (await import('./run.js')).run(options, terminal));
