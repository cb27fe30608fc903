import { commandOf } from '../../../shell/command.js';
import { withData } from '../../../shell/options.js';
import { withGenerator } from '../options.js';
import { evaluateTexts, type GanEvaluateOptions } from './options.js';

/** `interp gan evaluate` */
export const ganEvaluateCommand = commandOf<GanEvaluateOptions>('evaluate', {
  says: 'how good samples are: classes covered, Fréchet distance, whether they are copies',
  shared: [withGenerator, withData],
  own: evaluateTexts,
  defaults: async () => (await import('@interp/gan')).evaluateGanOptions.defaults,
  files: 'gan-evaluate',
  help: `
Fréchet distances are between the last hidden units of --judge, of samples and of the test digits; "floor" is that of as many
training digits. Distances to neighbours are Euclidean, over pixels from -1 to 1. Where MNIST is not found, digits drawn by code
take its place, with a note; coverage and the judge's certainty do not depend on them.

Examples:
  interp gan evaluate
  interp gan evaluate --model my-gan/model.json --judge lenet-relu --json`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
