import { InterpError } from '@interp/checks';
import { areFinite, checkReturned, hostValues, kernel, loopsAreFree } from '@interp/core/internal';
import * as tf from '@tensorflow/tfjs-core';
import type { AscentOptimizer } from '../optimizers/ascent-optimizer.js';
import type { ObjectiveFunction, StepRecord } from './objective-function.js';
import type { Starts } from './starts.js';

/** The history and the best point of one run. */
export interface Trajectory<R extends StepRecord = StepRecord> {
  /** The record of the start and of each step. */
  readonly history: readonly R[];
  /** The best of them. */
  readonly best: R;
  /** The point of the best record, flat. */
  readonly bestPoint: Float32Array;
  /** The point of the last record, flat; borrowed, until the next step. */
  readonly point: Float32Array;
}

/** Options of {@link gradientAscent}; values are clipped to the bounds at the start and after each step. */
export interface GradientAscentOptions extends Pick<Starts, 'bounds'> {
  /** The optimiser. */
  readonly optimizer: AscentOptimizer;
  /** The most steps of each run. */
  readonly steps: number;
  /** The probability to reach. */
  readonly threshold: number;
  /** Whether a run stops when it reaches the threshold. */
  readonly stopAtThreshold: boolean;
}

/** The unfinished runs, their points, and the optimiser's state; the first axis of each tensor is the run. */
interface ActiveRuns {
  readonly runs: readonly number[];
  readonly points: tf.Tensor;
  readonly state: readonly tf.Tensor[];
}

/**
 * Whether one record is better than another: a probability of at least `threshold` beats one below it; among those at or above,
 * the higher objective wins; among those below, the higher probability.
 */
export const isBetter = (one: StepRecord, other: StepRecord, threshold: number): boolean => {
  const confident = one.probability >= threshold;
  if (confident !== other.probability >= threshold) return confident;
  return confident ? one.objective > other.objective : one.probability > other.probability;
};

/** Appends a record to a trajectory's history; the point is copied, also as the best one if it is the best so far. */
const extendTrajectory = <R extends StepRecord>(
  trajectory: Trajectory<R> | undefined,
  record: R,
  point: Float32Array,
  threshold: number,
): Trajectory<R> => {
  if (!trajectory) return { history: [record], best: record, bestPoint: point.slice(), point: point.slice() };
  const { history, best, bestPoint } = trajectory;
  (history as R[]).push(record);
  trajectory.point.set(point);
  if (!isBetter(record, best, threshold)) return trajectory;
  bestPoint.set(point);
  return { ...trajectory, best: record };
};

/** The values of tensors: without a copy where that can be, until the next tensor is made. */
const valuesOf = (tensors: readonly tf.Tensor[]): readonly Float32Array[] | Promise<readonly Float32Array[]> =>
  loopsAreFree() ? tensors.map(hostValues) : Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));

/** Record and point of each active run, of the values of all points and of the gradient; throws if something is not finite. */
const readRuns = <R extends StepRecord>(
  runs: readonly number[],
  records: readonly R[],
  all: readonly Float32Array[],
  step: number,
) =>
  runs.map((run, i) => {
    const size = all[0].length / runs.length;
    const [point, slope] = all.map((values) => values.subarray(i * size, (i + 1) * size));
    if (!Number.isFinite(records[i].objective) || !areFinite(point) || !areFinite(slope))
      throw new InterpError(
        'not-finite',
        `run ${run} of the ascent is no longer finite after ${step} steps; expected numbers; take a lower rate or other weights`,
      );
    return { run, record: records[i], point };
  });

const selectRuns = ({ runs, points, state }: ActiveRuns, indices: readonly number[]): ActiveRuns => {
  const rows = <T extends tf.Tensor>(x: T): T => tf.gather(x, tf.tensor1d(indices as number[], 'int32'));
  return { runs: indices.map((index) => runs[index]), points: rows(points), state: state.map(rows) };
};

/** Points after a change, within bounds; the kernels are called directly, as the engine takes longer than they do. */
const movedPoints = (points: tf.Tensor, change: tf.Tensor, low: number, high: number): tf.Tensor => {
  const x = kernel('Add', { a: points, b: change }, {});
  return kernel('ClipByValue', { x }, { clipValueMin: low, clipValueMax: high });
};

/** `tf.tidy` for work that returns an object with readonly fields, which its own type refuses. */
const tidyObject = <T extends object>(work: () => T): T => tf.tidy(work as () => tf.TensorContainer) as T;

/**
 * Gradient ascent from many points at once; the runs are independent, and the best point of each is kept. It yields the trajectories
 * at the start and after each step, and stops on `next(true)`.
 *
 * @param start - the initial points, `[runs, ...shape]`; borrowed
 * @param objective - what is maximised
 * @param options - how
 * @returns the trajectories, and whether it was stopped early
 * @throws InterpError `not-finite`, naming run and step
 */
export async function* gradientAscent<R extends StepRecord>(
  start: tf.Tensor,
  objective: ObjectiveFunction<R>,
  { optimizer, steps, bounds: [low, high], threshold, stopAtThreshold }: GradientAscentOptions,
): AsyncGenerator<readonly Trajectory<R>[], { trajectories: readonly Trajectory<R>[]; stopped: boolean }, boolean> {
  const trajectories: Trajectory<R>[] = [];
  let active = tidyObject<ActiveRuns>(() => {
    const points = tf.clipByValue(start, low, high);
    return { runs: Array.from({ length: start.shape[0] }, (_, run) => run), points, state: optimizer.start(points) };
  });
  try {
    for (let step = 0; ; step++) {
      const { runs, points, state } = active;
      let records: readonly R[] = [];
      const gradient = tf.tidy(() => {
        const evaluation = objective(points, runs);
        records = evaluation.records;
        return evaluation.gradient;
      });
      try {
        const values = valuesOf([points, gradient]);
        // Nothing may be awaited where values lie in the backend's own memory, which others would change meanwhile.
        const read = readRuns(runs, records, values instanceof Promise ? await values : values, step);
        for (const { run, record, point } of read)
          trajectories[run] = extendTrajectory(trajectories[run], record, point, threshold);
        const stopped = yield trajectories;
        const going = read.flatMap(({ record }, i) => (stopAtThreshold && record.probability >= threshold ? [] : [i]));
        if (stopped || step === steps || going.length === 0) return { trajectories, stopped };
        active = tidyObject<ActiveRuns>(() => {
          const next = optimizer.step(gradient, state, step);
          const change = checkReturned("the optimizer's changes", next?.change, points.shape);
          const all = { runs, points: movedPoints(points, change, low, high), state: next.state };
          return going.length === runs.length ? all : selectRuns(all, going);
        });
        tf.dispose([points, ...state]);
      } finally {
        gradient.dispose();
      }
    }
  } finally {
    tf.dispose([active.points, ...active.state]);
  }
}
