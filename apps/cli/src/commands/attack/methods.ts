import type * as adversarial from '@interp/adversarial';
import { UsageError } from '../../shell/failure.js';
import { flagOf, pick, takes, type Table } from '../../shell/tables.js';

/** How far an attack may go by default, in units of the input, by the norms that measure it. */
export const radii = { linf: 0.2, l2: 2, l1: 20 } as const;
type AdversarialPackage = typeof adversarial;

/** What attacks are made of: each takes those of its package's table. */
type Chosen = Omit<adversarial.PgdOptions, 'epsilon'> &
  adversarial.DeepFoolOptions &
  adversarial.CarliniWagnerOptions &
  adversarial.NoiseOptions;

/** An attack and the table of its options, by the package, which loads TensorFlow.js: names are known without it. */
type NamedAttack = (
  adversarial: AdversarialPackage,
) => readonly [make: (options: Chosen) => adversarial.AttackMethod, table: Table];

type OwnNumbers = Pick<adversarial.PgdOptions, 'steps' | 'stepSize'> &
  Pick<adversarial.DeepFoolOptions, 'form' | 'candidates'> &
  Pick<adversarial.CarliniWagnerOptions, 'searches'> &
  Pick<adversarial.NoiseOptions, 'distribution'>;

/** Options that choose an attack; those that are not here are described in `@interp/adversarial`. */
export interface MethodOptions extends OwnNumbers {
  /** Which attack. */
  readonly method: keyof typeof attacks;
  /** What perturbations are measured by. */
  readonly norm?: keyof typeof radii;
  /** Radii of the ball; several for a curve. */
  readonly epsilon?: readonly number[];
  /** Runs from random points; draws of noise. */
  readonly restarts?: number;
}

/** The attacks by name. */
export const attacks = {
  fgsm: ({ fgsm, ballOptions }) => [fgsm, ballOptions],
  bim: ({ bim, bimOptions }) => [bim, bimOptions],
  pgd: ({ pgd, pgdOptions }) => [pgd, pgdOptions],
  'momentum-pgd': ({ momentumPgd, momentumPgdOptions }) => [momentumPgd, momentumPgdOptions],
  deepfool: ({ deepFool, deepFoolOptions }) => [deepFool, deepFoolOptions],
  'carlini-wagner': ({ carliniWagner, carliniWagnerOptions }) => [carliniWagner, carliniWagnerOptions],
  noise: ({ noise, noiseOptions }) => [noise, noiseOptions],
} satisfies Readonly<Record<string, NamedAttack>>;

/** Options of single attacks, in the order in which one too many is looked for. */
const ownOptions = ['steps', 'stepSize', 'restarts', 'form', 'candidates', 'searches', 'distribution'] as const;

/** An attack as the command line asks for it. */
export interface SelectedAttack {
  /** The attack; within a ball with the first of the epsilons. */
  readonly method: adversarial.AttackMethod;
  /** How far it may go; several for a curve, none given for an attack that looks for the smallest change. */
  readonly epsilons: readonly number[];
}

/**
 * The attack that the options ask for.
 *
 * @throws UsageError for an option of another attack; InterpError `bad-option` for a norm that it is not defined for
 */
export const attackOf = (options: MethodOptions, adversarial: AdversarialPackage): SelectedAttack => {
  const { method: name, norm, epsilon, restarts } = options;
  const [make, table] = (attacks[name] as NamedAttack)(adversarial);
  const isTaken = (own: string): boolean => takes(table, own) || (own === 'restarts' && takes(table, 'draws'));
  const foreign = ownOptions.find((own) => options[own] !== undefined && !isTaken(own));
  if (foreign) throw new UsageError(`${flagOf(foreign)} means nothing to ${name}; leave it out`);
  const minimal = name === 'deepfool' || name === 'carlini-wagner';
  const epsilons = epsilon ?? (minimal ? [] : [radii[norm ?? 'linf']]);
  // `--restarts 0`, the default, is one run from the image itself.
  const starts = { randomStart: (restarts ?? 0) > 0, restarts: restarts || 1, draws: restarts === 0 ? 1 : restarts };
  const chosen = { ...options, norm: norm && adversarial[norm], epsilon: epsilons[0] ?? 0, ...starts };
  return { method: make(pick(chosen, table) as Chosen), epsilons };
};
