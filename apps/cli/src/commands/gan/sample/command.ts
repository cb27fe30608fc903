import { commandOf } from '../../../shell/command.js';
import { withGenerator } from '../options.js';
import { sampleTexts, type GanSampleOptions } from './options.js';

/** `interp gan sample` */
export const ganSampleCommand = commandOf<GanSampleOptions>('sample', {
  says: 'digits that a generator makes from random latent codes, or from codes between them',
  shared: [withGenerator],
  own: sampleTexts,
  defaults: async () => (await import('@interp/gan')).sampleOptions.defaults,
  files: 'gan-sample',
  help: `
--save has "images" [n,28,28,1] from -1 to 1, which other commands read, and "latent" [n,64].

Examples:
  interp gan sample --out digits.png
  interp gan sample --count 5 --walk 10 --seed 3 --out walk.png
  interp gan sample --model my-gan/model.json --count 1000 --save samples.safetensors`,
  work: async (_, options, job) => (await import('./run.js')).run(options, job),
});
