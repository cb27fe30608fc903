import { count, type ImageCommandOptions, type OptionsOf, type OptionTexts } from '../../../shell/options.js';
import { attackTexts, type AttackFlags } from '../../../methods/attack.js';
import { explainedTexts, explanationTexts, type ExplanationFlags } from '../../../methods/explanation.js';
import { prototypeMethodTexts } from '../../../methods/prototype.js';
import { jobTexts } from '../options.js';

const jobAndChunk = { ...jobTexts, '--chunk <n>': ['images in a chunk: so many that it takes about a second', { ...count, max: 1_000_000 }] } as const satisfies OptionTexts; // prettier-ignore

const { '--class <c>': ofClass, '--score <name>': ofScore } = explainedTexts;
const ofPrototypes = { '--init <input>': ['where to start', ['random', 'blank']], '--copies <n>': ['prototypes of each class, each of its own seed', count] } as const satisfies OptionTexts; // prettier-ignore

/** The options of what is submitted, by its name. */
export const submitTexts = {
  explain: { ...explainedTexts, ...explanationTexts, ...jobAndChunk },
  classify: jobAndChunk,
  attack: { ...attackTexts, ...jobAndChunk },
  metrics: { '--class <c>': ofClass, '--score <name>': ofScore, ...explanationTexts, ...jobAndChunk },
  prototype: { ...prototypeMethodTexts, ...ofPrototypes, ...jobAndChunk },
} satisfies Readonly<Record<string, OptionTexts>>;

/** Options of `interp batch submit`. */
export type SubmitOptions = ImageCommandOptions<typeof submitTexts.classify> & OptionsOf<typeof ofPrototypes> & Omit<ExplanationFlags, 'method'> & Omit<AttackFlags, 'method' | 'epsilon'>; // prettier-ignore
