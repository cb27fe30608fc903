import { isInterpError, type Classifier } from '@interp/core';
import * as lrp from '@interp/lrp';
import type { Tensor } from '@tensorflow/tfjs-core';
import { UsageError } from '../../shell/failure.js';
import type { ExplainOptions, MethodOptions, RuleOptions } from './options.js';

/** A method with all its options: images `[n, ...inputShape]` to their maps, which belong to the caller. */
export type Explanation = (
  classifier: Classifier,
  x: Tensor,
) => lrp.Attribution & Partial<lrp.LrpAttribution & lrp.IntegratedGradients>;

/** What a name stands for, with the options that it takes. */
type Entry<Name extends string, Value> = readonly [takes: readonly Name[], make: (options: ExplainOptions) => Value];
type RuleEntry<Value> = Entry<keyof RuleOptions, Value>;

const pick = <Name extends keyof ExplainOptions>(
  options: ExplainOptions,
  ...names: Name[]
): Pick<ExplainOptions, Name> =>
  Object.fromEntries(names.map((name) => [name, options[name]])) as Pick<ExplainOptions, Name>;

/** `pass` for all layers ends at the first that changes the shape, and here no layer can be given a rule of its own. */
const passEverywhere = (): lrp.LrpRule => {
  const rule = lrp.pass();
  return (layer, input, relevance) => {
    try {
      return rule(layer, input, relevance);
    } catch (cause) {
      if (!isInterpError(cause) || cause.code !== 'bad-option') throw cause;
      throw new UsageError(
        `--rule pass needs outputs of the same shape as inputs, which the layer "${layer.name}" has not; choose another rule`,
        { cause },
      );
    }
  };
};

/** The rules by name; β follows from α, and α from β, where only one of them is given. */
const rules: Readonly<Record<NonNullable<ExplainOptions['rule']>, RuleEntry<lrp.LrpRule>>> = {
  lrp0: [[], () => lrp.lrp0()],
  epsilon: [['epsilon'], (o) => lrp.epsilon(pick(o, 'epsilon'))],
  gamma: [['gamma'], (o) => lrp.gamma(pick(o, 'gamma'))],
  'alpha-beta': [
    ['alpha', 'beta'],
    ({ alpha, beta }) => lrp.alphaBeta({ alpha: alpha ?? (beta ?? 1) + 1, beta: beta ?? (alpha ?? 2) - 1 }),
  ],
  'z-plus': [[], () => lrp.zPlus()],
  'z-box': [['low', 'high'], (o) => lrp.zBox(pick(o, 'low', 'high'))],
  'w-square': [[], () => lrp.wSquare()],
  flat: [[], () => lrp.flat()],
  pass: [[], passEverywhere],
};

const composites: Readonly<Record<NonNullable<ExplainOptions['composite']>, RuleEntry<lrp.Composite>>> = {
  'epsilon-plus': [['epsilon'], (o) => lrp.epsilonPlus(pick(o, 'epsilon'))],
  'epsilon-plus-flat': [['epsilon'], (o) => lrp.epsilonPlusFlat(pick(o, 'epsilon'))],
  'epsilon-alpha2-beta1': [['epsilon'], (o) => lrp.epsilonAlpha2Beta1(pick(o, 'epsilon'))],
  'epsilon-alpha2-beta1-flat': [['epsilon'], (o) => lrp.epsilonAlpha2Beta1Flat(pick(o, 'epsilon'))],
  'epsilon-gamma-box': [
    ['epsilon', 'gamma', 'low', 'high'],
    (o) => lrp.epsilonGammaBox(pick(o, 'epsilon', 'gamma', 'low', 'high')),
  ],
};

const ruleParameters: readonly (keyof RuleOptions)[] = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high'];

const rulesOf = (options: ExplainOptions): lrp.LrpRule | lrp.Composite => {
  const { rule = 'alpha-beta', composite } = options;
  const [takes, make]: RuleEntry<lrp.LrpRule | lrp.Composite> =
    composite === undefined ? rules[rule] : composites[composite];
  const idle = ruleParameters.find((name) => options[name] !== undefined && !takes.includes(name));
  if (idle !== undefined)
    throw new UsageError(
      `--${idle} means nothing to ${composite ?? rule}; expected ${takes.map((name) => `--${name}`).join(' or ') || 'no number'}`,
    );
  return make(options);
};

