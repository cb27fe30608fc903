import { checkedBy, choice, InterpError, optionsTable, type OptionRules } from '@interp/checks';
import type { AttackMethod } from '../attack-method.js';
import { l1 } from '../norms/l1.js';
import { l2 } from '../norms/l2.js';
import { linf } from '../norms/linf.js';
import type { Norm } from '../norms/norm.js';
import { carliniWagner, carliniWagnerOptions, type CarliniWagnerOptions } from './carlini-wagner/carlini-wagner.js';
import { deepFool, deepFoolOptions, type DeepFoolOptions } from './deep-fool.js';
import { fgsm } from './fgsm.js';
import { noise, noiseOptions, type NoiseOptions } from './noise.js';
import {
  bim,
  bimOptions,
  momentumPgd,
  momentumPgdOptions,
  pgd,
  pgdOptions,
  type MomentumPgdOptions,
  type PgdOptions,
} from './pgd.js';
import { ballOptions } from './projected-gradient.js';

const norms = { linf, l2, l1 } satisfies Readonly<Record<NonNullable<AttackMethodOptions['norm']>, Norm>>;

/** Each attack with the table of its options. */
const attacks = {
  fgsm: [fgsm, ballOptions],
  bim: [bim, bimOptions],
  pgd: [pgd, pgdOptions],
  'momentum-pgd': [momentumPgd, momentumPgdOptions],
  deepfool: [deepFool, deepFoolOptions],
  'carlini-wagner': [carliniWagner, carliniWagnerOptions],
  noise: [noise, noiseOptions],
} as const satisfies Readonly<Record<AttackMethodOptions['method'], readonly unknown[]>>;

/** An attack as plain data: its name, and those of its options that are not to have their defaults. */
export interface AttackMethodOptions
  extends
    Partial<Omit<PgdOptions, 'norm'>>,
    Omit<MomentumPgdOptions, 'norm' | 'epsilon'>,
    Omit<DeepFoolOptions, 'norm'>,
    Omit<CarliniWagnerOptions, 'norm'>,
    Omit<NoiseOptions, 'norm' | 'epsilon'> {
  /** Which attack. */
  readonly method: 'fgsm' | 'bim' | 'pgd' | 'momentum-pgd' | 'deepfool' | 'carlini-wagner' | 'noise';
  /** What measures the perturbation, by its name. Default that of the attack. */
  readonly norm?: 'linf' | 'l2' | 'l1';
}

/** How far an attack within a ball may usually go, in units of inputs from -1 to 1, by the norm that measures it. */
export const usualRadii = { linf: 0.2, l2: 2, l1: 20 } as const;

const names = [...new Set(Object.values(attacks).flatMap(([, { rules }]) => Object.keys(rules)))];
/** Which of them an attack takes, and which values, its own table says. */
const attackMethodOptions = optionsTable<AttackMethodOptions>()({
  ...(Object.fromEntries(names.map((name) => [name, checkedBy(() => undefined)])) as OptionRules<
    Omit<AttackMethodOptions, 'method' | 'norm'>
  >),
  method: choice(Object.keys(attacks) as (keyof typeof attacks)[], { required: true }),
  norm: choice(Object.keys(norms) as (keyof typeof norms)[]),
});

/**
 * An attack of plain data, as a form, a file of settings or a job in a queue holds it: what `pgd({ norm: l2, epsilon: 2 })` makes, of
 * `{ method: 'pgd', norm: 'l2', epsilon: 2 }`.
 *
 * @param options - the attack's name, and its options
 * @returns the attack
 * @throws InterpError `bad-option` for an unknown attack, for an option of another attack, and as the attack itself
 *
 * @example
 * ```ts
 * import { attackMethodOf } from '@interp/adversarial';
 *
 * const { name, norm, epsilon } = attackMethodOf(JSON.parse('{ "method": "pgd", "norm": "l2", "epsilon": 2, "steps": 20 }'));
 * console.log(name, norm.name, epsilon); // pgd l2 2
 * ```
 */
export const attackMethodOf = (options: AttackMethodOptions): AttackMethod => {
  const { method, norm, ...others } = attackMethodOptions.withDefaults(options);
  const [make, table] = attacks[method];
  const foreign = Object.keys(others).find((name) => !(name in table.rules));
  if (foreign !== undefined)
    throw new InterpError('bad-option', `the option ${foreign} means nothing to ${method}; leave it out`);
  return make({ ...others, norm: norm && norms[norm] } as never);
};
