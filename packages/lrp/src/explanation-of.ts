import { checkedBy, choice, InterpError, optionsTable, type OptionRules, type OptionsTable } from '@interp/checks';
import type { Classifier } from '@interp/core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { Attribution } from './attribution.js';
import type { Composite } from './composite.js';
import {
  attnLrp,
  cpLrp,
  epsilonAlpha2Beta1,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonGammaBoxOptions,
  epsilonPlus,
  epsilonPlusFlat,
} from './composites.js';
import { gradCam, gradCamOptions, type GradCamOptions } from './gradients/grad-cam.js';
import { gradient, gradientTimesInput, sensitivity } from './gradients/gradient.js';
import {
  integratedGradients,
  integratedGradientsOptions,
  type IntegratedGradients,
  type IntegratedGradientsOptions,
} from './gradients/integrated-gradients.js';
import { smoothGrad, smoothGradOptions, type SmoothGradOptions } from './gradients/smooth-grad.js';
import { lrp, lrpOptions, type LrpAttribution, type LrpOptions } from './lrp.js';
import { batchOptions } from './per-batch.js';
import { occlusion, occlusionOptions, type OcclusionOptions } from './perturbation/occlusion.js';
import { alphaBeta, alphaBetaOptions, zPlus, type AlphaBetaOptions } from './rules/alpha-beta.js';
import { epsilon, epsilonOptions, type EpsilonOptions } from './rules/epsilon.js';
import { flat } from './rules/flat.js';
import { gamma, gammaOptions, type GammaOptions } from './rules/gamma.js';
import { lrp0 } from './rules/lrp0.js';
import { pass } from './rules/pass.js';
import type { LrpRule } from './rules/rule.js';
import { wSquare } from './rules/w-square.js';
import { zBox, zBoxOptions, type ZBoxOptions } from './rules/z-box.js';

/** A table of options, as far as it says which there are. */
type Names = Readonly<Record<'rules', object>>;
const none: Names = { rules: {} };

/** Each method with the table of its options. */
const methods = {
  sensitivity: [sensitivity, batchOptions],
  gradient: [gradient, batchOptions],
  'gradient-x-input': [gradientTimesInput, batchOptions],
  'integrated-gradients': [integratedGradients, integratedGradientsOptions],
  smoothgrad: [smoothGrad, smoothGradOptions],
  occlusion: [occlusion, occlusionOptions],
  'grad-cam': [gradCam, gradCamOptions],
  lrp: [lrp, lrpOptions],
} as const satisfies Readonly<Record<ExplanationOptions['method'], readonly [unknown, Names]>>;

/** Each rule of relevance propagation with the table of its options. */
const rules = {
  lrp0: [lrp0, none],
  epsilon: [epsilon, epsilonOptions],
  gamma: [gamma, gammaOptions],
  'alpha-beta': [alphaBeta, alphaBetaOptions],
  'z-plus': [zPlus, none],
  'z-box': [zBox, zBoxOptions],
  'w-square': [wSquare, none],
  flat: [flat, none],
  pass: [pass, none],
} as const satisfies Readonly<Record<NonNullable<ExplanationOptions['rule']>, readonly [unknown, Names]>>;

/** The composites. */
const composites = {
  'epsilon-plus': [epsilonPlus, epsilonOptions],
  'epsilon-plus-flat': [epsilonPlusFlat, epsilonOptions],
  'epsilon-alpha2-beta1': [epsilonAlpha2Beta1, epsilonOptions],
  'epsilon-alpha2-beta1-flat': [epsilonAlpha2Beta1Flat, epsilonOptions],
  'epsilon-gamma-box': [epsilonGammaBox, epsilonGammaBoxOptions],
  'attn-lrp': [attnLrp, epsilonOptions],
  'cp-lrp': [cpLrp, epsilonOptions],
} as const satisfies Readonly<Record<NonNullable<ExplanationOptions['composite']>, readonly [unknown, Names]>>;

/** Methods that go through the network many times for each image, so that fewer images are explained at once. */
export const slowExplanations: readonly ExplanationOptions['method'][] = [
  'integrated-gradients',
  'smoothgrad',
  'occlusion',
];

/** Methods that look at the places of a picture, and so at one input of a network of several. */
export const pictureExplanations: readonly ExplanationOptions['method'][] = ['occlusion', 'grad-cam'];

const ruleNumbers = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high'] as const;

/** An explanation as plain data: the name of the method, those of its rules, and the options that are not to have their defaults. */
export interface ExplanationOptions
  extends
    Omit<LrpOptions, 'rules'>,
    IntegratedGradientsOptions,
    SmoothGradOptions,
    OcclusionOptions,
    GradCamOptions,
    Omit<AlphaBetaOptions, 'stabiliser'>,
    EpsilonOptions,
    Pick<GammaOptions, 'gamma'>,
    ZBoxOptions {
  /** Which method. */
  readonly method:
    | 'sensitivity'
    | 'gradient'
    | 'gradient-x-input'
    | 'integrated-gradients'
    | 'smoothgrad'
    | 'occlusion'
    | 'grad-cam'
    | 'lrp';
  /** Of `lrp`: one rule for all layers. Default `alpha-beta`. */
  readonly rule?: 'lrp0' | 'epsilon' | 'gamma' | 'alpha-beta' | 'z-plus' | 'z-box' | 'w-square' | 'flat' | 'pass';
  /** Of `lrp`: rules by layer. Default one rule for all. */
  readonly composite?:
    | 'epsilon-plus'
    | 'epsilon-plus-flat'
    | 'epsilon-alpha2-beta1'
    | 'epsilon-alpha2-beta1-flat'
    | 'epsilon-gamma-box'
    | 'attn-lrp'
    | 'cp-lrp';
}

