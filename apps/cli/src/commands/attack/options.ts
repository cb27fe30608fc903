import { hiddenTexts } from '../../shell/hidden-options.js';
import { count, parseNumber, type ImageCommandOptions, type OptionTexts } from '../../shell/options.js';

/** Radii of the ball; several for a curve. */
const epsilons = (text: string): readonly number[] =>
  text.split(',').map((part) => parseNumber('--epsilon', { min: 0 }, part, 'number, or numbers as 0.1,0.2,'));

/** The options of the command's own. */
export const attackTexts = {
  '--method <name>': [
    'the attack',
    ['fgsm', 'bim', 'pgd', 'momentum-pgd', 'deepfool', 'carlini-wagner', 'noise'],
    'deepfool',
  ],
  '--norm <name>': [
    'norm that measures the change (default: linf; l2 for deepfool and carlini-wagner)',
    ['linf', 'l2', 'l1'],
  ],
  '--epsilon <n,...>': [
    'the largest change, in units of the input (default: {linf}; l2 {l2}; l1 {l1}); several values draw a curve',
    epsilons,
  ],
  '--steps <n>': ['steps at most', count],
  '--step-size <n>': ['length of a step, in units of the input', { min: 0 }],
  '--restarts <n>': [
    'random starts (default: 0, which starts at the image); of noise, how many draws',
    { integer: true, min: 0 },
  ],
  '--target <c>': 'the class that the image is to be mistaken for, its number or name (default: any other)',
  ...hiddenTexts,
  '--threshold <n>': ['of --index: two classes, for the value is up to it, or above', {}],
  '--form <name>': ['deepfool: which variant of the algorithm (default: {form})', ['clipped', 'authors', 'paper']],
  '--candidates <n>': ['deepfool: how many of the likeliest classes to consider', { integer: true, min: 2 }],
  '--searches <n>': ['carlini-wagner: how many values of the constant to try', count],
  '--distribution <name>': ['noise: how it is drawn (default: {distribution})', ['uniform', 'gaussian']],
  '--round': 'judge images rounded to 8 bits, as a saved PNG is',
} as const satisfies OptionTexts;

/** Options of single attacks that are those of `@interp/adversarial`. */
export const ownOptions = ['steps', 'stepSize', 'form', 'candidates', 'searches', 'distribution'] as const;

/** Options of `interp attack`. */
export type AttackOptions = ImageCommandOptions<typeof attackTexts>;
