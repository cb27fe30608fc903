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
import type { AttackCommandOptions } from './command.js';
import { UsageError } from '../../shell/failure.js';

type Own = 'epsilon' | 'steps' | 'stepSize' | 'restarts' | 'form' | 'candidates' | 'searches' | 'distribution';

const norms: Readonly<Record<'linf' | 'l2' | 'l1', Norm>> = { linf, l2, l1 };
/** How far an attack may go where nothing is said, in units of the input. */
const radii: Readonly<Record<'linf' | 'l2' | 'l1', number>> = { linf: 0.2, l2: 2, l1: 20 };
const flags: Readonly<Record<Own, string>> = {
  epsilon: '--epsilon',
  steps: '--steps',
  stepSize: '--step-size',
  restarts: '--restarts',
  form: '--form',
  candidates: '--candidates',
  searches: '--searches',
  distribution: '--distribution',
};

/** What the options say of an attack: those given, and none else. */
type Given = Omit<Partial<Pick<AttackCommandOptions, Own>>, 'epsilon'>;

interface NamedAttack {
  /** Options that it takes; of attacks that look for the smallest change, epsilons are only compared with. */
  readonly takes: readonly Own[];
  readonly make: (given: Given, norm: Norm | undefined, epsilon: number) => AttackMethod;
}

const withNorm = (norm: Norm | undefined): { norm?: Norm } => (norm ? { norm } : {});

/** `--restarts 0`, the default, is one run from the image itself. */
const startsOf = ({ restarts = 0 }: Given): { randomStart: boolean; restarts: number } => ({
  randomStart: restarts > 0,
  restarts: Math.max(1, restarts),
});

/** What the names on the command line stand for. */
const attacks: Readonly<Record<AttackCommandOptions['method'], NamedAttack>> = {
  fgsm: { takes: ['epsilon'], make: (_given, norm, epsilon) => fgsm({ epsilon, ...withNorm(norm) }) },
  bim: {
    takes: ['epsilon', 'steps', 'stepSize'],
    make: (given, norm, epsilon) => bim({ ...given, epsilon, ...withNorm(norm) }),
  },
  pgd: {
    takes: ['epsilon', 'steps', 'stepSize', 'restarts'],
    make: (given, norm, epsilon) => pgd({ ...given, ...startsOf(given), epsilon, ...withNorm(norm) }),
  },
  'momentum-pgd': {
    takes: ['epsilon', 'steps', 'stepSize', 'restarts'],
    make: (given, norm, epsilon) => momentumPgd({ ...given, ...startsOf(given), epsilon, ...withNorm(norm) }),
  },
  deepfool: {
    takes: ['epsilon', 'steps', 'form', 'candidates'],
    make: (given, norm) => deepFool({ ...given, ...withNorm(norm) }),
  },
  'carlini-wagner': {
    takes: ['epsilon', 'steps', 'searches'],
    make: (given, norm) => carliniWagner({ ...given, ...withNorm(norm) }),
  },
  noise: {
    takes: ['epsilon', 'restarts', 'distribution'],
    make: ({ restarts, ...given }, norm, epsilon) =>
      noise({ ...given, epsilon, draws: Math.max(1, restarts ?? 1), ...withNorm(norm) }),
  },
};

/** An attack as the command line asks for it. */
export interface AskedAttack {
  /** The attack; within a ball with the first of the epsilons. */
  readonly method: AttackMethod;
  /** How far it may go; several for a curve, none given for an attack that looks for the smallest change. */
  readonly epsilons: readonly number[];
}

/**
 * The attack that the options ask for.
 *
 * @param options - what the command was told
 * @returns the attack and the lengths to compare
 * @throws UsageError for an option of another attack; InterpError `bad-option` for a norm that it is not defined for
 */
export const attackOf = (options: AttackCommandOptions): AskedAttack => {
  const { method: name, norm, epsilon } = options;
  const { takes, make } = attacks[name];
  const names = Object.keys(flags) as Own[];
  const foreign = names.find((own) => options[own] !== undefined && !takes.includes(own));
  if (foreign) throw new UsageError(`${flags[foreign]} means nothing to ${name}; leave it out`);
  const given = Object.fromEntries(
    names.filter((own) => own !== 'epsilon' && options[own] !== undefined).map((own) => [own, options[own]]),
  ) as Given;
  const searching = name === 'deepfool' || name === 'carlini-wagner';
  const epsilons = epsilon ?? (searching ? [] : [radii[norm ?? 'linf']]);
  return { method: make(given, norm && norms[norm], epsilons[0] ?? 0), epsilons };
};
