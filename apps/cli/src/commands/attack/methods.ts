import type * as adversarial from '@interp/adversarial';
import { UsageError } from '../../shell/failure.js';

/** How far an attack may go by default, in units of the input, by the norms that measure it. */
export const radii = { linf: 0.2, l2: 2, l1: 20 } as const;
const flags = {
  epsilon: '--epsilon',
  steps: '--steps',
  stepSize: '--step-size',
  restarts: '--restarts',
  form: '--form',
  candidates: '--candidates',
  searches: '--searches',
  distribution: '--distribution',
} as const;

type OwnOption = keyof typeof flags;
type AdversarialPackage = typeof adversarial;

/** What an attack is made of: `epsilon` is the radius of its ball. */
interface Chosen extends Omit<MethodOptions, 'norm' | 'epsilon'> {
  readonly norm?: adversarial.Norm;
  readonly epsilon: number;
}

interface NamedAttack {
  /** Options that it takes; attacks that look for the smallest change are only compared with epsilons. */
  readonly takes: readonly OwnOption[];
  /** Makes it by the package, which loads TensorFlow.js: names are known without it. */
  readonly make: (adversarial: AdversarialPackage, options: Chosen) => adversarial.AttackMethod;
}

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

/** `--restarts 0`, the default, is one run from the image itself. */
const starts = (restarts = 0): { randomStart: boolean; restarts: number } => ({
  randomStart: restarts > 0,
  restarts: Math.max(1, restarts),
});

/** The attacks by name. */
export const attacks = {
  fgsm: { takes: ['epsilon'], make: ({ fgsm }, { epsilon, norm }) => fgsm({ epsilon, norm }) },
  bim: {
    takes: ['epsilon', 'steps', 'stepSize'],
    make: ({ bim }, { epsilon, norm, steps, stepSize }) => bim({ epsilon, norm, steps, stepSize }),
  },
  pgd: {
    takes: ['epsilon', 'steps', 'stepSize', 'restarts'],
    make: ({ pgd }, { epsilon, norm, steps, stepSize, restarts }) =>
      pgd({ epsilon, norm, steps, stepSize, ...starts(restarts) }),
  },
  'momentum-pgd': {
    takes: ['epsilon', 'steps', 'stepSize', 'restarts'],
    make: ({ momentumPgd }, { epsilon, norm, steps, stepSize, restarts }) =>
      momentumPgd({ epsilon, norm, steps, stepSize, ...starts(restarts) }),
  },
  deepfool: {
    takes: ['epsilon', 'steps', 'form', 'candidates'],
    make: ({ deepFool }, { norm, steps, form, candidates }) => deepFool({ norm, steps, form, candidates }),
  },
  'carlini-wagner': {
    takes: ['epsilon', 'steps', 'searches'],
    make: ({ carliniWagner }, { norm, steps, searches }) => carliniWagner({ norm, steps, searches }),
  },
  noise: {
    takes: ['epsilon', 'restarts', 'distribution'],
    make: ({ noise }, { epsilon, norm, restarts, distribution }) =>
      noise({ epsilon, norm, distribution, draws: restarts === 0 ? 1 : restarts }),
  },
} satisfies Readonly<Record<string, NamedAttack>>;

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
  const { method: name, norm, epsilon } = options;
  const { takes, make }: NamedAttack = attacks[name];
  const foreign = (Object.keys(flags) as OwnOption[]).find((own) => options[own] !== undefined && !takes.includes(own));
  if (foreign) throw new UsageError(`${flags[foreign]} means nothing to ${name}; leave it out`);
  const minimal = name === 'deepfool' || name === 'carlini-wagner';
  const epsilons = epsilon ?? (minimal ? [] : [radii[norm ?? 'linf']]);
  const chosen = { ...options, norm: norm && adversarial[norm], epsilon: epsilons[0] ?? 0 };
  return { method: make(adversarial, chosen), epsilons };
};
