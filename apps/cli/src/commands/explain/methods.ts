import type { Classifier } from '@interp/core';
import type * as lrp from '@interp/lrp';
import type { Tensor } from '@tensorflow/tfjs-core';
import { UsageError } from '../../shell/failure.js';
import { pick, takes, type Table } from '../../shell/tables.js';
import { defaultRule, ruleNumbers, rulesOf, type LrpPackage, type RuleOptions } from './rules.js';

/** A method with all its options: images `[n, ...inputShape]` to their maps, which belong to the caller. */
export type Explanation = (
  classifier: Classifier,
  x: Tensor,
) => lrp.Attribution & Partial<lrp.LrpAttribution & lrp.IntegratedGradients>;

type Method = (classifier: Classifier, x: Tensor, options: object) => ReturnType<Explanation>;

/** The methods by name. */
export const methods = {
  sensitivity: ({ sensitivity }) => [sensitivity],
  gradient: ({ gradient }) => [gradient],
  'gradient-x-input': ({ gradientTimesInput }) => [gradientTimesInput],
  'integrated-gradients': (lrp) => [lrp.integratedGradients, lrp.integratedGradientsOptions],
  smoothgrad: ({ smoothGrad, smoothGradOptions }) => [smoothGrad, smoothGradOptions],
  occlusion: ({ occlusion, occlusionOptions }) => [occlusion, occlusionOptions],
  'grad-cam': ({ gradCam, gradCamOptions }) => [gradCam, gradCamOptions],
  lrp: ({ lrp, lrpOptions }) => [lrp, lrpOptions],
} satisfies Readonly<Record<string, (lrp: LrpPackage) => readonly [Method, Table?]>>;

type MethodName = keyof typeof methods;

/** Numbers and names that one method alone takes; they are described in `@interp/lrp`. */
type OwnOptions = Pick<lrp.IntegratedGradientsOptions, 'nodes'> &
  Pick<lrp.SmoothGradOptions, 'samples' | 'noise'> &
  Pick<lrp.OcclusionOptions, 'window' | 'stride'> &
  Pick<lrp.GradCamOptions, 'layer'>;

/** The explained class, and the one that it is told from, by their numbers. */
export interface ExplainedClasses {
  /** The explained class. Default the predicted one. */
  readonly target?: number;
  /** The class that it is told from. Default none. */
  readonly versus?: number;
}

/** Options that choose a method. */
export interface MethodOptions
  extends RuleOptions, OwnOptions, Pick<lrp.LrpOptions, 'bias' | 'emptyBranch' | 'strict' | 'score'> {
  /** How the prediction is explained. */
  readonly method: MethodName;
  /** The explained class, its number or name. */
  readonly class?: string;
  /** The class that it is told from. */
  readonly versus?: string;
}

const ownOptions: readonly (keyof OwnOptions)[] = ['nodes', 'samples', 'noise', 'window', 'stride', 'layer'];

/** Options that are refused with other methods than LRP. */
const lrpOptionNames = [...ruleNumbers, 'rule', 'composite', 'strict'] as const;

/**
 * The method that the options ask for.
 *
 * @throws UsageError for an option of another method, for a class told from itself
 */
export const explanationOf = (lrp: LrpPackage, options: MethodOptions, classes: ExplainedClasses = {}): Explanation => {
  const { method, score } = options;
  const { target = options.class, versus = options.versus } = classes;
  if (target !== undefined && target === versus)
    throw new UsageError(`--class and --versus are both ${options.class}; expected two classes to tell apart`);
  const lrpOnly = lrpOptionNames.find((name) => method !== 'lrp' && options[name] !== undefined);
  if (lrpOnly !== undefined) throw new UsageError(`--${lrpOnly} is for --method lrp; leave it out for ${method}`);
  const [explain, table]: readonly [Method, Table?] = methods[method](lrp);
  const foreign = ownOptions.find((name) => options[name] !== undefined && !takes(table, name));
  if (foreign !== undefined) throw new UsageError(`--${foreign} means nothing to ${method}; leave it out`);
  const rules = method === 'lrp' ? { rules: rulesOf(lrp, options) } : {};
  const own = { ...pick(options, table), ...rules, ...classes, score };
  return (classifier, x) => explain(classifier, x, own);
};

/** The methods that `--compare` shows side by side; LRP by α2β1, or by what was asked for, and by a composite. */
export const comparedExplanations = (
  lrp: LrpPackage,
  options: MethodOptions,
  classes: ExplainedClasses = {},
): Readonly<Record<string, Explanation>> => {
  const { method, rule = defaultRule, composite } = options;
  if (method !== 'lrp') throw new UsageError(`--compare shows all methods; leave --method ${method} out`);
  const plain = { ...options, ...Object.fromEntries(lrpOptionNames.map((name) => [name, undefined])) };
  const others = (Object.keys(methods) as MethodName[]).filter((name) => name !== 'gradient' && name !== 'lrp');
  return {
    ...Object.fromEntries(others.map((name) => [name, explanationOf(lrp, { ...plain, method: name }, classes)])),
    [`lrp ${composite ?? rule}`]: explanationOf(lrp, options, classes),
    ...(composite !== 'epsilon-plus' && {
      'lrp epsilon-plus': explanationOf(lrp, { ...plain, composite: 'epsilon-plus', epsilon: 0.1 }, classes),
    }),
  };
};
