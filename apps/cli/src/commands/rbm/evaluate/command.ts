import { commandOf } from '../../../shell/command.js';
import { withData } from '../../../shell/options.js';
import { fileHelp, withRbmModel } from '../options.js';
import { evaluateTexts, type RbmEvaluateOptions } from './options.js';

/** `interp rbm evaluate` */
export const rbmEvaluateCommand = commandOf<RbmEvaluateOptions>('evaluate', {
  says: 'log-likelihoods of digits and of blank images under an RBM, with log Z and how it was got',
  shared: [withRbmModel, withData],
  own: evaluateTexts,
  defaults: async () => (await import('@interp/rbm')).evaluateRbmOptions.defaults,
  files: 'rbm-evaluate',
  help: `${fileHelp}
Digits are the test digits of MNIST; where MNIST is not to be found, digits drawn by code take their place, with a note.
Log-densities log p* are up to log Z, log-likelihoods are log p* - log Z; all in nats. --save has log p* of each digit.

Examples:
  interp rbm evaluate --model rbm-8
  interp rbm evaluate --model my-rbm/rbm.safetensors --steps 10000 --json
  interp rbm evaluate --model rbm-100 --limit 1000 --no-baselines --out histogram.png`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
