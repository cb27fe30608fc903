import type { ExplanationOptions } from '@interp/lrp';
import type { CommonOptions, InputOptions, ModelOptions } from '../../shell/options.js';

/** The methods, as `@interp/lrp` calls them. */
export const methods: readonly ExplanationOptions['method'][] = [
  'sensitivity',
  'gradient',
  'gradient-x-input',
  'integrated-gradients',
  'smoothgrad',
  'occlusion',
  'grad-cam',
  'lrp',
];

/** The rules of LRP. */
export const rules: readonly NonNullable<ExplanationOptions['rule']>[] = [
  'lrp0',
  'epsilon',
  'gamma',
  'alpha-beta',
  'z-plus',
  'z-box',
  'w-square',
  'flat',
  'pass',
];

/** Its composites of rules. */
export const composites: readonly NonNullable<ExplanationOptions['composite']>[] = [
  'epsilon-plus',
  'epsilon-plus-flat',
  'epsilon-alpha2-beta1',
  'epsilon-alpha2-beta1-flat',
  'epsilon-gamma-box',
];

/** Options of `lrp` alone. */
export const lrpOptions = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high', 'rule', 'composite', 'strict'] as const;

/** Options of the other methods. */
export const otherOptions = ['score', 'nodes', 'samples', 'noise', 'window', 'stride', 'layer'] as const;

type MethodOptions = Pick<
  ExplanationOptions,
  'method' | 'bias' | 'emptyBranch' | (typeof lrpOptions | typeof otherOptions)[number]
>;

/** Options of `interp explain`; those that are not here are described in `@interp/lrp`. */
export interface ExplainOptions extends CommonOptions, InputOptions, ModelOptions, MethodOptions {
  /** The explained class, its number or name. */
  readonly class?: string;
  /** The class that it is told from. */
  readonly versus?: string;
  /** Whether methods are shown side by side. */
  readonly compare?: boolean;
  /** Whether maps are drawn each on its own scale. */
  readonly scale: 'own' | 'shared';
}
