import { hiddenTexts } from '../shell/hidden-options.js';
import { count, type OptionsOf, type OptionTexts } from '../shell/options.js';

/** Steps of activation maximisation; more than the package takes, for pictures of all classes. */
export const amSteps = 200;

/** How prototypes are found. */
export const prototypeMethodTexts = {
  '--method <name>': [
    'activation maximisation (am), patches replaced by background, or am with an expert or a decoder',
    ['am', 'background', 'expert', 'decoder'],
    'am',
  ],
  '--class <classes>': ["a class by its number or name, several as 0,3,8, or 'all'", undefined, 'all'],
  ...hiddenTexts,
  '--init <input>': "where to start: 'random' (default; of background 'blank'), 'blank' or an INPUT",
  '--objective <name>': ['what is maximised (default: {objective})', ['probability', 'log-probability', 'logit']],
  '--lambda <n>': ['weight of the penalty ||x||²', { min: 0 }],
  '--optimizer <name>': ['optimiser of the ascent (default: adam)', ['adam', 'momentum', 'plain']],
  '--rate <n>': ['length of a step', { above: 0 }],
  '--steps <n>': [
    `steps of each run (default: ${amSteps}; expert {expertSteps}, decoder {decoderSteps})`,
    { integer: true, min: 0 },
  ],
  '--tv <n>': ['weight of the penalty on total variation', { min: 0 }],
  '--jitter <pixels>': ['random moves before each step', { integer: true, min: 0 }],
  '--restarts <n>': ['runs of each prototype from different noise', count],
  '--draws <n>': ['latent codes drawn for each prototype, at the best of which runs start (default: 64)', count],
  '--decoder <model>': '{decoder} (default), generator-conv, or a TensorFlow.js model.json',
  '--threshold <p>': [
    'probability at which an ascent through a decoder stops (default: {threshold}; 0 runs all steps)',
    { min: 0, max: 1 },
  ],
  '--expert <rbm>': '{expert} (default), rbm-100, or a Gaussian RBM in .safetensors; also together with a decoder',
  '--gamma <n>': ["the expert's weight (default: {gamma}; 0 with --pick odd)", { min: 0 }],
  '--side <pixels>': ['side of a patch', count],
  '--background <n>': ["what a patch is set to (default: the network's lowest value)", {}],
  '--order <name>': ['in what order patches are tried (default: {order})', ['rows', 'columns', 'random']],
  '--passes <n>': ['passes over all patches (default: until none is kept)', count],
  '--alternate <n>': ['how many times to alternate with am', { integer: true, min: 0 }],
  '--pick <which>': [
    'which run to keep: the best, or of a decoder the one that another network recognises least (odd)',
    ['best', 'odd'],
  ],
  '--judge <model>': 'the network that judges the prototypes (default: lenet-relu; for lenet-relu, lenet)',
} as const satisfies OptionTexts;

/** Options of commands that find prototypes. */
export type PrototypeFlags = OptionsOf<typeof prototypeMethodTexts> & Readonly<{ model: string; seed?: number }>;

/** What the packages have for options that are left out. */
export const prototypeDefaults = async () => {
  const [am, open] = await Promise.all([import('@interp/am'), import('@interp/open')]);
  const { steps, totalVariation: tv, ...others } = am.prototypeMethodDefaults;
  return { ...open.namedPrototypeDefaults, ...others, tv, expertSteps: steps.expert, decoderSteps: steps.decoder };
};
