import { commandOf } from '../../shell/command.js';
import { count, inputHelp, parseNumber, withCsv, withImages, withModel } from '../../shell/options.js';
import { attacks, radii, type AttackOptions } from './options.js';

const epsilons = (text: string): readonly number[] =>
  text
    .split(',')
    .map((part) => parseNumber('--epsilon', 'number, or numbers as 0.1,0.2,', { min: 0 }, part, () => true));

const loadDefaults = async () => {
  const { deepFoolOptions, noiseOptions } = await import('@interp/adversarial');
  return { form: deepFoolOptions.defaults.form, distribution: noiseOptions.defaults.distribution };
};

/** `interp attack INPUT...` */
export const attackCommand = commandOf<AttackOptions, string[]>('attack', {
  says: 'adversarial examples: small changes that make the network misclassify an image',
  takes: ['<input...>', 'images'],
  shared: [withModel, withImages, withCsv],
  own: {
    '--method <name>': ['the attack', attacks, 'deepfool'],
    '--norm <name>': [
      'norm that measures the change (default: linf; l2 for deepfool and carlini-wagner)',
      Object.keys(radii),
    ],
    '--epsilon <n,...>': [
      `the largest change, in units of the input (default: ${radii.linf}; l2 ${radii.l2}; l1 ${radii.l1}); several values draw a curve`,
      epsilons,
    ],
    '--steps <n>': ['steps at most', count],
    '--step-size <n>': ['length of a step, in units of the input', { min: 0 }],
    '--restarts <n>': [
      'random starts (default: 0, which starts at the image); of noise, how many draws',
      { integer: true, min: 0 },
    ],
    '--target <c>': 'the class that the image is to be mistaken for, its number or name (default: any other)',
    '--form <name>': ['deepfool: which variant of the algorithm (default: {form})', ['clipped', 'authors', 'paper']],
    '--candidates <n>': ['deepfool: how many of the likeliest classes to consider', { integer: true, min: 2 }],
    '--searches <n>': ['carlini-wagner: how many values of the constant to try', count],
    '--distribution <name>': ['noise: how it is drawn (default: {distribution})', ['uniform', 'gaussian']],
    '--round': 'judge images rounded to 8 bits, as a saved PNG is',
  },
  defaults: loadDefaults,
  help: `${inputHelp}
An attack leaves the class of the label where there is one, otherwise the predicted class.
Examples:
  interp attack sample:7 --out fooled.png
  interp attack mnist:test/0-99 --method pgd --epsilon 0.3 --restarts 3 --round
  interp attack mnist:test/0-499 --method pgd --epsilon 0.1,0.2,0.3,0.4,0.5 --out curve.svg
  interp attack sample:1 --target 7 --method carlini-wagner --save attacked.safetensors`,
  work: async (inputs, options, job) => (await import('./run.js')).run(inputs, options, job),
});