/** The methods by name. */
const methods: Readonly<Record<ExplainOptions['method'], Entry<keyof MethodOptions, Explanation>>> = {
  sensitivity: [[], (o) => (classifier, x) => lrp.sensitivity(classifier, x, scoreOf(o))],
  gradient: [[], (o) => (classifier, x) => lrp.gradient(classifier, x, scoreOf(o))],
  'gradient-x-input': [[], (o) => (classifier, x) => lrp.gradientTimesInput(classifier, x, scoreOf(o))],
  'integrated-gradients': [
    ['nodes'],
    (o) => (classifier, x) => lrp.integratedGradients(classifier, x, { ...scoreOf(o), ...pick(o, 'nodes') }),
  ],
  smoothgrad: [
    ['samples', 'noise'],
    (o) => (classifier, x) => lrp.smoothGrad(classifier, x, { ...scoreOf(o), ...pick(o, 'samples', 'noise', 'seed') }),
  ],
  occlusion: [
    ['window', 'stride'],
    (o) => (classifier, x) => lrp.occlusion(classifier, x, { ...scoreOf(o), ...pick(o, 'window', 'stride') }),
  ],
  'grad-cam': [['layer'], (o) => (classifier, x) => lrp.gradCam(classifier, x, { ...scoreOf(o), ...pick(o, 'layer') })],
  lrp: [
    [],
    (o) => {
      const own = { rules: rulesOf(o), ...pick(o, 'bias', 'emptyBranch', 'strict') };
      return (classifier, x) => lrp.lrp(classifier, x, { ...scoreOf(o), ...own });
    },
  ],
};

const scoreOf = ({ class: target, versus, score }: ExplainOptions): lrp.AttributionOptions => ({
  target,
  versus,
  score,
});

/** Options that mean something to LRP alone and have no default. */
const lrpOptionNames = [...ruleParameters, 'rule', 'composite', 'strict'] as const;

/**
 * The method that the options ask for.
 *
 * @param options - what the command is called with
 * @returns the method, with its options
 * @throws UsageError for an option of another method, for a class told from itself
 */
export const explanationOf = (options: ExplainOptions): Explanation => {
  const { method, class: target, versus } = options;
  if (target !== undefined && target === versus)
    throw new UsageError(`--class and --versus are both ${target}; expected two classes to tell apart`);
  const lrpOnly = lrpOptionNames.find((name) => method !== 'lrp' && options[name] !== undefined);
  if (lrpOnly !== undefined) throw new UsageError(`--${lrpOnly} is for --method lrp; leave it out for ${method}`);
  const [takes, make] = methods[method];
  const foreign = Object.values(methods)
    .flatMap(([names]) => names)
    .find((name) => options[name] !== undefined && !takes.includes(name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${method}; leave it out`);
  return make(options);
};

/** The methods that `--compare` shows side by side; LRP by α2β1, or by what was asked for, and by a composite. */
export const comparedExplanations = (options: ExplainOptions): Readonly<Record<string, Explanation>> => {
  const { method, rule = 'alpha-beta', composite } = options;
  if (method !== 'lrp') throw new UsageError(`--compare shows all methods; leave --method ${method} out`);
  const plain = { ...options, ...Object.fromEntries(lrpOptionNames.map((name) => [name, undefined])) };
  const others = [
    'sensitivity',
    'gradient-x-input',
    'integrated-gradients',
    'smoothgrad',
    'occlusion',
    'grad-cam',
  ] as const;
  return {
    ...Object.fromEntries(others.map((name) => [name, explanationOf({ ...plain, method: name })])),
    [`lrp ${composite ?? rule}`]: explanationOf(options),
    ...(composite !== 'epsilon-plus' && {
      'lrp epsilon-plus': explanationOf({ ...plain, composite: 'epsilon-plus', epsilon: 0.1 }),
    }),
  };
};
