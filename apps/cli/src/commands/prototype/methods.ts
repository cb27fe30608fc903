import {
  adam,
  backgroundAddition,
  expertPrototypes,
  linearDecay,
  prototypes,
  type Ascent,
  type PrototypeOptions as AmOptions,
} from '@interp/am';
import { density } from '@interp/rbm';
import type { PrototypeOptions } from './command.js';
import { withRbm } from '../../models/rbm.js';
import { decoderMethod } from './decoder-method.js';
import { ascents, type PrototypeMethod } from './method.js';
import { refuseForeign } from './own-options.js';

const defaultSteps = 200;
const expertSteps = 300;

/** What activation maximisation is told, also where it takes turns with background addition. */
const climb = (options: PrototypeOptions): AmOptions => {
  const { ascent = 'adam', rate, steps = defaultSteps, objective, lambda, tv, jitter } = options;
  return {
    steps,
    ascent: ascents[ascent]({ ...(rate !== undefined && { rate }) }),
    ...(objective && { objective }),
    ...(lambda !== undefined && { lambda }),
    ...(tv !== undefined && { totalVariation: tv }),
    ...(jitter !== undefined && { jitter }),
  };
};

const expertAscent = ({ ascent = 'adam', rate, steps = expertSteps }: PrototypeOptions): Ascent | undefined => {
  if (rate === undefined && ascent === 'adam') return undefined;
  const given = { ...(rate !== undefined && { rate }) };
  return linearDecay(ascent === 'adam' ? adam({ ...given, beta2: 0.99 }) : ascents[ascent](given), Math.max(1, steps));
};

/** What the names on the command line stand for. */
const methods: Readonly<Record<PrototypeOptions['method'], PrototypeMethod>> = {
  am: {
    init: 'random',
    steps: ({ steps = defaultSteps }) => steps,
    find: ({ classifier, drive, ...task }, options) => {
      const { restarts, seed } = options;
      return prototypes(classifier, {
        ...climb(options),
        ...task,
        ...drive,
        seed,
        ...(restarts !== undefined && { restarts }),
      });
    },
  },
  background: {
    init: 'blank',
    steps: () => undefined,
    find: ({ classifier, classes, start, drive }, options) => {
      const { side, background, order, passes, alternate, seed } = options;
      return backgroundAddition(classifier, start, {
        classes,
        seed,
        ascent: climb(options),
        ...drive,
        ...(side !== undefined && { side }),
        ...(background !== undefined && { background }),
        ...(order && { order }),
        ...(passes !== undefined && { passes }),
        ...(alternate !== undefined && { alternate }),
      });
    },
  },
  expert: {
    init: 'random',
    steps: ({ steps = expertSteps }) => steps,
    find: ({ classifier, drive, ...task }, options) => {
      const { expert = 'rbm-8', gamma, restarts, steps = expertSteps, seed } = options;
      const ascent = expertAscent(options);
      return withRbm(expert, (machine) =>
        expertPrototypes(classifier, density(machine), {
          ...task,
          ...drive,
          steps,
          seed,
          ...(ascent && { ascent }),
          ...(gamma !== undefined && { gamma }),
          ...(restarts !== undefined && { restarts }),
        }),
      );
    },
  },
  decoder: decoderMethod,
};

/**
 * The method that the options ask for.
 *
 * @param options - what the command was told
 * @returns the method
 * @throws UsageError for an option of another method
 */
export const prototypeMethodOf = (options: PrototypeOptions): PrototypeMethod => {
  refuseForeign(options);
  return methods[options.method];
};
