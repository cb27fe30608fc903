const steps = [1, 2, 5];

const power = (exponent: number): number => Number(`1e${exponent}`);

const exponentOf = (value: number): number => {
  const exponent = Math.floor(Math.log10(value));
  return power(exponent) > value ? exponent - 1 : power(exponent + 1) <= value ? exponent + 1 : exponent;
};

const roundNumbers = (low: number, high: number): number[] => {
  const numbers: number[] = [];
  for (let exponent = exponentOf(low); exponent <= exponentOf(high) + 1; exponent++)
    numbers.push(...steps.map((step) => Number(`${step}e${exponent}`)));
  return numbers;
};

/**
 * The round numbers (1, 2 and 5 times a power of ten) next around a range of a logarithmic axis.
 *
 * @param low - the smallest value, above 0
 * @param high - the largest value
 * @returns the ends of the axis
 */
export const logDomain = (low: number, high: number): [low: number, high: number] => {
  const numbers = roundNumbers(low, high);
  return [numbers.findLast((number) => number <= low)!, numbers.find((number) => number >= high)!];
};

const superscripts = '⁰¹²³⁴⁵⁶⁷⁸⁹';

const label = (value: number): string => {
  const exponent = exponentOf(value);
  if (exponent >= -3 && exponent <= 4) return String(value);
  const digits = Array.from(String(Math.abs(exponent)), (digit) => superscripts[Number(digit)]).join('');
  const factor = Math.round(value / power(exponent));
  return `${factor === 1 ? '' : `${factor} · `}10${exponent < 0 ? '⁻' : ''}${digits}`;
};

/** Ticks of a logarithmic axis in Vega-Lite's terms. */
export interface LogTicks {
  /** Where they stand. */
  readonly values: number[];
  /** A Vega expression that gives their labels. */
  readonly labelExpr: string;
}

/**
 * Ticks of a logarithmic axis: at powers of ten where there are three or more of them, else also at 2 and 5 times those.
 *
 * @param low - lower end of the axis, above 0
 * @param high - upper end of the axis
 * @param most - how many there is room for
 * @returns ticks and labels
 */
export const logTicks = (low: number, high: number, most: number): LogTicks => {
  const inside = roundNumbers(low, high).filter((number) => number >= low && number <= high);
  const decades = inside.filter((number) => number === power(exponentOf(number)));
  const chosen = decades.length > 2 ? decades : inside;
  const every = Math.max(1, Math.ceil(chosen.length / Math.max(2, most)));
  const values = chosen.filter((_, i) => i % every === 0);
  return {
    values,
    labelExpr: `(${JSON.stringify(Object.fromEntries(values.map((v) => [v, label(v)])))})[datum.value]`,
  };
};

/** Options of {@link axisScale}. */
export interface AxisScaleOptions {
  /** Whether it is logarithmic. */
  readonly log: boolean;
  /** Whether it ends at round numbers. */
  readonly nice: boolean;
  /** About how many ticks there is room for. */
  readonly ticks: number;
}

/** Scale and ticks of an axis in Vega-Lite's terms. */
export interface AxisScale {
  /** The scale. */
  readonly scale: {
    readonly type: 'log' | 'linear';
    readonly zero: false;
    readonly nice: number | false;
    readonly domain: [number, number];
  };
  /** The ticks. */
  readonly axis: { readonly tickCount: number } | LogTicks;
}

const spread = (low: number, high: number, log: boolean): [number, number] => {
  if (low < high) return [low, high];
  if (log) return [low / 2, high * 2];
  const half = low === 0 ? 1 : Math.abs(low) / 2;
  return [low - half, high + half];
};

/**
 * Chooses the ends and the ticks of an axis.
 *
 * @param values - the values to cover; above 0 for a logarithmic axis
 * @param options - kind of axis, room for ticks
 * @returns scale and ticks
 */
export const axisScale = (values: readonly number[], { log, nice, ticks }: AxisScaleOptions): AxisScale => {
  const least = values.reduce((low, value) => Math.min(low, value));
  const most = values.reduce((high, value) => Math.max(high, value));
  const [low, high] = spread(least, most, log);
  if (!log)
    return {
      scale: { type: 'linear', zero: false, nice: nice && ticks, domain: [low, high] },
      axis: { tickCount: ticks },
    };
  const domain = nice ? logDomain(low, high) : ([low, high] as [number, number]);
  return { scale: { type: 'log', zero: false, nice: false, domain }, axis: logTicks(...domain, ticks) };
};