const { alpha } = alphaBetaOptions.defaults;

/** What options of {@link ExplanationOptions} are where they are left out, of whichever method; ends of ranges depend on the network. */
export const explanationDefaults: Required<
  Pick<LrpOptions, 'emptyBranch' | 'strict' | 'keep'> &
    Pick<
      ExplanationOptions,
      'alpha' | 'beta' | 'epsilon' | 'gamma' | 'nodes' | 'samples' | 'noise' | 'window' | 'stride'
    >
> = {
  alpha,
  beta: alpha - 1,
  ...epsilonOptions.defaults,
  ...gammaOptions.defaults,
  ...lrpOptions.defaults,
  ...integratedGradientsOptions.defaults,
  ...smoothGradOptions.defaults,
  ...occlusionOptions.defaults,
};

/** A method of explanation with all its options, as {@link explanationOf} makes it; maps belong to the caller. */
export type Explanation = (
  classifier: Classifier,
  x: Tensor,
) => Attribution & Partial<LrpAttribution & IntegratedGradients>;

const names = [
  ...new Set([...Object.values(methods).flatMap(([, table]) => Object.keys(table.rules)), ...ruleNumbers]),
].filter((name) => name !== 'rules');
const keysOf = <Name extends string>(table: Readonly<Record<Name, unknown>>): Name[] => Object.keys(table) as Name[];
/** Checks of {@link ExplanationOptions}; which of them a method takes, and which values, its own table says. */
export const explanationOptions: OptionsTable<
  ExplanationOptions,
  OptionRules<ExplanationOptions>
> = optionsTable<ExplanationOptions>()({
  ...(Object.fromEntries(names.map((name) => [name, checkedBy(() => undefined)])) as OptionRules<
    Omit<ExplanationOptions, 'method' | 'rule' | 'composite'>
  >),
  method: choice(keysOf(methods), { required: true }),
  rule: choice(keysOf(rules)),
  composite: choice(keysOf(composites)),
});

const refused = (message: string): InterpError => new InterpError('bad-option', message);

/** The options of a table among others. */
const pick = (options: object, { rules: table }: Names): object =>
  Object.fromEntries(Object.entries(options).filter(([name]) => name in table));

/** The rules that options ask for; throws InterpError `bad-option` for a number of other rules. */
const rulesOf = ({ rule = 'alpha-beta', composite, ...numbers }: Partial<ExplanationOptions>): LrpRule | Composite => {
  const [make, table]: readonly [unknown, Names] = composite === undefined ? rules[rule] : composites[composite];
  const idle = ruleNumbers.find((name) => numbers[name] !== undefined && !(name in table.rules));
  if (idle !== undefined) {
    const taken = ruleNumbers.filter((name) => name in table.rules).map((name) => `the option ${name}`);
    throw refused(
      `the option ${idle} means nothing to ${composite ?? rule}; expected ${taken.join(' or ') || 'no number'}`,
    );
  }
  return (make as (options: object) => LrpRule | Composite)(pick(numbers, table));
};

/**
 * A method of explanation of plain data, as a form, a file of settings or a job in a queue holds it: a function of a classifier and images, such as
 * `compareExplanations` takes.
 *
 * @param options - the method's name, its rules, and its options
 * @returns the method with these options
 * @throws InterpError `bad-option` for an unknown name, for an option of another method or rule, and as the rules themselves; the method it returns
 *   throws what it throws
 *
 * @example
 * ```ts
 * import { startBackend } from '@interp/backend';
 * import { classifier } from '@interp/core';
 * import { lenet } from '@interp/lenet';
 * import { explanationOf } from '@interp/lrp';
 * import { sampleDigits } from '@interp/mnist';
 *
 * await startBackend('wasm');
 * const explain = explanationOf(JSON.parse('{ "method": "lrp", "composite": "epsilon-plus", "epsilon": 0.1 }'));
 * const { relevance, targets } = explain(classifier(lenet({ seed: 1 })), sampleDigits().images([3]));
 * console.log(targets.length, relevance.shape); // 1 [ 1, 28, 28, 1 ]
 * relevance.dispose();
 * ```
 */
export const explanationOf = (options: ExplanationOptions): Explanation => {
  const { method, ...others } = explanationOptions.withDefaults(options);
  const { rule, composite } = others;
  const [explain, table]: readonly [unknown, Names] = methods[method];
  if (rule !== undefined && composite !== undefined)
    throw refused('the options rule and composite are both there; expected one of them');
  const ofLrp = [...ruleNumbers, 'rule', 'composite', 'strict'] as const;
  const lrpOnly = ofLrp.find((name) => method !== 'lrp' && others[name] !== undefined);
  if (lrpOnly !== undefined) throw refused(`the option ${lrpOnly} is for the method lrp; leave it out for ${method}`);
  const own: readonly string[] = [...keysOf(table.rules as Readonly<Record<string, unknown>>), ...ofLrp];
  const foreign = Object.keys(others).find((name) => !own.includes(name));
  if (foreign !== undefined) throw refused(`the option ${foreign} means nothing to ${method}; leave it out`);
  const given = { ...pick(others, table), ...(method === 'lrp' && { rules: rulesOf(others) }) };
  return (classifier, x) => (explain as (...given: unknown[]) => ReturnType<Explanation>)(classifier, x, given);
};
