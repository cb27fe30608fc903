import { isInterpError } from '@interp/core';
import {
  alphaBeta,
  epsilon,
  epsilonAlpha2Beta1,
  epsilonAlpha2Beta1Flat,
  epsilonGammaBox,
  epsilonPlus,
  epsilonPlusFlat,
  flat,
  gamma,
  lrp0,
  pass,
  wSquare,
  zBox,
  zPlus,
  type Composite,
  type LrpRule,
} from '@interp/lrp';
import type { ExplainOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';

/** Numbers that rules take. */
type Parameter = 'alpha' | 'beta' | 'epsilon' | 'gamma' | 'low' | 'high';
type Parameters = Partial<Pick<ExplainOptions, Parameter>>;
type Entry<Value> = readonly [takes: readonly Parameter[], make: (parameters: Parameters) => Value];

/** β follows from α, and α from β, where only one of them is given. */
const both = ({ alpha, beta }: Parameters): { alpha: number; beta: number } => ({
  alpha: alpha ?? (beta ?? 1) + 1,
  beta: beta ?? (alpha ?? 2) - 1,
});

/** `pass` for all layers ends at the first that changes the shape, and here no layer can be given a rule of its own. */
const passEverywhere = (): LrpRule => {
  const rule = pass();
  return (layer, input, relevance) => {
    try {
      return rule(layer, input, relevance);
    } catch (error) {
      if (!isInterpError(error) || error.code !== 'bad-option') throw error;
      throw new UsageError(
        `--rule pass needs outputs of the same shape as inputs, which the layer "${layer.name}" has not; choose another rule`,
        { cause: error },
      );
    }
  };
};

/** What the names on the command line stand for. */
const rules: Readonly<Record<NonNullable<ExplainOptions['rule']>, Entry<LrpRule>>> = {
  lrp0: [[], lrp0],
  epsilon: [['epsilon'], epsilon],
  gamma: [['gamma'], gamma],
  'alpha-beta': [['alpha', 'beta'], (given) => alphaBeta(both(given))],
  'z-plus': [[], zPlus],
  'z-box': [['low', 'high'], zBox],
  'w-square': [[], wSquare],
  flat: [[], flat],
  pass: [[], passEverywhere],
};

const composites: Readonly<Record<NonNullable<ExplainOptions['composite']>, Entry<Composite>>> = {
  'epsilon-plus': [['epsilon'], epsilonPlus],
  'epsilon-plus-flat': [['epsilon'], epsilonPlusFlat],
  'epsilon-alpha2-beta1': [['epsilon'], epsilonAlpha2Beta1],
  'epsilon-alpha2-beta1-flat': [['epsilon'], epsilonAlpha2Beta1Flat],
  'epsilon-gamma-box': [['epsilon', 'gamma', 'low', 'high'], epsilonGammaBox],
};

const parameterNames: readonly Parameter[] = ['alpha', 'beta', 'epsilon', 'gamma', 'low', 'high'];

/**
 * The rules that the options ask for.
 *
 * @param options - what the command was told
 * @returns one rule for all layers, or a composite
 * @throws UsageError for a number that the rule has no use for
 */
export const rulesOf = (options: ExplainOptions): LrpRule | Composite => {
  const { rule = 'alpha-beta', composite } = options;
  const [takes, make]: Entry<LrpRule | Composite> = composite === undefined ? rules[rule] : composites[composite];
  const given = parameterNames.filter((name) => options[name] !== undefined);
  const idle = given.find((name) => !takes.includes(name));
  if (idle !== undefined)
    throw new UsageError(
      `--${idle} means nothing to ${composite ?? rule}; expected ${takes.map((name) => `--${name}`).join(' or ') || 'no number'}`,
    );
  return make(Object.fromEntries(given.map((name) => [name, options[name]])));
};

/** Options that mean something to LRP alone and have no default. */
export const lrpOptionNames: readonly string[] = [...parameterNames, 'rule', 'composite', 'strict'];

/**
 * Refuses options of LRP with another method.
 *
 * @param options - what the command was told
 * @throws UsageError
 */
export const refuseRules = (options: ExplainOptions): void => {
  const given = lrpOptionNames.find((name) => options[name as keyof ExplainOptions] !== undefined);
  if (given !== undefined) throw new UsageError(`--${given} is for --method lrp; leave it out for ${options.method}`);
};
