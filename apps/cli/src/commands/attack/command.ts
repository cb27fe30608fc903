import { attackDefaults, attackTexts } from '../../methods/attack.js';
import { commandOf } from '../../shell/command.js';
import { inputHelp, withCsv, withImages, withModel } from '../../shell/options.js';
import type { AttackOptions } from './options.js';

/** `interp attack INPUT...` */
export const attackCommand = commandOf<AttackOptions, string[]>('attack', {
  says: 'adversarial examples: small changes that make the network misclassify an image',
  takes: ['<input...>', 'images'],
  shared: [withModel, withImages, withCsv],
  own: attackTexts,
  defaults: attackDefaults,
  help: `${inputHelp}
An attack leaves the class of the label where there is one, otherwise the predicted class.
Examples:
  interp attack sample:7 --out fooled.png
  interp attack mnist:test/0-99 --method pgd --epsilon 0.3 --restarts 3 --round
  interp attack mnist:test/0-499 --method pgd --epsilon 0.1,0.2,0.3,0.4,0.5 --out curve.svg
  interp attack sample:1 --target 7 --method carlini-wagner --save attacked.safetensors`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
