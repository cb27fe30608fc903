import { commandOf } from '../../shell/command.js';
import { withImages, withModel } from '../../shell/options.js';
import { evaluateTexts, type EvaluateOptions } from './options.js';

/** `interp evaluate` */
export const evaluateCommand = commandOf<EvaluateOptions, string[]>('evaluate', {
  says: 'accuracy: overall, for each class, and which classes are confused',
  takes: ['[input...]', 'labelled images (default: the test digits of MNIST)'],
  shared: [withModel, withImages],
  own: evaluateTexts,
  help: `
Examples:
  interp evaluate
  interp evaluate --model my-lenet/model.json --limit 1000
  interp evaluate --model lenet-robust --robust --against lenet
  interp evaluate digits.safetensors --json`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
