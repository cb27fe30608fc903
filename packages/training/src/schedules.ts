import { checkedBy, checkNumber, number, type NumberLimits, optionsTable } from '@interp/checks';

/** A learning rate schedule, as a value. A new schedule is a function that returns one of these. */
export interface Schedule {
  /** Its name, for messages and checkpoints. */
  readonly name: string;
  /** Its settings; a checkpoint stores them and is refused with others. */
  readonly settings: Readonly<Record<string, number>>;
  /**
   * The factor of the learning rate.
   *
   * @param progress - the fraction of the training that is done, from 0 to below 1
   * @param epochs - epochs in all
   * @returns a factor of 0 or more
   */
  readonly factor: (progress: number, epochs: number) => number;
}

/** A rule for a number that has another name in messages than the option's. */
const part = (called: string, { default: usual, ...limits }: NumberLimits & { readonly default: number }) =>
  checkedBy<number>(
    (_, value) => {
      checkNumber(called, value, limits);
    },
    { default: usual },
  );

/** A constant learning rate. */
export const constantRate = (): Schedule => ({ name: 'constant', settings: {}, factor: () => 1 });

/** Options of {@link cosineRate}. */
export interface CosineRateOptions {
  /** Fraction of the training in which the rate first rises from 0 in a straight line, from 0 to below 1. Default 0. */
  readonly warmUp?: number;
  /** What is left of the rate at the end, as a fraction of it. Default 0. */
  readonly floor?: number;
}

const cosineRateOptions = optionsTable<CosineRateOptions>()({
  warmUp: part('the warm-up', { min: 0, max: 0.99, default: 0 }),
  floor: part('the floor', { min: 0, max: 1, default: 0 }),
});

/**
 * A learning rate that falls along half a cosine wave (Loshchilov & Hutter 2017).
 *
 * @param options - warm-up and floor
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 */
export const cosineRate = (options: CosineRateOptions = {}): Schedule => {
  const { warmUp, floor } = cosineRateOptions.withDefaults(options);
  return {
    name: 'cosine',
    settings: { warmUp, floor },
    factor: (progress) => {
      if (progress < warmUp) return progress / warmUp;
      const left = (1 + Math.cos((Math.PI * (progress - warmUp)) / (1 - warmUp))) / 2;
      return floor + (1 - floor) * left;
    },
  };
};

/** Options of {@link linearRate}. */
export interface LinearRateOptions {
  /** Fraction of the training after which the rate falls, from 0 to below 1. Default 0.5. */
  readonly from?: number;
  /** What is left of the rate at the end, as a fraction of it. Default 0. */
  readonly floor?: number;
}

const linearRateOptions = optionsTable<LinearRateOptions>()({
  from: number({ min: 0, max: 0.99, default: 0.5 }),
  floor: part('the floor', { min: 0, max: 1, default: 0 }),
});

/**
 * A learning rate that is constant and then falls linearly: persistent chains need small steps at the end.
 *
 * @param options - when the fall starts, and its end value
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 */
export const linearRate = (options: LinearRateOptions = {}): Schedule => {
  const { from, floor } = linearRateOptions.withDefaults(options);
  return {
    name: 'linear',
    settings: { from, floor },
    factor: (progress) => (progress < from ? 1 : floor + (1 - floor) * (1 - (progress - from) / (1 - from))),
  };
};

/** Options of {@link stepRate}. */
export interface StepRateOptions {
  /** Epochs between decreases. Default 1. */
  readonly every?: number;
  /** The factor of each decrease. Default 0.5. */
  readonly by?: number;
}

const stepRateOptions = optionsTable<StepRateOptions>()({
  every: number({ above: 0, default: 1 }),
  by: number({ above: 0, default: 0.5 }),
});

/**
 * A learning rate that is multiplied by a factor every `every` epochs.
 *
 * @param options - when and how much
 * @returns the schedule
 * @throws InterpError `bad-option` for numbers of 0 or less
 */
export const stepRate = (options: StepRateOptions = {}): Schedule => {
  const { every, by } = stepRateOptions.withDefaults(options);
  return {
    name: 'step',
    settings: { every, by },
    factor: (progress, epochs) => by ** Math.floor((progress * epochs + 1e-9) / every),
  };
};

/** Options of {@link oneCycleRate}. */
export interface OneCycleRateOptions {
  /** Fraction of the training in which the rate rises, from above 0 to below 1. Default 0.3. */
  readonly rise?: number;
  /** The rate at the start as a fraction of its peak. Default 0.04. */
  readonly start?: number;
  /** The rate at the end as a fraction of its peak. Default 0.0001. */
  readonly end?: number;
}

const oneCycleRateOptions = optionsTable<OneCycleRateOptions>()({
  rise: part('the rise', { min: 0.001, max: 0.999, default: 0.3 }),
  start: part('the start', { min: 0, max: 1, default: 0.04 }),
  end: part('the end', { min: 0, max: 1, default: 0.0001 }),
});

/**
 * A learning rate that rises to its peak and falls to almost 0, both along half a cosine wave (Smith & Topin 2019). The option
 * `rate` of the training is the peak.
 *
 * @param options - the position of the peak, and the values at both ends
 * @returns the schedule
 * @throws InterpError `bad-option` for parts outside of 0 to 1
 *
 * @example
 * ```ts
 * import { oneCycleRate } from '@interp/training';
 *
 * const schedule = oneCycleRate({ rise: 0.3 });
 * console.log(schedule.factor(0.3, 5)); // 1
 * ```
 */
export const oneCycleRate = (options: OneCycleRateOptions = {}): Schedule => {
  const { rise, start, end } = oneCycleRateOptions.withDefaults(options);
  const between = (from: number, to: number, done: number): number =>
    to + ((from - to) * (1 + Math.cos(Math.PI * done))) / 2;
  return {
    name: 'one-cycle',
    settings: { rise, start, end },
    factor: (progress) =>
      progress < rise ? between(start, 1, progress / rise) : between(1, end, (progress - rise) / (1 - rise)),
  };
};

/** What makes each schedule with its defaults, by the name that the schedule has, as a form or a file of settings holds it. */
export const schedules = {
  constant: (): Schedule => constantRate(),
  cosine: (): Schedule => cosineRate(),
  linear: (): Schedule => linearRate(),
  'one-cycle': (): Schedule => oneCycleRate(),
  step: (): Schedule => stepRate(),
};
