import type { usualRadii } from '@interp/adversarial';
import { UsageError } from '../shell/failure.js';
import { hiddenClass, hiddenTexts } from '../shell/hidden-options.js';
import { count, parseNumber, type OptionsOf, type OptionTexts } from '../shell/options.js';

/** Radii of the ball; several for a curve. */
const epsilons = (text: string): readonly number[] =>
  text.split(',').map((part) => parseNumber('--epsilon', { min: 0 }, part, 'number, or numbers as 0.1,0.2,'));

/** How images are attacked. */
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
  '--threshold <n>': ['of --index or --similar-to: two classes, for the value is up to it, or above', {}],
  '--form <name>': ['deepfool: which variant of the algorithm (default: {form})', ['clipped', 'authors', 'paper']],
  '--candidates <n>': ['deepfool: how many of the likeliest classes to consider', { integer: true, min: 2 }],
  '--searches <n>': ['carlini-wagner: how many values of the constant to try', count],
  '--distribution <name>': ['noise: how it is drawn (default: {distribution})', ['uniform', 'gaussian']],
  '--round': 'judge images rounded to 8 bits, as a saved PNG is',
} as const satisfies OptionTexts;

/** What the package has for options that are left out. */
export const attackDefaults = async () => {
  const { deepFoolOptions, noiseOptions, usualRadii } = await import('@interp/adversarial');
  const { form } = deepFoolOptions.defaults;
  return { ...usualRadii, form, distribution: noiseOptions.defaults.distribution };
};

/** Options of single attacks that are those of `@interp/adversarial`. */
const ownOptions = ['steps', 'stepSize', 'form', 'candidates', 'searches', 'distribution'] as const;

/** Options of commands that attack. */
export type AttackFlags = OptionsOf<typeof attackTexts>;

/**
 * The attack that the options ask for as plain data, and how far it may go: several lengths for a curve, none for the smallest change that is enough.
 *
 * @param radii - `usualRadii` of `@interp/adversarial`, which is not loaded for the help of a command
 * @param options - of the command line
 */
export const attackData = (radii: typeof usualRadii, options: AttackFlags) => {
  const { method, norm, restarts } = options;
  const isMinimal = method === 'deepfool' || method === 'carlini-wagner';
  const epsilons = options.epsilon ?? (isMinimal ? [] : [radii[norm ?? 'linf']]);
  const own = Object.fromEntries(ownOptions.map((name) => [name, options[name]]));
  const isPgd = method === 'pgd' || method === 'momentum-pgd';
  // `--restarts 0`, the default, is one run from the image itself.
  const starts = isPgd ? { randomStart: (restarts ?? 0) > 0, restarts: restarts || 1 } : { restarts };
  const repeats = method === 'noise' ? { draws: restarts === 0 ? 1 : restarts } : starts;
  return { data: { method, norm, epsilon: isMinimal ? undefined : epsilons[0], ...own, ...repeats }, epsilons };
};

/** The class that images are to be mistaken for, as it was given; with --index, that is a side of the threshold. */
export const wantedTarget = (options: AttackFlags): string | undefined => {
  if (options.index && options.threshold === undefined)
    throw new UsageError('--index of an attack is a value, no class; expected --threshold with the number that it is to cross'); // prettier-ignore
  return options.index ? options.target : (hiddenClass(options) ?? options.target);
};
