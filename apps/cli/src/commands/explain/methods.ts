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

/** A package's table of options, as far as it says which there are. */
interface Table {
  readonly rules: object;
}
type RuleEntry<Value> = readonly [make: (options: RuleOptions) => Value, table?: Table];
type Method = (classifier: Classifier, x: Tensor, options: object) => ReturnType<Explanation>;

const takes = (table: Table | undefined, name: string): boolean => table !== undefined && name in table.rules;

/** The options that a table has, with what the command is called with. */
const pick = (options: object, table: Table = { rules: {} }): object =>
  Object.fromEntries(Object.entries(options).filter(([name]) => takes(table, name)));

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
  lrp0: [() => lrp.lrp0()],
  epsilon: [lrp.epsilon, lrp.epsilonOptions],
  gamma: [lrp.gamma, lrp.gammaOptions],
  'alpha-beta': [
    ({ alpha, beta }) => lrp.alphaBeta({ alpha: alpha ?? (beta ?? 1) + 1, beta: beta ?? (alpha ?? 2) - 1 }),
    lrp.alphaBetaOptions,
  ],
  'z-plus': [() => lrp.zPlus()],
  'z-box': [lrp.zBox, lrp.zBoxOptions],
  'w-square': [() => lrp.wSquare()],
  flat: [() => lrp.flat()],
  pass: [passEverywhere],
};

const composites: Readonly<Record<NonNullable<ExplainOptions['composite']>, RuleEntry<lrp.Composite>>> = {
  'epsilon-plus': [lrp.epsilonPlus, lrp.epsilonOptions],
  'epsilon-plus-flat': [lrp.epsilonPlusFlat, lrp.epsilonOptions],
  'epsilon-alpha2-beta1': [lrp.epsilonAlpha2Beta1, lrp.epsilonOptions],
  'epsilon-alpha2-beta1-flat': [lrp.epsilonAlpha2Beta1Flat, lrp.epsilonOptions],
  'epsilon-gamma-box': [lrp.epsilonGammaBox, lrp.epsilonGammaBoxOptions],
};

const ruleParameters: readonly (keyof RuleOptions)[] = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high'];

const rulesOf = (options: ExplainOptions): lrp.LrpRule | lrp.Composite => {
  const { rule = 'alpha-beta', composite } = options;
  const [make, table]: RuleEntry<lrp.LrpRule | lrp.Composite> =
    composite === undefined ? rules[rule] : composites[composite];
  const idle = ruleParameters.find((name) => options[name] !== undefined && !takes(table, name));
  if (idle !== undefined) {
    const expected = ruleParameters.filter((name) => takes(table, name)).map((name) => `--${name}`);
    throw new UsageError(
      `--${idle} means nothing to ${composite ?? rule}; expected ${expected.join(' or ') || 'no number'}`,
    );
  }
  return make(pick(options, table));
};

/** The methods by name. */
const methods: Readonly<Record<ExplainOptions['method'], readonly [Method, Table?]>> = {
  sensitivity: [lrp.sensitivity],
  gradient: [lrp.gradient],
  'gradient-x-input': [lrp.gradientTimesInput],
  'integrated-gradients': [lrp.integratedGradients, lrp.integratedGradientsOptions],
  smoothgrad: [lrp.smoothGrad, lrp.smoothGradOptions],
  occlusion: [lrp.occlusion, lrp.occlusionOptions],
  'grad-cam': [lrp.gradCam, lrp.gradCamOptions],
  lrp: [lrp.lrp, lrp.lrpOptions],
};

const methodParameters: readonly (keyof MethodOptions)[] = ['nodes', 'samples', 'noise', 'window', 'stride', 'layer'];

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
  const { method, class: target, versus, score } = options;
  if (target !== undefined && target === versus)
    throw new UsageError(`--class and --versus are both ${target}; expected two classes to tell apart`);
  const lrpOnly = lrpOptionNames.find((name) => method !== 'lrp' && options[name] !== undefined);
  if (lrpOnly !== undefined) throw new UsageError(`--${lrpOnly} is for --method lrp; leave it out for ${method}`);
  const [explain, table] = methods[method];
  const foreign = methodParameters.find((name) => options[name] !== undefined && !takes(table, name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${method}; leave it out`);
  const own = { ...pick(options, table), ...(method === 'lrp' && { rules: rulesOf(options) }), target, versus, score };
  return (classifier, x) => explain(classifier, x, own);
};

/** The methods that `--compare` shows side by side; LRP by α2β1, or by what was asked for, and by a composite. */
export const comparedExplanations = (options: ExplainOptions): Readonly<Record<string, Explanation>> => {
  const { method, rule = 'alpha-beta', composite } = options;
  if (method !== 'lrp') throw new UsageError(`--compare shows all methods; leave --method ${method} out`);
  const plain = { ...options, ...Object.fromEntries(lrpOptionNames.map((name) => [name, undefined])) };
  const others = (Object.keys(methods) as ExplainOptions['method'][]).filter(
    (name) => name !== 'gradient' && name !== 'lrp',
  );
  return {
    ...Object.fromEntries(others.map((name) => [name, explanationOf({ ...plain, method: name })])),
    [`lrp ${composite ?? rule}`]: explanationOf(options),
    ...(composite !== 'epsilon-plus' && {
      'lrp epsilon-plus': explanationOf({ ...plain, composite: 'epsilon-plus', epsilon: 0.1 }),
    }),
  };
};
