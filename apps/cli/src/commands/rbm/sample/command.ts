import { commandOf } from '../../../shell/command.js';
import { inputHelp, withImages } from '../../../shell/options.js';
import { fileHelp, withRbmModel } from '../options.js';
import { sampleTexts, type RbmSampleOptions } from './options.js';

/** `interp rbm sample` */
export const rbmSampleCommand = commandOf<RbmSampleOptions>('sample', {
  says: 'sample an RBM by Gibbs steps, from images or from noise (Figure 2.2 of the thesis)',
  shared: [withRbmModel, withImages],
  own: sampleTexts,
  files: 'rbm-sample',
  help: `${inputHelp}${fileHelp}
The picture shows the starts and, below each, the mean of its visible units after the last step. --save has these means as
"samples" [n,28,28,1] from -1 to 1, which other commands read, the units with their noise as "visible", and "starts".

Examples:
  interp rbm sample --out figure-2.2.png
  interp rbm sample --model rbm-8 --init random --count 20 --steps 2000 --seed 1
  interp rbm sample --model my-rbm/rbm.safetensors --init mnist:test/0-9 --save samples.safetensors`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
