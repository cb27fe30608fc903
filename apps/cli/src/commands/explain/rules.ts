import type * as lrp from '@interp/lrp';
import { UsageError } from '../../shell/failure.js';
import { pick, takes, type Table } from '../../shell/tables.js';

/** The package, which loads TensorFlow.js: names are known without it. */
export type LrpPackage = typeof lrp;

type RuleEntry<Value> = (lrp: LrpPackage) => readonly [make: (options: RuleNumbers) => Value, table?: Table];

/** Numbers that rules take; they are described in `@interp/lrp`. */
type RuleNumbers = lrp.AlphaBetaOptions & lrp.EpsilonOptions & lrp.GammaOptions & lrp.ZBoxOptions;

/** Options that choose rules. */
export interface RuleOptions extends RuleNumbers {
  /** One rule for all layers. */
  readonly rule?: keyof typeof rules;
  /** Rules by layer. */
  readonly composite?: keyof typeof composites;
}

/** Names of the numbers that rules take. */
export const ruleNumbers: readonly (keyof RuleNumbers)[] = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high'];

/** The rule where none is chosen. */
export const defaultRule = 'alpha-beta';

/** The rules by name. */
export const rules = {
  lrp0: ({ lrp0 }) => [lrp0],
  epsilon: ({ epsilon, epsilonOptions }) => [epsilon, epsilonOptions],
  gamma: ({ gamma, gammaOptions }) => [gamma, gammaOptions],
  'alpha-beta': ({ alphaBeta, alphaBetaOptions }) => [alphaBeta, alphaBetaOptions],
  'z-plus': ({ zPlus }) => [zPlus],
  'z-box': ({ zBox, zBoxOptions }) => [zBox, zBoxOptions],
  'w-square': ({ wSquare }) => [wSquare],
  flat: ({ flat }) => [flat],
  pass: ({ pass }) => [pass],
} satisfies Readonly<Record<string, RuleEntry<lrp.LrpRule>>>;

/** The composites by name. */
export const composites = {
  'epsilon-plus': ({ epsilonPlus, epsilonOptions }) => [epsilonPlus, epsilonOptions],
  'epsilon-plus-flat': ({ epsilonPlusFlat, epsilonOptions }) => [epsilonPlusFlat, epsilonOptions],
  'epsilon-alpha2-beta1': ({ epsilonAlpha2Beta1, epsilonOptions }) => [epsilonAlpha2Beta1, epsilonOptions],
  'epsilon-alpha2-beta1-flat': ({ epsilonAlpha2Beta1Flat, epsilonOptions }) => [epsilonAlpha2Beta1Flat, epsilonOptions],
  'epsilon-gamma-box': ({ epsilonGammaBox, epsilonGammaBoxOptions }) => [epsilonGammaBox, epsilonGammaBoxOptions],
} satisfies Readonly<Record<string, RuleEntry<lrp.Composite>>>;

/** The rules that the options ask for; throws UsageError for a number of other rules. */
export const rulesOf = (lrp: LrpPackage, options: RuleOptions): lrp.LrpRule | lrp.Composite => {
  const { rule = defaultRule, composite } = options;
  const entry: RuleEntry<lrp.LrpRule | lrp.Composite> = composite === undefined ? rules[rule] : composites[composite];
  const [make, table] = entry(lrp);
  const idle = ruleNumbers.find((name) => options[name] !== undefined && !takes(table, name));
  if (idle !== undefined) {
    const expected = ruleNumbers.filter((name) => takes(table, name)).map((name) => `--${name}`);
    throw new UsageError(
      `--${idle} means nothing to ${composite ?? rule}; expected ${expected.join(' or ') || 'no number'}`,
    );
  }
  return make(pick(options, table));
};
