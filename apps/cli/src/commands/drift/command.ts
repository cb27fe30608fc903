import { commandOf } from '../../shell/command.js';
import { inputHelp, withImages, withModel } from '../../shell/options.js';
import { driftTexts, type DriftOptions } from './options.js';

const loadDefaults = async () => (await import('@interp/adversarial')).driftOptions.defaults;

/** `interp drift` */
export const driftCommand = commandOf<DriftOptions, string[]>('drift', {
  says: 'how far explanations move when an image is attacked',
  takes: ['<input...>', 'images'],
  shared: [withModel, withImages],
  own: driftTexts,
  defaults: loadDefaults,
  help: `${inputHelp}
The class that the network takes the image for is explained, of the image and of what the attack made of it, by
LRP (alpha 2, beta 1) and by sensitivity. Said is how well both maps agree: Spearman's rank correlation of
all values, the share of the top values that both have, the cosine of the angle between them.

Examples:
  interp drift sample:3 sample:5 --model lenet-robust --against lenet --out drift.png
  interp drift mnist:test/0-999 --against lenet-robust --json`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
