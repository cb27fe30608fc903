import {
  bim,
  carliniWagner,
  deepFool,
  fgsm,
  l1,
  l2,
  linf,
  momentumPgd,
  noise,
  pgd,
  type AttackMethod,
  type Norm,
} from '@interp/adversarial';
import { UsageError } from '../../shell/failure.js';
import type { AttackOptions } from './options.js';

const norms: Readonly<Record<NonNullable<AttackOptions['norm']>, Norm>> = { linf, l2, l1 };
/** How far an attack may go by default, in units of the input. */
const radii: Readonly<Record<NonNullable<AttackOptions['norm']>, number>> = { linf: 0.2, l2: 2, l1: 20 };
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

type Own = keyof typeof flags;
type Given = Omit<AttackOptions, 'norm' | 'epsilon'> & { readonly norm: Norm | undefined; readonly epsilon: number };

interface NamedAttack {
  /** Options that it takes; attacks that look for the smallest change are only compared with epsilons. */
  readonly takes: readonly Own[];
  readonly make: (options: Given) => AttackMethod;
}

/** `--restarts 0`, the default, is one run from the image itself. */
const starts = (restarts = 0): { randomStart: boolean; restarts: number } => ({
  randomStart: restarts > 0,
  restarts: Math.max(1, restarts),
});

/** What the names on the command line stand for. */
const attacks: Readonly<Record<AttackOptions['method'], NamedAttack>> = {
  fgsm: { takes: ['epsilon'], make: ({ epsilon, norm }) => fgsm({ epsilon, norm }) },
  bim: {
    takes: ['epsilon', 'steps', 'stepSize'],
    make: ({ epsilon, norm, steps, stepSize }) => bim({ epsilon, norm, steps, stepSize }),
  },
  pgd: {
    takes: ['epsilon', 'steps', 'stepSize', 'restarts'],
    make: ({ epsilon, norm, steps, stepSize, restarts }) =>
      pgd({ epsilon, norm, steps, stepSize, ...starts(restarts) }),
  },
  'momentum-pgd': {
    takes: ['epsilon', 'steps', 'stepSize', 'restarts'],
    make: ({ epsilon, norm, steps, stepSize, restarts }) =>
      momentumPgd({ epsilon, norm, steps, stepSize, ...starts(restarts) }),
  },
  deepfool: {
    takes: ['epsilon', 'steps', 'form', 'candidates'],
    make: ({ norm, steps, form, candidates }) => deepFool({ norm, steps, form, candidates }),
  },
  'carlini-wagner': {
    takes: ['epsilon', 'steps', 'searches'],
    make: ({ norm, steps, searches }) => carliniWagner({ norm, steps, searches }),
  },
  noise: {
    takes: ['epsilon', 'restarts', 'distribution'],
    make: ({ epsilon, norm, restarts = 1, distribution }) =>
      noise({ epsilon, norm, distribution, draws: Math.max(1, restarts) }),
  },
};

/** An attack as the command line asks for it. */
export interface SelectedAttack {
  /** The attack; within a ball with the first of the epsilons. */
  readonly method: AttackMethod;
  /** How far it may go; several for a curve, none given for an attack that looks for the smallest change. */
  readonly epsilons: readonly number[];
}

/**
 * The attack that the options ask for.
 *
 * @param options - what the command is called with
 * @returns the attack and the lengths to compare
 * @throws UsageError for an option of another attack; InterpError `bad-option` for a norm that it is not defined for
 */
export const attackOf = (options: AttackOptions): SelectedAttack => {
  const { method: name, norm, epsilon } = options;
  const { takes, make } = attacks[name];
  const foreign = (Object.keys(flags) as Own[]).find((own) => options[own] !== undefined && !takes.includes(own));
  if (foreign) throw new UsageError(`${flags[foreign]} means nothing to ${name}; leave it out`);
  const minimal = name === 'deepfool' || name === 'carlini-wagner';
  const epsilons = epsilon ?? (minimal ? [] : [radii[norm ?? 'linf']]);
  return { method: make({ ...options, norm: norm && norms[norm], epsilon: epsilons[0] ?? 0 }), epsilons };
};
