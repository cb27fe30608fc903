import { commandOf } from '../../shell/command.js';
import { withData } from '../../shell/options.js';
import { reproduceTexts, type ReproduceOptions } from './options.js';

/** `interp reproduce` */
export const reproduceCommand = commandOf<ReproduceOptions>('reproduce', {
  says: 'every figure, table and claim of the thesis in one report, beside its own numbers',
  common: {
    out: 'folder of the report (default: out/thesis)',
    workers: 'figures at a time, each in a thread with a backend of its own (auto: one a core, 2 at most)',
  },
  shared: [withData],
  own: reproduceTexts,
  conflict: ['quick', 'train'],
  defaults: async () => ({ lang: (await import('@interp/thesis/node')).reportOptions.defaults.language }),
  writesFolder: true,
  help: `
Each is drawn with two networks: one trained as the thesis trained its own, and today’s, or yours.
The folder gets index.html, which opens anywhere without a network, report.json, and each figure and its raw data as files.
The same command goes on with a run that was stopped. A figure that fails is reported in its place, and the exit code is 1.

Examples:
  interp reproduce --quick
  interp reproduce --lang es --out informe
  interp reproduce --quick --only 3.1,3.10,4.2
  interp reproduce --quick --model my-lenet/model.json --only table4.1,3.10
  interp reproduce --train --out out/from-scratch`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
