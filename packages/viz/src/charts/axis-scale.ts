import { logDomain, logTicks, type LogTicks } from './log-axis.js';

/** How {@link axisScale} is to scale an axis. */
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
 * @param values - what must have room on it; above 0 where it is logarithmic
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
